"""The results of reading: a row for each source file, and bodies in another table.

A row holds the stat, the digests, the head and the diagnostics of a file. All rows are loaded at the start of
a build; heads are unpacked and bodies read on demand, since an edit of one body needs few of them.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from briefgen.cache.database import CacheFile, DamagedError, unmarshal_row
from briefgen.model import (
    Article,
    Body,
    CleaningCounts,
    Diagnostic,
    Doubt,
    Edit,
    EditionFile,
    Location,
    PackedBody,
    ReadResult,
    Reference,
    StoredBody,
)
from briefgen.util.hashing import digest, digest_bytes

Head = TypeVar("Head", Article, EditionFile)


class Packed(NamedTuple):
    """A reading whose head is still packed."""

    head: bytes
    body: Body | PackedBody | StoredBody | None
    diagnostics: tuple[Diagnostic, ...]

    def unpack(self) -> ReadResult:
        """The reading as it was."""
        article, edition, page = marshal.loads(self.head)  # noqa: S302 - packed by this very code
        return ReadResult(
            head_of(Article, article),
            self.body,
            self.diagnostics,
            head_of(EditionFile, edition),
            head_of(Article, page),
        )


class CachedReading(NamedTuple):
    """One file's reading, with the file's stat, the digest of its bytes and its pipeline's.

    ``mark`` is the digest of all that grouping needs of the file except its body (whose digest is ``text``)
    and signature. It is empty for a file in error. ``cleaning`` counts what cleaning did to the file.
    """

    stat: tuple[int, ...]
    source: str
    key: str
    mark: str
    text: str
    reading: ReadResult | Packed
    cleaning: CleaningCounts = CleaningCounts()

    @classmethod
    def of(cls, stat: tuple[int, ...], source: str, key: str, result: ReadResult) -> CachedReading:
        """The reading of a file, with its digests."""
        head = result.head or result.edition
        if head is None:
            return cls(stat, source, key, "", "", result)
        mark = digest(type(head).__name__, result.page is not None, head.digest, head.references, head.places)
        body = result.body
        counts = CleaningCounts.of(body.edits, body.doubts) if isinstance(body, Body) else CleaningCounts()
        return cls(stat, source, key, mark, head.body_digest, result, counts)

    @property
    def result(self) -> ReadResult:
        """The reading."""
        return self.reading.unpack() if isinstance(self.reading, Packed) else self.reading

    @property
    def body(self) -> Body | PackedBody | StoredBody | None:
        """Its body, or its place."""
        return self.reading.body

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The diagnostics of the file."""
        return self.reading.diagnostics

    def packed(self, body: Body | PackedBody | StoredBody | None) -> CachedReading:
        """A copy with its head packed, and the body in this form."""
        if isinstance(self.reading, Packed):
            return self._replace(reading=self.reading._replace(body=body))
        head = marshal.dumps(
            tuple(map(plain_head, (self.reading.article, self.reading.edition, self.reading.page)))
        )
        return self._replace(reading=Packed(head, body, self.diagnostics))


class SavedSources(NamedTuple):
    """The readings in the cache file, and the revision of its rows."""

    revision: str = ""
    files: Mapping[str, CachedReading] = {}


def load(file: CacheFile) -> SavedSources:
    """The readings of the last build."""
    rows = file.read_as(lambda row: _from_row(unmarshal_row(row)), "sources")
    return SavedSources(rows.revision, dict(rows.values))


def save(file: CacheFile, files: Mapping[str, CachedReading], saved: SavedSources) -> SavedSources:
    """Write new readings and their bodies; return all, with their bodies stored."""
    before = saved.files.get
    new = {
        path: one
        for path, one in files.items()
        if before(path) is not one and one.key and not _is_lost(path, one, saved)
    }
    kept = {path: one for path, one in files.items() if path in new or before(path) is one}
    packed = {path: body if isinstance(body, PackedBody) else pack(body)
              for path, one in new.items() if isinstance(body := one.body, Body | PackedBody)}  # fmt: skip
    stored = {
        path: one.packed(StoredBody(path, packed[path].check) if path in packed else one.body)
        for path, one in new.items()
    }
    gone = saved.files.keys() - kept.keys()
    without_body = [path for path, one in new.items() if one.body is None]
    with file.write() as writer:
        if writer.revision("sources") != saved.revision:
            return saved._replace(files=files)  # another process has read the same files meanwhile
        writer.change(
            "bodies", "", {path: body.payload for path, body in packed.items()}, [*gone, *without_body]
        )
        rows = {path: marshal.dumps(_row(path, one), 2) for path, one in stored.items()}
        revision = writer.change("sources", "", rows, gone)
    return SavedSources(revision, {**kept, **stored})


