"""Clean again: an article file in place, or an article from its raw input."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from briefgen.cleaning import RULESET
from briefgen.importing import formats
from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.importer import EDITED, KNOWN, UPDATED, Outcome, paragraph_changes
from briefgen.importing.normalize import KEYS, normalize
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

    from briefgen.importing.raw_store import ImportRecord
    from briefgen.model import Article, Line, Source
    from briefgen.reading.pipeline import Pipeline
    from briefgen.reading.prepare import Prepared

_KEPT = ("title", "date", "lang", "source", "url")
"""Keys that cleaning takes from the article's front matter, not from the raw input."""


def cleaned_text(source: Source, prepared: Prepared) -> str:
    """The cleaned text of a file; findings are added to its front matter."""
    parts = frontmatter.split(source.text, source.path)
    if isinstance(parts, Diagnostic) or not prepared.cleaned.edits:
        return source.text
    declared = prepared.declared
    additions = {key: text for key in KEYS if key not in declared.places and (text := prepared.text_of(key))}
    end = "\r\n" if "\r\n" in source.text else "\n"
    head = (
        rewrite(parts.head or "", source.path, additions, offset=1, line_end=end) if additions else parts.head
    )
    fence = f"---{end}"
    body = "".join(line.text + line.end for line in _without_gaps(prepared.cleaned.draft.lines))
    return f"{fence}{head}{fence}{body}" if head else body


def _without_gaps(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without the second of two empty lines around a removed one."""
    before: Line | None = None
    for line in lines:
        gap = before is not None and line.number > before.number + 1 and not before.text.strip()
        before = line
        if not (gap and not line.text.strip()):
            yield line


def records(root: Path, articles: Iterable[Article], since: int | None) -> list[tuple[ImportRecord, str]]:
    """The record and path of each added article, cleaned by rule set ``since`` or older."""
    paths = {posixpath.basename(article.id): article.path for article in articles}
    return [
        (record, paths[record.id])
        for record in RawStore(root).records()
        if record.takes and record.id in paths and (since is None or record.takes[-1].ruleset <= since)
    ]


def reimport(
    record: ImportRecord, path: str, root: Path, pipeline: Pipeline, now: datetime, *, write: bool
) -> Outcome:
    """Make an article again from its last input, unless somebody has changed it since.

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
    overrides = {key: values[key] for key in _KEPT if values[key]}
    new = normalize(_document(record, store), overrides, pipeline, now)
    changes = paragraph_changes(parts.body, new.body)
    if changes and digest(parts.body.strip()) != last.body:
        return Outcome(EDITED, path, new, changes)
    if write:
        if changes:
            replace_file(root / path, f"---\n{parts.head or ''}---\n\n{new.body}".encode())
        take = last._replace(body=digest(new.body.strip()), ruleset=RULESET)
        store.remember(record._replace(takes=(*record.takes[:-1], take)))
    return Outcome(UPDATED if changes else KNOWN, path, new, changes)


def _document(record: ImportRecord, store: RawStore) -> ImportedDocument:
    last = record.takes[-1]
    payload = Input(f"{FOLDER}/{last.raw}", store.fetch(last.raw), url=last.url)
    documents = (
        one for one in formats.read_documents(payload, record.columns) if isinstance(one, ImportedDocument)
    )
    try:
        return next(one for one in documents if one.item == last.item)
    except StopIteration:
        raise ValueError(f"{payload.origin} no longer has this article") from None
