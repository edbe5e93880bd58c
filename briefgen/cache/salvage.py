"""Read the owners of output files from a damaged cache file.

Everything else is built again, but a page without an owner would stay in the output for ever. Manifest and
pages both have the owners: damage seldom spoils both.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from briefgen.cache.database import FILE, PAGE_SIZE, CacheFile, create, row_crc

Owners = dict[str, dict[str, bytes]]
"""The rows of a manifest, by output folder and path."""


def owner_row(path: str, builder: str) -> bytes:
    """A row of the manifest: plain text, which every version can read."""
    return f"{builder}\n{path}".encode()


def owners_in(file: CacheFile) -> Owners:
    """The owners in a damaged file, as far as it can be read."""
    owners: Owners = {}
    if not file.path.is_file():
        return owners
    _mend(file.path)
    for table in ("pages", "manifest"):
        with suppress(sqlite3.Error, UnicodeError), closing(sqlite3.connect(file.path)) as connection:
            for output, path, row in _rows(connection, table):
                owners.setdefault(output, {})[path] = row
    return owners


def _mend(path: Path) -> None:
    """Repair a damaged file's header and schema, which are always the same."""
    fresh = path.with_name(f"{FILE}.new")
    create(fresh)
    size = max(path.stat().st_size, fresh.stat().st_size)
    pages = -(-size // PAGE_SIZE)
    head = bytearray(fresh.read_bytes()[:PAGE_SIZE])
    head[28:32] = pages.to_bytes(4, "big")
    with path.open("r+b") as file:
        file.truncate(pages * PAGE_SIZE)
        file.write(head)


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str, bytes]]:
    """Output folder, path and manifest row of each row whose checksum holds."""
    for output, key, value, crc in connection.execute(f"SELECT output, key, value, crc FROM {table}"):
        if not isinstance(key, str) or not isinstance(value, bytes) or row_crc(key, value) != crc:
            continue
        if table == "manifest":
            yield output, value.decode().partition("\n")[2], value
            continue
        with suppress(EOFError, ValueError, TypeError):  # another version's row
            _, path, (builder, _), *_ = marshal.loads(value)  # noqa: S302 - its checksum holds
            yield output, path, owner_row(path, builder)