def load_body(file: CacheFile, stored: StoredBody) -> Body | None:
    """A body from the cache file, or None if it is missing or damaged."""
    try:
        payload = file.read_one("bodies", "", stored.path)
    except DamagedError:
        payload = None
    if payload is None or digest_bytes(payload) != stored.check:
        file.lost.add(stored.path)
        return None
    return _to_body(marshal.loads(payload))  # noqa: S302 - its digest holds


def _is_lost(path: str, one: CachedReading, saved: SavedSources) -> bool:
    """Whether a reading's body is missing; the next build then reads the source again."""
    if not isinstance(one.body, StoredBody):
        return False
    return path not in saved.files or saved.files[path].body != one.body


# --- values to plain tuples and back ----------------------------------------------------------------------


def pack(body: Body) -> PackedBody:
    """A body as the bytes that will be stored."""
    payload = marshal.dumps(_from_body(body))
    return PackedBody(payload, digest_bytes(payload))


def unpack(packed: PackedBody) -> Body:
    """A body out of its bytes."""
    return _to_body(marshal.loads(packed.payload))  # noqa: S302 - it was packed by this very code


def depart(one: CachedReading) -> tuple[Any, ...]:
    """A reading as plain values, as a forked worker sends it."""
    body = one.body
    packed = tuple(pack(body)) if isinstance(body, Body) else None
    return (*_row("", one.packed(None)), packed)


def arrive(row: tuple[Any, ...]) -> CachedReading:
    """The reading that a worker sent."""
    *values, packed = row
    return _from_row(tuple(values))[1].packed(PackedBody._make(packed) if packed else None)


def _row(path: str, one: CachedReading) -> tuple[Any, ...]:
    """A packed reading as plain values."""
    assert isinstance(one.reading, Packed)  # noqa: S101 - for the checker of types
    head, body, diagnostics = one.reading
    check = body.check if isinstance(body, StoredBody) else ""
    return (path, *one[:5], head, check, plain_diagnostics(diagnostics), tuple(one.cleaning))


def _from_row(row: tuple[Any, ...]) -> tuple[str, CachedReading]:
    path, *values, head, check, diagnostics, counts = row
    body = StoredBody(path, check) if check else None
    packed = Packed(head, body, diagnostics_of(diagnostics))
    return path, CachedReading._make((*values, packed, CleaningCounts._make(counts)))


def plain_head(head: Article | EditionFile | None) -> tuple[Any, ...] | None:
    """The head of an article or an edition file as plain values."""
    return tuple(head._replace(references=_plain(head.references))) if head else None


def head_of(kind: type[Head], values: Any) -> Head | None:
    """A head from its plain values."""
    if values is None:
        return None
    head = kind._make(values)
    return head._replace(references=_references(head.references))


def plain_diagnostics(diagnostics: tuple[Diagnostic, ...]) -> tuple[Any, ...]:
    """Diagnostics as plain tuples."""
    return tuple([(*d[:2], tuple(d[2]), *d[3:]) for d in diagnostics])


def diagnostics_of(rows: tuple[Any, ...]) -> tuple[Diagnostic, ...]:
    """Diagnostics from their plain tuples."""
    return tuple([Diagnostic(d[0], d[1], Location._make(d[2]), d[3], d[4]) for d in rows]) if rows else ()


def _from_body(body: Body) -> tuple[Any, ...]:
    edits = tuple((e.rule, e.line, e.before, e.after, e.reason, e.end, e.into) for e in body.edits)
    doubts = tuple((d.rule, d.line, d.reason) for d in body.doubts)
    return body.parts, _plain(body.references), body.words, edits, doubts, body.digest


def _to_body(values: tuple[Any, ...]) -> Body:
    parts, references, words, edits, doubts, mark = values
    marks = (tuple(Edit(*e) for e in edits), tuple(Doubt(*d) for d in doubts))
    return Body(parts, _references(references), words, *marks, mark)


def _plain(references: tuple[Reference, ...]) -> Any:
    return tuple((r.kind, r.target, tuple(r.location), r.show) for r in references)


def _references(values: Any) -> tuple[Reference, ...]:
    return tuple(Reference(kind, target, Location(*at), show) for kind, target, at, show in values)
