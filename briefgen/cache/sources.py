"""The first memory, file -> ReadResult, on disk: heads in one file that is loaded whole, bodies in another that is read one by one.

``reads`` holds, as one marshalled value, the stat, the digests, the head and the diagnostics of every file. A head is packed by itself
and unpacked when somebody looks at it: an edit of one body looks at few. ``bodies-N`` holds the bodies one behind the other; ``reads`` says where each lies. New bodies are added at the end, and when more than half of the file is
no longer referred to it is written anew under the next number. ``reads`` is replaced in one step, after the bodies that it refers
to: whenever a build ends, the two fit together.
"""

from __future__ import annotations

import marshal
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.cache import store
from briefgen.model import (
    Article,
    Body,
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HEADS = "reads"
BODIES = "bodies-{}"
WASTE = 2
"""How many times as long as what it is needed for the file of bodies may become."""


class Packed(NamedTuple):
    """A reading of which only the head is still to be unpacked."""

    head: bytes
    body: Body | PackedBody | StoredBody | None
    diagnostics: tuple[Diagnostic, ...]

    def unpack(self) -> ReadResult:
        """The reading as it was."""
        article, edition = marshal.loads(self.head)  # noqa: S302 - packed by this very code
        return ReadResult(
            _to_article(article), self.body, self.diagnostics, edition_of(edition) if edition else None
        )


class CachedReading(NamedTuple):
    """One file's reading: the stat it had, the digest of its bytes, the digest of the pipeline that read it, and the reading.

    ``mark`` is the digest of all that grouping takes of the file, but for its body (whose digest is ``text``) and the sketch of that. It
    is empty for a file in error.
    """

    stat: tuple[int, ...]
    source: str
    key: str
    mark: str
    text: str
    reading: ReadResult | Packed

    @classmethod
    def of(cls, stat: tuple[int, ...], source: str, key: str, result: ReadResult) -> CachedReading:
        """What is to be remembered of a file that was read."""
        head = result.article or result.edition
        if head is None:
            return cls(stat, source, key, "", "", result)
        mark = digest(type(head).__name__, head.digest, head.references, head.places)
        return cls(stat, source, key, mark, head.body_digest, result)

    @property
    def result(self) -> ReadResult:
        """The reading."""
        return self.reading.unpack() if isinstance(self.reading, Packed) else self.reading

    @property
    def body(self) -> Body | PackedBody | StoredBody | None:
        """Its body, or where that is."""
        return self.reading.body

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What there is to tell of the file."""
        return self.reading.diagnostics

    def packed(self, body: Body | PackedBody | StoredBody | None) -> CachedReading:
        """The same with its head packed, and the body in this form."""
        if isinstance(self.reading, Packed):
            return self._replace(reading=self.reading._replace(body=body))
        head = marshal.dumps(
            (
                _from_article(self.reading.article),
                plain_edition(self.reading.edition) if self.reading.edition else None,
            )
        )
        return self._replace(reading=Packed(head, body, self.diagnostics))


@dataclass(frozen=True, slots=True)
class BlobStore:
    """The file of bodies that a set of readings refers to; ``number`` 0 is none yet."""

    root: Path
    number: int = 0

    def body(self, stored: StoredBody) -> Body | None:
        """A body out of the file, or None where it is not, or not whole, any more."""
        try:
            with self._path().open("rb", buffering=0) as file:
                file.seek(stored.offset)
                payload = file.read(stored.length)
        except OSError:
            return None
        return _to_body(marshal.loads(payload)) if digest_bytes(payload) == stored.check else None  # noqa: S302 - its digest holds

    def add(self, bodies: Iterable[Body | PackedBody]) -> list[StoredBody]:
        """Put bodies at the end of the file and say where they are.

        Raises:
            OSError: when they cannot be written.
        """
        stored = []
        store.make_folder(self.root)
        with self._path().open("ab") as file:
            at = file.seek(0, os.SEEK_END)
            for body in bodies:
                packed = pack(body) if isinstance(body, Body) else body
                file.write(packed.payload)
                stored.append(StoredBody(at, len(packed.payload), packed.check))
                at += len(packed.payload)
        return stored

    def size(self) -> int:
        """How long the file is."""
        try:
            return self._path().stat().st_size
        except OSError:
            return 0

    def remove(self) -> None:
        """Take the file away."""
        self._path().unlink(missing_ok=True)

    def remove_others(self) -> None:
        """Take away the files of all other numbers."""
        for path in (self.root / store.FOLDER).glob(BODIES.format("*")):
            if path != self._path():
                path.unlink(missing_ok=True)

    def _path(self) -> Path:
        return self.root / store.FOLDER / BODIES.format(self.number)


class Loaded(NamedTuple):
    """What the last build remembered of the files, where its bodies are, and why there is nothing (empty where all is well)."""

    files: dict[str, CachedReading]
    shelf: BlobStore
    why: str = ""


def load(root: Path) -> Loaded:
    """The readings of the last build."""
    value, why = store.load(root / store.FOLDER / HEADS)
    if value is None:
        return Loaded({}, BlobStore(root), why)
    number, key, rows = value
    return Loaded({row[0]: _remembered(row, key) for row in rows}, BlobStore(root, number))


def save(files: Mapping[str, CachedReading], shelf: BlobStore) -> tuple[dict[str, CachedReading], BlobStore]:
    """Write the readings, and those bodies that are not on the shelf yet; gives them back with all their bodies there.

    Raises:
        OSError: when they cannot be written.
    """
    live = sum([one.body.length for one in files.values() if isinstance(one.body, StoredBody)])
    if not shelf.number or shelf.size() > WASTE * live + (1 << 20):
        files, shelf = _unshelved(files, shelf), BlobStore(shelf.root, shelf.number + 1)
        shelf.remove()  # left by a build that was cut off, or by another version
    kept = _shelved(files, shelf)
    key = next((one.key for one in kept.values() if one.key), "")
    rows = [_row(path, one) for path, one in kept.items() if one.key == key]
    store.save(shelf.root / store.FOLDER / HEADS, (shelf.number, key, rows), shared=False)
    shelf.remove_others()
    return kept, shelf


def _unshelved(files: Mapping[str, CachedReading], shelf: BlobStore) -> dict[str, CachedReading]:
    """The readings with their bodies in hand; one whose body is lost is forgotten, and so will be read again."""
    out = {}
    for path, one in files.items():
        body = shelf.body(one.body) if isinstance(one.body, StoredBody) else one.body
        if body is not None or one.body is None:
            out[path] = one.packed(body)
    return out


def _shelved(files: Mapping[str, CachedReading], shelf: BlobStore) -> dict[str, CachedReading]:
    new = {path: one.body for path, one in files.items() if isinstance(one.body, Body | PackedBody)}
    places = dict(zip(new, shelf.add(new.values()), strict=True)) if new else {}
    return {
        path: one.packed(places.get(path, one.body))
        if path in places or not isinstance(one.reading, Packed)
        else one
        for path, one in files.items()
    }


# --- values to plain tuples and back ----------------------------------------------------------------------


def pack(body: Body) -> PackedBody:
    """A body as the bytes that will be stored."""
    payload = marshal.dumps(_from_body(body))
    return PackedBody(payload, digest_bytes(payload))


def unpack(packed: PackedBody) -> Body:
    """A body out of its bytes."""
    return _to_body(marshal.loads(packed.payload))  # noqa: S302 - it was packed by this very code


def depart(one: CachedReading) -> tuple[Any, ...]:
    """A reading as plain values and bytes, as a forked worker sends it home."""
    body = one.body
    packed = tuple(pack(body)) if isinstance(body, Body) else None
    return (*_row("", one.packed(None)), one.key, packed)


def arrive(row: tuple[Any, ...]) -> CachedReading:
    """What a worker sent."""
    *values, key, packed = row
    return _remembered(tuple(values), key).packed(PackedBody._make(packed) if packed else None)


def _row(path: str, one: CachedReading) -> tuple[Any, ...]:
    """A packed reading as plain values."""
    assert isinstance(one.reading, Packed)  # noqa: S101 - for the checker of types
    head, body, diagnostics = one.reading
    stored = tuple(body) if isinstance(body, StoredBody) else None
    return path, one.stat, one.source, one.mark, one.text, head, stored, plain_diagnostics(diagnostics)


def _remembered(row: tuple[Any, ...], key: str) -> CachedReading:
    _, stat, source, mark, text, head, stored, told = row
    body = StoredBody._make(stored) if stored else None
    return CachedReading(stat, source, key, mark, text, Packed(head, body, diagnostics_of(told)))


def _from_article(article: Article | None) -> tuple[Any, ...] | None:
    if article is None or not article.references:
        return None if article is None else tuple(article)
    return tuple(article._replace(references=_plain(article.references)))


def _to_article(values: Any) -> Article | None:
    if values is None:
        return None
    article = Article._make(values)
    return article._replace(references=_references(article.references)) if article.references else article


def plain_edition(edition: EditionFile) -> tuple[Any, ...]:
    """An edition file as plain values."""
    return tuple(edition._replace(references=_plain(edition.references)))


def edition_of(values: tuple[Any, ...]) -> EditionFile:
    """An edition file out of its plain values."""
    edition = EditionFile._make(values)
    return edition._replace(references=_references(edition.references))


def plain_diagnostics(diagnostics: tuple[Diagnostic, ...]) -> tuple[Any, ...]:
    """Diagnostics as plain tuples."""
    return tuple([(*d[:2], tuple(d[2]), *d[3:]) for d in diagnostics])


def diagnostics_of(rows: tuple[Any, ...]) -> tuple[Diagnostic, ...]:
    """Diagnostics out of their plain tuples."""
    return tuple([Diagnostic(d[0], d[1], Location._make(d[2]), d[3], d[4]) for d in rows]) if rows else ()


def _from_body(body: Body) -> tuple[Any, ...]:
    edits = tuple((e.rule, e.line, e.before, e.after, e.reason, e.end, e.into) for e in body.edits)
    doubts = tuple((d.rule, d.line, d.reason) for d in body.doubts)
    return body.parts, _plain(body.references), body.words, edits, doubts, body.digest


def _to_body(values: tuple[Any, ...]) -> Body:
    parts, references, words, edits, doubts, mark = values
    return Body(
        parts,
        _references(references),
        words,
        tuple(Edit(*e) for e in edits),
        tuple(Doubt(*d) for d in doubts),
        mark,
    )


def _plain(references: tuple[Reference, ...]) -> Any:
    return tuple((r.kind, r.target, tuple(r.location), r.show) for r in references)


def _references(values: Any) -> tuple[Reference, ...]:
    return tuple(Reference(kind, target, Location(*at), show) for kind, target, at, show in values)
