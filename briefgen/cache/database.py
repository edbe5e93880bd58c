"""The cache file ``.briefgen/cache.sqlite3``: tables of marshalled values with checksums.

All tables have one shape: a row belongs to an output folder (empty for the whole project) and has a key.
SQLite does not notice a flipped byte, so ``totals`` holds the number of rows and the sum of their checksums:
a row that is lost, doubled or changed does not add up. Rows of ``bodies`` and ``traces`` are read one by one
and are checked by the row that refers to them.

Whoever reads or writes the file gets a DamagedError when it cannot be used, whoever writes it an OSError when
the system refuses; it is then unchanged.
"""

from __future__ import annotations

import errno
import marshal
import os
import sqlite3
import sys
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
from zlib import crc32

from briefgen.cache.store import FOLDER, make_folder
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.util.hashing import digest_bytes

FILE = "cache.sqlite3"
TABLES = (
    "sources", "bodies", "images", "records", "pages", "traces", "manifest", "snapshots", "search_indexes",
)  # fmt: skip
PAGE_SIZE = 32768
SCHEMA_VERSION = 1
WAIT = 60
"""Seconds to wait for a process that reads or writes the file."""

_CODE = [
    file for room in ("cache", "model") for file in sorted((Path(__file__).parent.parent / room).glob("*.py"))
]
FORMAT = f"{sys.implementation.cache_tag} {digest_bytes(b''.join(file.read_bytes() for file in _CODE))[:12]}"
"""What wrote the file: this version of Python, and the code that defines the values in it."""

_SCHEMA = [
    "CREATE TABLE format (name TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE totals (name TEXT, output TEXT, revision TEXT, count INTEGER, checksum INTEGER, "
    "PRIMARY KEY (name, output)) WITHOUT ROWID",
    *(
        f"CREATE TABLE {name} (output TEXT, key TEXT, value BLOB, crc INTEGER, "
        "PRIMARY KEY (output, key)) WITHOUT ROWID"
        for name in TABLES
    ),
]
_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_NOLFS: errno.EFBIG,
}
"""The system's errors; any other error of SQLite means that the file is damaged."""


class DamagedError(BriefgenError):
    """The cache file cannot be used, for a reason."""

    def __init__(self, why: str) -> None:
        super().__init__(unreadable(why))


def unreadable(why: str) -> Diagnostic:
    """The diagnostic for a cache file that cannot be used."""
    message = f"the cache of the last build cannot be used: {why}"
    return diagnostic(
        "environment-unreadable", Location(f"{FOLDER}/{FILE}"), message, "everything is built again"
    )


Value = TypeVar("Value")


class Rows(NamedTuple, Generic[Value]):
    """The rows of one output folder by key; ``revision`` changes with every write."""

    values: list[Value]
    revision: str = ""


