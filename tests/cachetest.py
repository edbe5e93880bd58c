"""The cache file of a site under test, and ways to damage it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sitetest import SiteTest

from briefgen.cache.database import FILE


def cache_of(site: SiteTest) -> Path:
    return site.root / ".briefgen" / FILE


def change(site: SiteTest, statement: str) -> None:
    """Change the cache file behind briefgen's back."""
    with closing(sqlite3.connect(cache_of(site), isolation_level=None)) as connection:
        connection.execute(statement)


def restore(site: SiteTest, before: Path, tables: Iterable[str]) -> None:
    """Give some tables the rows that they had in an earlier file."""
    with closing(sqlite3.connect(cache_of(site), isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS before", (str(before),))
        for table in tables:
            connection.execute(f"DELETE FROM main.{table}")
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM before.{table}")
            connection.execute("DELETE FROM main.totals WHERE name = ?", (table,))
            connection.execute("INSERT INTO main.totals SELECT * FROM before.totals WHERE name = ?", (table,))


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Flip one bit of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))
