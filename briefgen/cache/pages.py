"""The pages of the last build, and their traces in another table.

A build that finds nothing changed needs the rows and no trace; an edit of a few bodies needs few traces.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple
from zlib import crc32

from briefgen.cache.database import CacheFile, DamagedError, Writer, unmarshal, unmarshal_row
from briefgen.cache.salvage import owner_row
from briefgen.cache.sources import diagnostics_of, plain_diagnostics
from briefgen.model import CleaningCounts, Diagnostic, DueChange, Trace
from briefgen.model.page import BODY, PART_BODIES, Query

MANY = 64
"""After so many traces, and a sixteenth of all, were read one by one, the others are read at once."""

Asked = tuple[tuple["Query", str], ...]
"""The queries of a page that heads do not answer, each with the digest of the answer."""

Owner = tuple[str, tuple[int, int]]
"""Whose an output file is (a builder's), and the stat that it was left with."""

Row = tuple[str, str, Owner, Asked, int, str]
"""What is stored beside a trace: address, path, owner, queries of bodies, the trace's checksum, its tree."""


class Stored(NamedTuple):
    """Where the traces of an output folder lie."""

    file: CacheFile
    output: str


class Traces(Mapping[str, Trace]):
    """Traces by address, each read and unpacked on demand.

    A build needs two values of all pages, so they are in memory: ``files`` has the owner of each output file,
    ``asked`` the queries of bodies by address. ``packed`` has the traces that were read or are new.
    """

    def __init__(
        self,
        rows: dict[str, Row] | None = None,
        stored: Stored | None = None,
        packed: dict[str, bytes] | None = None,
    ) -> None:
        self.rows, self.packed = rows or {}, packed or {}
        self.files = {row[1]: row[2] for row in self.rows.values()}
        self.asked = {row[0]: row[3] for row in self.rows.values() if row[3]}
        self._stored, self._reads = stored, 0

    def __getitem__(self, url: str) -> Trace:
        if url not in self.packed:
            self._read(url)
        return Trace._make(marshal.loads(self.packed[url]))  # noqa: S302 - its checksum holds

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __contains__(self, url: object) -> bool:
        return url in self.rows

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Traces) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]

    def changed(self, gone: Iterable[str], new: Mapping[str, Trace]) -> Traces:
        """A copy without the traces of some addresses, and with new ones."""
        rows, packed = {**self.rows}, {**self.packed}
        for url in gone:
            del rows[url]
            packed.pop(url, None)
        for url, trace in new.items():
            packed[url] = marshal.dumps(tuple(trace))
            rows[url] = _row_of(url, trace, packed[url])
        return Traces(rows, self._stored, packed)

    def read_all(self) -> None:
        """Read all traces into memory."""
        if self._stored and len(self.packed) < len(self.rows):
            stored = self._stored.file.read_unchecked("traces", self._stored.output)
            for url in self.rows.keys() - self.packed.keys():
                self._take(url, stored.get(url))

    def _read(self, url: str) -> None:
        """Read a trace; KeyError if there is no such page."""
        if url not in self.rows or self._stored is None:
            raise KeyError(url)
        self._reads += 1
        if self._reads > max(MANY, len(self.rows) // 16):
            self.read_all()
        else:
            self._take(url, self._stored.file.read_one("traces", self._stored.output, url))

    def _take(self, url: str, packed: bytes | None) -> None:
        if not isinstance(packed, bytes) or crc32(packed) != self.rows[url][4]:
            raise DamagedError(f"the trace of {url} is damaged")
        self.packed[url] = packed


def _row_of(url: str, trace: Trace, packed: bytes) -> Row:
    asked = zip(trace.queries, trace.answers, strict=True)
    of_bodies = tuple([one for one in asked if one[0][0] in (BODY, PART_BODIES)])
    return url, trace.path, (trace.builder, trace.stat), of_bodies, crc32(packed), trace.tree


class ReadSummary(NamedTuple):
    """What a build with nothing to do reports of files that it does not load.

    ``key`` is the digest of all that a build depends on, files by their stats; it is empty if the next build
    must look closer. ``checked`` is the time that the cache file has for as long as nobody writes to it.
    """

    key: str = ""
    checked: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    cleaning: Mapping[str, CleaningCounts] = {}


@dataclass(frozen=True)
class BuildRecord:
    """The outcome of a build, with its fingerprints and their period of validity.

    ``diagnostics`` come from grouping, planning and checking; those of reading are kept with the files, and
    in ``summary``. ``inputs`` has what shaped the pages besides the articles: with it the next build can say
    what changed.
    """

    metadata: str = ""
    rendering: str = ""
    everything: str = ""
    validity: tuple[str, str] = ("", "")
    articles: int = 0
    pages: int = 0
    due: DueChange = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    traces: Traces = field(default_factory=Traces)
    inputs: Mapping[str, Any] = field(default_factory=dict)
    summary: ReadSummary = field(default_factory=ReadSummary)


class SavedPages(NamedTuple):
    """The pages of an output folder in the cache file, and their revision."""

    revision: str = ""
    traces: Traces = Traces()


def name_of(root: Path, output: Path) -> str:
    """The key of an output folder's rows: its path, within the project if possible."""
    output, root = Path(os.path.realpath(output)), Path(os.path.realpath(root))
    name = output.relative_to(root).as_posix() if output.is_relative_to(root) else str(output)
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def load(file: CacheFile, output: str) -> tuple[BuildRecord, SavedPages]:
    """The last build into an output folder, and what of it is saved."""
    record, _ = load_record(file, output)
    pages = file.read_as(_page_row, "pages", output)
    traces = Traces({row[0]: row for row in pages.values}, Stored(file, output))
    saved = SavedPages(pages.revision, traces)
    return replace(record, traces=traces) if record.everything else BuildRecord(), saved


def load_record(file: CacheFile, output: str) -> tuple[BuildRecord, bytes]:
    """The last build into an output folder without its traces, and its files for ``unpack_files``."""
    for outcome, summary, files in unmarshal(file.read("records", output).values):
        (metadata, rendering, everything), *counts, diagnostics, inputs = outcome
        key, checked, notes, cleaning = summary
        by_file = {path: CleaningCounts._make(row) for path, row in cleaning.items()}
        known = ReadSummary(key, checked, diagnostics_of(notes), by_file)
        digests = (metadata, rendering, everything)
        values = (*digests, *counts, diagnostics_of(diagnostics), Traces(), inputs, known)
        return BuildRecord(*values), files
    return BuildRecord(), _pack_files(Traces())


def _page_row(packed: bytes) -> Row:
    """The row of a page; all rows share the names of builders and queries."""
    url, path, (builder, stat), asked, crc, tree = unmarshal_row(packed)
    queries = tuple([((intern(name), subject), answer) for (name, subject), answer in asked])
    return url, path, (intern(builder), stat), queries, crc, intern(tree)


def unpack_files(packed: bytes) -> Sequence[tuple[str, tuple[int, int]]]:
    """The path and stat of each file of a build."""
    return marshal.loads(packed)  # type: ignore[no-any-return]  # noqa: S302 - its row's checksum holds


def _pack_files(traces: Traces) -> bytes:
    return marshal.dumps([(path, stat) for path, (_, stat) in traces.files.items()], 2)


def save(
    file: CacheFile, output: str, record: BuildRecord, saved: SavedPages, manifest: Mapping[str, str]
) -> SavedPages:
    """Write the part of a build's outcome that is not ``saved`` yet.

    ``manifest`` has the owners that the file knows.
    """
    traces = record.traces
    with file.write() as writer:
        if writer.revision("pages", output) != saved.revision:  # another process has built there meanwhile
            for table in ("pages", "traces"):
                writer.clear(table, output)
            traces.read_all()
            saved = SavedPages()
        new = {url: row for url, row in traces.rows.items() if saved.traces.rows.get(url) is not row}
        gone = saved.traces.rows.keys() - traces.rows.keys()
        writer.change("records", output, {"": marshal.dumps(_plain(record), 2)})
        writer.change("traces", output, {url: traces.packed[url] for url in new}, gone)
        rows = {url: marshal.dumps(row, 2) for url, row in new.items()}
        revision = writer.change("pages", output, rows, gone)
        change_manifest(writer, output, owners_of(record), manifest)
    return SavedPages(revision, traces)


def _plain(record: BuildRecord) -> tuple[Any, ...]:
    """A record as plain values, with its files."""
    key, checked, notes, cleaning = record.summary
    outcome = (
        (record.metadata, record.rendering, record.everything), record.validity, record.articles,
        record.pages, record.due, plain_diagnostics(record.diagnostics), record.inputs,
    )  # fmt: skip
    summary = (key, checked, plain_diagnostics(notes), {path: tuple(row) for path, row in cleaning.items()})
    return outcome, summary, _pack_files(record.traces)


# --- the manifest -----------------------------------------------------------------------------------------


def owners_of(record: BuildRecord) -> dict[str, str]:
    """The builder of each file of a build, by path."""
    return {path: builder for path, (builder, _) in record.traces.files.items()}


def load_manifest(file: CacheFile, output: str) -> dict[str, str]:
    """The builder of each output file, by path.

    Files are recorded before they are put in place, and apart from the pages. So no file is ever without an
    owner, even if a build was killed or the rows of its pages were damaged.
    """
    return dict(file.read_as(_owner_of, "manifest", output).values)


def _owner_of(row: bytes) -> tuple[str, str]:
    builder, _, path = row.decode().partition("\n")
    return path, intern(builder)


def change_manifest(
    writer: Writer, output: str, owners: Mapping[str, str], before: Mapping[str, str]
) -> None:
    """Record the builder of each output file; ``before`` is what the file has."""
    new = {path: owner_row(path, one) for path, one in owners.items() if before.get(path) != one}
    writer.change("manifest", output, new, before.keys() - owners.keys())