class CacheFile:
    """The cache file of the project in ``root``. It is created by the first write.

    ``wait`` is how many seconds to wait for a process that reads or writes the file.
    """

    def __init__(self, root: Path, wait: int = WAIT) -> None:
        self.root = root
        self._wait = wait
        self.path = root / FOLDER / FILE
        self.lost: set[str] = set()
        """Source files whose bodies were found missing or damaged."""
        self._usable = True
        # A connection must not be used in a forked process. It must not even be closed there.
        self._readers: dict[tuple[int, int], sqlite3.Connection] = {}
        weakref.finalize(self, _close_own, self._readers).atexit = False

    def read(self, table: str, output: str = "") -> Rows[bytes]:
        """All rows of an output folder, which must add up."""
        return self.read_as(bytes, table, output)

    def read_as(self, make: Callable[[bytes], Value], table: str, output: str = "") -> Rows[Value]:
        """What ``make`` gives for each row of an output folder; the rows must add up.

        Only one row is in memory at a time: ``make`` gets it if its checksum holds.
        """
        if not self._is_there():
            return Rows([])
        made, checksum = [], 0
        with _damage(), closing(self._open()) as connection:
            _check_format(connection)
            query = f"SELECT key, value, crc FROM {table} WHERE output = ?"
            for key, value, crc in connection.execute(query, (output,)):
                if crc32(value, crc32(key.encode())) != crc:
                    raise DamagedError(f"its table {table} is damaged")
                checksum += crc
                made.append(make(value))
            total = _total(connection, table, output)
        if (len(made), checksum) != (total.rows, total.checksum):
            raise DamagedError(f"its table {table} is damaged")
        return Rows(made, total.revision)

    def count(self, table: str, output: str) -> int:
        """How many rows of an output folder there should be."""
        rows = self._select(_TOTAL, table, output)
        return _Total(*rows[0]).rows if rows else 0

    def read_one(self, table: str, output: str, key: str) -> bytes | None:
        """One row, which the caller has to check; None if it is missing."""
        rows = self._select(f"SELECT value FROM {table} WHERE output = ? AND key = ?", output, key)
        return rows[0][0] if rows and isinstance(rows[0][0], bytes) else None

    def read_unchecked(self, table: str, output: str) -> dict[str, bytes]:
        """All rows of an output folder by key, which the caller has to check."""
        return dict(self._select(f"SELECT key, value FROM {table} WHERE output = ?", output))

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """Change rows in one step."""
        make_folder(self.root)
        if not self._usable:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.path))
        if not self.path.exists():
            create(self.path)
        with _errors(self.path), closing(self._open()) as connection:
            _check_format(connection)
            connection.execute("BEGIN IMMEDIATE")
            yield Writer(connection)
            connection.execute("COMMIT")

    def replace(self, owners: Mapping[str, Mapping[str, bytes]]) -> None:
        """Replace a damaged file; ``owners`` has the manifest's rows by output folder."""
        self.close()
        fresh = self.path.with_name(f"{FILE}.new")
        create(fresh)
        with _errors(fresh), closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            for output, rows in owners.items():
                Writer(connection).change("manifest", output, rows)
            connection.execute("COMMIT")
        for suffix in ("-journal", "-wal", "-shm"):
            self.path.with_name(FILE + suffix).unlink(missing_ok=True)
        fresh.replace(self.path)
        self._usable = True

    @property
    def time(self) -> int:
        """When the file was written, in nanoseconds; a build may set it with ``mark``."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    def mark(self, time: int) -> None:
        """Give the file a time that shows that its rows were checked.

        The next write changes it.
        """
        with suppress(OSError):  # then the next build checks them again
            os.utime(self.path, ns=(time, time))

    def close(self) -> None:
        """Close this process's connections."""
        _close_own(self._readers)

    def give_up(self) -> None:
        """Neither read nor write the file until it is replaced."""
        self.close()
        self._usable = False

    def _is_there(self) -> bool:
        return self._usable and self.path.exists()

    def _open(self) -> sqlite3.Connection:
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(
            address, timeout=self._wait, isolation_level=None, uri=True, check_same_thread=False
        )
        try:
            # No need to wait for the disk: the next build notices a file that a power cut has damaged.
            connection.execute("PRAGMA synchronous = OFF")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _select(self, query: str, *arguments: str) -> list[Any]:
        """Rows of single tables; none if the file does not exist."""
        if not self._is_there():
            return []
        with _damage():
            return self._reader().execute(query, arguments).fetchall()

    def _reader(self) -> sqlite3.Connection:
        """The connection of this process and thread for single rows."""
        key = (os.getpid(), threading.get_ident())
        if key not in self._readers:
            self._readers[key] = self._open()
        return self._readers[key]


def create(path: Path) -> None:
    """Make an empty cache file."""
    path.unlink(missing_ok=True)
    with _errors(path), closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO format VALUES (?)", (FORMAT,))
        connection.execute("COMMIT")


def _close_own(readers: dict[tuple[int, int], sqlite3.Connection]) -> None:
    """Close the connections of this process."""
    for key in [key for key in readers if key[0] == os.getpid()]:
        readers.pop(key).close()


