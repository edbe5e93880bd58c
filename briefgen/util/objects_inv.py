"""``objects.inv``: names on a site that others can refer to, in Sphinx's format.

After four header lines come zlib-compressed lines: name, domain:role, priority, address (``$`` at its end
stands for the name), title (``-`` for the name). Sphinx sites read ours with intersphinx; we read those of
other briefgen sites, and every ``std:doc``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, urljoin

from briefgen.util.text import without_controls

HEAD = b"# Sphinx inventory version 2"
MOST = 64 * 1024 * 1024
"""Bytes that an inventory may have when it is unpacked: an inventory is somebody else's file."""
ROLES = {
    "std:doc": "article",
    "briefgen:topic": "topic",
    "briefgen:briefing": "briefing",
    "briefgen:page": "page",
}
"""The role that refers to each kind of object."""

_KINDS = {role: kind for kind, role in ROLES.items()}


class InventoryEntry(NamedTuple):
    """A target of references: its role, name, address and title."""

    role: str
    name: str
    address: str
    title: str


def write(project: str, entries: Iterable[InventoryEntry]) -> bytes:
    """An inventory; the same entries give the same bytes."""
    note = "# The remainder of this file is compressed using zlib."
    head = HEAD + f"\n# Project: {_line(project)}\n# Version: \n{note}\n".encode()
    lines = [f"{e.name} {_KINDS[e.role]} 1 {e.address} {_line(e.title) or '-'}\n" for e in entries]
    return head + zlib.compress("".join(lines).encode(), 9)


def read(data: bytes, url: str) -> Iterator[InventoryEntry]:
    """The entries of the inventory of the site ``url`` that our roles can name.

    Entries with an address on another site are left out.

    Raises:
        ValueError: when it is no inventory of version 2.
    """
    head, *rest = data.split(b"\n", 4)
    if head.strip() != HEAD or len(rest) < 4:
        raise ValueError("it is no Sphinx inventory of version 2")
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(rest[3], MOST).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"it is damaged: {error}") from None
    if not unpacker.eof:
        raise ValueError("it is cut short, or larger than an inventory may be")
    for line in text.split("\n"):
        entry = _entry(line.split(), url)
        if entry and entry.address.startswith(url):
            yield entry


def _entry(words: list[str], url: str) -> InventoryEntry | None:
    """Parse a line. The name ends before the first ``domain:role`` that a number follows."""
    for n in range(1, len(words) - 2):
        if ":" in words[n] and words[n + 1].removeprefix("-").isdecimal():
            name, address, title = " ".join(words[:n]), words[n + 2], " ".join(words[n + 3 :])
            if words[n] not in ROLES:
                return None
            address = address[:-1] + quote(name) if address.endswith("$") else address
            title = without_controls(name if title in ("-", "") else title)
            return InventoryEntry(ROLES[words[n]], name, urljoin(url, address), title)
    return None


def _line(text: str) -> str:
    return " ".join(text.split())
