"""Cleaning done again: an article file's own text cleaned in place, and an article made anew of its raw input with the rules of today."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from briefgen.cleaning import RULESET
from briefgen.importing import formats
from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.importer import EDITED, KNOWN, UPDATED, Outcome, changed
from briefgen.importing.normalize import KEYS, settle
from briefgen.importing.raw_store import FOLDER, RawStore
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading import frontmatter
from briefgen.schema import read_fields
from briefgen.schema.yaml_edit import rewrite
from briefgen.util.files import replace_file
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from briefgen.importing.raw_store import Record
    from briefgen.model import Article, Line, Source
    from briefgen.reading.pipeline import Pipeline
    from briefgen.reading.prepare import Prepared

_KEPT = ("title", "date", "lang", "source", "url")
"""What an article's front matter says of these is what cleaning goes by, whatever the raw input said."""


def cleaned_text(source: Source, prepared: Prepared) -> str:
    """A file's text as cleaning leaves it; what was found in the text joins the front matter. A clean file stays as it is."""
    parts = frontmatter.split(source.text, source.path)
    if isinstance(parts, Diagnostic) or not prepared.cleaned.edits:
        return source.text
    declared = prepared.declared
    found = {key: said for key in KEYS if key not in declared.places and (said := prepared.said(key))}
    end = "\r\n" if "\r\n" in source.text else "\n"
    head = rewrite(parts.head or "", source.path, found, offset=1, line_end=end) if found else parts.head
    fence = f"---{end}"
    body = "".join(line.text + line.end for line in _without_gaps(prepared.cleaned.draft.lines))
    return f"{fence}{head}{fence}{body}" if head else body


def _without_gaps(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without the second of two empty ones between which something was removed."""
    before: Line | None = None
    for line in lines:
        gap = before is not None and line.number > before.number + 1 and not before.text.strip()
        before = line
        if not (gap and not line.text.strip()):
            yield line


def records(root: Path, articles: Iterable[Article], since: int | None) -> list[tuple[Record, str]]:
    """What is known of each article that was added, with its path; with ``since`` only what that rule set cleaned, or an older one."""
    paths = {posixpath.basename(article.id): article.path for article in articles}
    return [
        (record, paths[record.id])
        for record in RawStore(root).records()
        if record.takes and record.id in paths and (since is None or record.takes[-1].ruleset <= since)
    ]


def again(
    record: Record, path: str, root: Path, pipeline: Pipeline, now: datetime, *, write: bool
) -> Outcome:
    """An article made anew of the last input that it came in; what somebody changed since is not written over.

    Raises:
        BriefgenError: when the input is refused today.
        OSError: when a file cannot be read or written.
        ValueError: when the raw input is not the one that was stored.
    """
    store, last = RawStore(root), record.takes[-1]
    parts = frontmatter.split((root / path).read_text("utf-8"), path)
    if isinstance(parts, Diagnostic):
        raise BriefgenError(parts)
    values = read_fields(frontmatter.FIELDS, parts.head or "", path).values
    given = {key: values[key] for key in _KEPT if values[key]}
    new = settle(_arrival(record, store), given, pipeline, now)
    changes = changed(parts.body, new.body)
    if changes and digest(parts.body.strip()) != last.body:
        return Outcome(EDITED, path, new, changes)
    if write:
        if changes:
            replace_file(root / path, f"---\n{parts.head or ''}---\n\n{new.body}".encode())
        take = last._replace(body=digest(new.body.strip()), ruleset=RULESET)
        store.remember(record._replace(takes=(*record.takes[:-1], take)))
    return Outcome(UPDATED if changes else KNOWN, path, new, changes)


def _arrival(record: Record, store: RawStore) -> ImportedDocument:
    last = record.takes[-1]
    given = Input(f"{FOLDER}/{last.raw}", store.fetch(last.raw), url=last.url)
    found = (one for one in formats.arrivals(given, record.columns) if isinstance(one, ImportedDocument))
    try:
        return next(one for one in found if one.item == last.item)
    except StopIteration:
        raise ValueError(f"{given.origin} does not hold it any more") from None