class Writer:
    """Changes of rows, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def revision(self, table: str, output: str = "") -> str:
        """The revision of an output folder's rows; empty where there are none."""
        return _total(self._connection, table, output).revision

    def change(self, table: str, output: str, rows: Mapping[str, bytes], gone: Iterable[str] = ()) -> str:
        """Put rows by key, remove others, and give the new revision."""
        execute, gone = self._connection.execute, list(gone)
        _, count, checksum = _total(self._connection, table, output)
        query = f"SELECT crc FROM {table} WHERE output = ? AND key = ?"
        old = [row for key in (*gone, *rows) for row in execute(query, (output, key))]
        new = [(output, key, value, row_crc(key, value)) for key, value in rows.items()]
        delete = f"DELETE FROM {table} WHERE output = ? AND key = ?"
        self._connection.executemany(delete, [(output, key) for key in gone])
        self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", new)
        revision = os.urandom(8).hex()
        count += len(new) - len(old)
        checksum += sum(crc for *_, crc in new) - sum(crc for (crc,) in old)
        total = (table, output, revision, count, checksum)
        execute("INSERT OR REPLACE INTO totals VALUES (?, ?, ?, ?, ?)", total)
        return revision

    def replace(self, table: str, output: str, rows: Mapping[str, bytes]) -> None:
        """Make these all the rows of an output folder; unchanged rows are not written."""
        query = f"SELECT key, value FROM {table} WHERE output = ?"
        old = dict(self._connection.execute(query, (output,)).fetchall())
        new = {key: value for key, value in rows.items() if old.get(key) != value}
        self.change(table, output, new, old.keys() - rows.keys())

    def clear(self, table: str, output: str = "") -> None:
        """Remove all rows of an output folder."""
        self._connection.execute(f"DELETE FROM {table} WHERE output = ?", (output,))
        self._connection.execute("DELETE FROM totals WHERE name = ? AND output = ?", (table, output))


class _Total(NamedTuple):
    revision: str = ""
    rows: int = 0
    checksum: int = 0


_TOTAL = "SELECT revision, count, checksum FROM totals WHERE name = ? AND output = ?"


def _total(connection: sqlite3.Connection, table: str, output: str) -> _Total:
    row = connection.execute(_TOTAL, (table, output)).fetchone()
    return _Total(*row) if row else _Total()


def _check_format(connection: sqlite3.Connection) -> None:
    """Refuse a file that this code did not write."""
    schema = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master ORDER BY rootpage")]
    version = connection.execute("PRAGMA user_version").fetchone()
    if not schema or version != (SCHEMA_VERSION,):
        raise DamagedError("it is not a cache file of this version")
    if schema != _SCHEMA:
        raise DamagedError("it is damaged")
    if connection.execute("SELECT name FROM format").fetchall() != [(FORMAT,)]:
        raise DamagedError("another version of briefgen or Python wrote it")


@contextmanager
def _damage() -> Iterator[None]:
    """Treat a file that cannot be read as damaged."""
    try:
        with _errors(None):
            yield
    except OSError as error:
        raise DamagedError(str(error.strerror)) from error


@contextmanager
def _errors(path: Path | None) -> Iterator[None]:
    """Turn errors of SQLite into OSError or DamagedError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        # A header that is damaged can say that the file must not be written.
        refused = code != sqlite3.SQLITE_READONLY or not (path and os.access(path, os.W_OK))
        if code in _ERRNO and refused:
            raise OSError(_ERRNO[code], os.strerror(_ERRNO[code]), str(path)) from error
        raise DamagedError(str(error)) from error
    except (UnicodeError, AttributeError, TypeError, OverflowError) as error:  # a damaged text or number
        raise DamagedError(f"{type(error).__name__}: {error}") from error


def row_crc(key: str, value: bytes) -> int:
    """The checksum of a row."""
    return crc32(value, crc32(key.encode()))


def unmarshal(values: Iterable[bytes]) -> Iterator[Any]:
    """Plain values from rows whose checksums hold; DamagedError if another version wrote them."""
    yield from map(unmarshal_row, values)


def unmarshal_row(value: bytes) -> Any:
    """A plain value from a row whose checksum holds; DamagedError if another version wrote it."""
    try:
        return marshal.loads(value)  # noqa: S302 - its checksum holds
    except (EOFError, ValueError, TypeError) as error:
        raise DamagedError(f"{type(error).__name__}: {error}") from error
