"""What was found in a site of another program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from briefgen.cleaning.dates import parse_date
from briefgen.model import Diagnostic
from briefgen.reading.frontmatter import Parts, split
from briefgen.reading.head_forms import compose_head
from briefgen.reading.head_reader import read_article_head
from briefgen.reading.synonyms import letters
from briefgen.schema import Declared
from briefgen.schema.yaml_edit import Value

STATIC, CONTENT = "static", "content"
"""Where a file goes: the folder of the site's files, or the content folder."""

_ADDRESSES = frozenset({"permalink", "url", "saveas"})
"""Keys of front matter for the address of the page, in lower case without signs."""


class OldText(NamedTuple):
    """An article or page of the old site, and what it becomes.

    ``path`` is in the old site, ``target`` in the content folder. ``addresses`` is where readers found it.
    ``keys`` are added to its front matter. ``text`` is the file, with front matter from a file beside it.
    """

    path: str
    target: str
    addresses: tuple[str, ...]
    text: str
    keys: Mapping[str, Value] = {}


class NewPlace(NamedTuple):
    """Where a file that is no text goes: ``STATIC`` or ``CONTENT``, and its path there."""

    folder: str
    path: str


@dataclass(frozen=True)
class OldSite:
    """What is taken over from an old site, and what is left out.

    ``problems`` are what a user should know of it. ``is_linked``: the links of the texts lead to the new
    places already.
    """

    texts: tuple[OldText, ...]
    files: Mapping[str, NewPlace] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    is_linked: bool = False


class ExportOptions(NamedTuple):
    """What an export lacks: the old site's address, and the present time."""

    home: str = ""
    now: datetime = datetime.min.replace(tzinfo=UTC)


NO_OPTIONS = ExportOptions()


class Head(NamedTuple):
    """Front matter and text of one file of the old site.

    ``written`` has its keys as they stand there.
    """

    parts: Parts
    declared: Declared
    written: Mapping[str, Any]

    def text_of(self, name: str) -> str:
        """The value of a field that is a text."""
        value = self.declared.values.get(name)
        return value if isinstance(value, str) else ""

    @property
    def day(self) -> date | None:
        """The day of its date, as it is written there."""
        return day_of(self.text_of("date"))

    @property
    def own_address(self) -> str:
        """The address that the front matter itself gives; empty if it gives none."""
        for name, value in self.written.items():
            if letters(name) in _ADDRESSES and isinstance(value, str) and "://" not in value:
                return f"/{value.lstrip('/')}" if "/" in value or "." in value else ""
        return ""


def day_of(text: str) -> date | None:
    """The day that a text says; None if it is no date."""
    try:
        return parse_date(text).day
    except ValueError:
        return None


def read_text(root: Path, path: str) -> str:
    """The text of a file; it has U+FFFD for bytes that are not UTF-8."""
    return (root / path).read_bytes().decode("utf-8-sig", "replace")


def head_of(text: str, path: str) -> Head | None:
    """The head of a text; None where it is broken."""
    parts = split(text, path)
    if isinstance(parts, Diagnostic):
        return None
    tree = compose_head(parts.form, parts.head or "", path, parts.offset)
    written = _plain(tree) if isinstance(tree, yaml.MappingNode) else {}
    return Head(parts, read_article_head(parts, path, {}), written)


def _plain(node: yaml.Node) -> Any:
    """The texts, lists and mappings of a tree."""
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    return [_plain(one) for one in node.value] if isinstance(node, yaml.SequenceNode) else node.value
