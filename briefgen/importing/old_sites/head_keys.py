"""Add keys to front matter of any form; all other bytes stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from briefgen.importing.old_sites.old_site import Head, head_of
from briefgen.reading.frontmatter import rewritten
from briefgen.reading.head_forms import JSON, LINES, NIKOLA, TOML, YAML
from briefgen.reading.synonyms import letters
from briefgen.schema.yaml_edit import Value

_ALIASES = frozenset(map(letters, ("aliases", "redirect_from", "old_slugs", "alias")))
_KEY = re.compile(r"""(?:^|[{,])[ \t]*(?:\.\. )?["']?(?P<name>[A-Za-z_-]+)["']?[ \t]*[:=]""", re.MULTILINE)


def with_keys(text: str, path: str, keys: Mapping[str, Value], addresses: Sequence[str]) -> str:
    """The text of a file with these keys and former addresses added.

    Raises:
        BriefgenError: when the front matter is broken.
    """
    head = head_of(text, path)
    known = head.declared.values["aliases"] if head else ()
    new = [address for address in addresses if address not in known]
    if head is None or head.parts.form == YAML or head.parts.head is None:
        own = _alias_key(head.parts.head or "") if head else ""
        # A single text, or a list in another form, is written anew; what it says stays.
        aliases: dict[str, Value] = {own or "aliases": [*_written(head, own), *new]} if new else {}
        changes = {**keys, **aliases}
        return rewritten(text, path, changes) if changes else text
    lists = {"aliases": new} if new else {}
    start = text.index(head.parts.head)
    end = start + len(head.parts.head)
    return text[:start] + _added(head.parts.head, head.parts.form, {**keys, **lists}) + text[end:]


def _written(head: Head | None, own: str) -> Sequence[str]:
    """The aliases that stand in the front matter under their own key."""
    if head is None or not own:
        return ()
    at = {name for name in head.declared.places if name.startswith("aliases.")}
    values: Sequence[str] = head.declared.values["aliases"]
    return values if at or len(values) == 1 else ()


def _alias_key(head: str) -> str:
    """The key under which front matter has aliases; empty if there is none."""
    return next((match["name"] for match in _KEY.finditer(head) if letters(match["name"]) in _ALIASES), "")


def _added(head: str, form: str, keys: Mapping[str, Value]) -> str:
    for name, value in keys.items():
        own = _alias_key(head) if name == "aliases" else ""
        head = _grown(head, form, own, value) if own else _with_key(head, form, name, value)
    return head


def _with_key(head: str, form: str, name: str, value: Value) -> str:
    """Front matter with a new key before all others.

    There no table of TOML has begun.
    """
    written = json.dumps(value, ensure_ascii=False)
    if form == TOML:
        return f"{name} = {written}\n{head}"
    if form == JSON:
        start = head.index("{") + 1 if "{" in head else 0
        return f"{head[:start]}\n  {json.dumps(name)}: {written},{head[start:]}"
    return f"{'.. ' if form == NIKOLA else ''}{name}: {_line(value)}\n{head}"


def _grown(head: str, form: str, name: str, value: Value) -> str:
    """Front matter in which the list ``name`` has more entries, before the others."""
    if form in (LINES, NIKOLA):
        return re.sub(rf"({name}:[ \t]*)", lambda match: f"{match[1]}{_line(value)}, ", head, count=1)
    entries = json.dumps(value, ensure_ascii=False)[1:-1]
    one = rf"""({name}["']?\s*[:=]\s*)(["'][^"'\n]*["'])"""
    if re.search(one, head):
        return re.sub(one, lambda match: f"{match[1]}[{entries}, {match[2]}]", head, count=1)
    return re.sub(rf"""({name}["']?\s*[:=]\s*\[)""", lambda match: f"{match[1]}{entries}, ", head, count=1)


def _line(value: Value) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
