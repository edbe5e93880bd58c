"""Read ``addresses.txt``: the addresses at which articles with an id were published.

A line is an id and its addresses, oldest first, with tabs between them. Lines are sorted, and the same id may
have several, so that git merges two versions by keeping the lines of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from briefgen.config.folders import ADDRESS_RECORD
from briefgen.model import Location
from briefgen.model.diagnostics import Diagnostics
from briefgen.model.output_path import address_problem
from briefgen.util.hashing import digest_bytes
from briefgen.util.public_files import refusal
from briefgen.util.urls import is_site_address

HEADER = (
    "# Where `briefgen publish` published what has an id: the id, its addresses, oldest first.",
    "# An article that moves leaves a redirect at each. In a merge, keep the lines of both versions.",
)
MOST = 16 * 1024 * 1024


class RecordLine(NamedTuple):
    """A line that names an id and its addresses; without any, it cannot be read."""

    number: int
    id: str
    addresses: tuple[str, ...]


def digest_of_addresses(root: Path) -> str:
    """The digest of the record; empty if there is none."""
    data = _bytes(root)
    return digest_bytes(data) if data else ""


def read_addresses(root: Path, diagnostics: Diagnostics) -> dict[str, tuple[str, ...]]:
    """The published addresses of each id, oldest first; lines that cannot be read are reported."""
    known: dict[str, tuple[str, ...]] = {}
    for line in lines_of(_bytes(root).decode("utf-8-sig", "replace")):
        if line.addresses:
            known[line.id] = without_repeats((*known.get(line.id, ()), *line.addresses))
        else:
            hint = "write an id and its addresses with tabs between them, or delete the line"
            message = "this line has no id, or an address that cannot be one of this site"
            diagnostics.report("addresses-line", Location(ADDRESS_RECORD, line.number, 1), message, hint)
    return known


def lines_of(text: str) -> Iterator[RecordLine]:
    """The lines of the record that are no comment."""
    for number, line in enumerate(text.splitlines(), 1):
        name, *addresses = line.strip().split("\t")
        if name and not name.startswith("#"):
            is_good = all(_is_address(one) for one in addresses)
            yield RecordLine(number, name, tuple(addresses) if is_good else ())


def written(known: Mapping[str, Iterable[str]]) -> str:
    """The text of the record."""
    lines = sorted("\t".join((name, *addresses)) for name, addresses in known.items())
    return "".join(f"{line}\n" for line in (*HEADER, *lines))


def without_repeats(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses, each once, where it stands last."""
    return tuple(dict.fromkeys(reversed([*addresses])))[::-1]


def _is_address(text: str) -> bool:
    return text.startswith("/") and is_site_address(text) and not address_problem(text)


def _bytes(root: Path) -> bytes:
    if refusal(root, ADDRESS_RECORD, ""):
        return b""
    try:
        with (root / ADDRESS_RECORD).open("rb") as file:
            return file.read(MOST)
    except OSError:
        return b""
