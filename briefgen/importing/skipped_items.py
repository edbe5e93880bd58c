"""The skipped items in ``skipped.txt``.

One a line, so that git can merge two versions.
A line has the address, a sketch of the text, the day and the title, with tabs between them.
"""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefgen.config.folders import SKIPPED
from briefgen.nlp.minhash import BINS, keys, likeness
from briefgen.util.hashing import digest
from briefgen.util.text import fold, without_controls
from briefgen.util.url_normalize import canonical

SAME = 0.75
"""The least share of both texts together that an item has in common with a skipped one that it is again.

A text that went on since has less in common, and comes.
"""
HEADER = (
    "# Items that `briefgen skip` keeps away: address, sketch of the text, day, title. Delete a line to let",
    "# its item come again. Two versions of this file are merged by keeping the lines of both.",
)
_NONE = "-"
_SIGNATURE_BYTES = 2 + 2 * BINS
_EXACT = "="
"""What the sketch of a short text begins with: it has a digest and no signature."""


class SkippedItem(NamedTuple):
    """An item that must not return.

    ``address`` is its canonical address, ``sketch`` its signature or, of a short text, a digest; either may
    be empty.
    """

    address: str
    sketch: str
    day: str
    title: str

    @property
    def line(self) -> str:
        """Its line in the file."""
        title = " ".join(without_controls(self.title).split())
        return "\t".join([self.address or _NONE, self.sketch or _NONE, self.day, title])

    @property
    def signature(self) -> bytes:
        """The signature of its text; empty for a short one."""
        if self.sketch.startswith(_EXACT):
            return b""
        try:
            data = base64.b64decode(self.sketch, validate=True)
        except (binascii.Error, ValueError):
            return b""
        return data if len(data) == _SIGNATURE_BYTES else b""


def sketch_of(signature: bytes, title: str, text: str) -> str:
    """The signature of a text.

    For a text too short for one, a digest of it and its title.
    Nothing for no text: titles such as "Links of the week" come again and again.
    """
    if signature:
        return base64.b64encode(signature).decode()
    letters = _letters(text)
    return _EXACT + digest(_letters(title), letters) if letters else ""


def _letters(text: str) -> str:
    """The letters and digits of a text, which no markup changes."""
    return "".join(filter(str.isalnum, fold(text)))


class SkippedItems:
    """The skipped items of a project, by address and by text."""

    def __init__(self, items: Iterable[SkippedItem] = ()) -> None:
        self._by_address: dict[str, SkippedItem] = {}
        self._by_sketch: dict[str, SkippedItem] = {}
        self._by_piece: defaultdict[int, list[SkippedItem]] = defaultdict(list)
        for item in items:
            if item.address:
                self._by_address[item.address] = item
            if item.sketch:
                self._by_sketch[item.sketch] = item
            for key in keys(item.signature) if item.signature else ():
                self._by_piece[key].append(item)

    def at(self, url: str) -> SkippedItem | None:
        """The skipped item with this address."""
        return self._by_address.get(canonical(url))

    def find(self, url: str, signature: bytes, sketch: str) -> SkippedItem | None:
        """The skipped item that has this address or this text.

        A short text with its title.
        """
        if item := self.at(url):
            return item
        if not signature:
            return self._by_sketch.get(sketch)
        near = {item for key in keys(signature) for item in self._by_piece[key]}
        alike = [item for item in near if likeness(signature, item.signature)[0] >= SAME]
        return min(alike, default=None)


def read_skipped(root: Path) -> SkippedItems:
    """The skipped items of a project.

    Raises:
        OSError: when the file cannot be read.
    """
    try:
        text = (root / SKIPPED).read_bytes().decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return SkippedItems()
    return SkippedItems(items_of(text))


def items_of(text: str) -> Iterator[SkippedItem]:
    """The items in the text of the file.

    Lines of other forms, such as comments, are left out.
    """
    for line in text.splitlines():
        parts = line.split("\t", 3)
        if len(parts) == 4 and not line.startswith("#"):
            address, sketch, day, title = (part if part != _NONE else "" for part in parts)
            yield SkippedItem(address, sketch, day, title)


def with_items(text: str, items: Iterable[SkippedItem]) -> str:
    """The text of the file with more items.

    Its lines are sorted, other lines stay on top.
    """
    lines = text.splitlines()
    own = [line for line in lines if line.startswith("#") or line.count("\t") < 3]
    rows = {line for line in lines if line not in own} | {item.line for item in items}
    return "\n".join([*(own or HEADER), *sorted(rows)]) + "\n"
