"""Clean again: an article file in place, or an article from its raw input."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefgen.config.folders import RAW
from briefgen.importing.document import ImportedDocument, Input
from briefgen.importing.importer import (
    EDITED,
    KNOWN,
    UPDATED,
    Outcome,
    ledger_of,
    paragraph_changes,
    with_body,
)
from briefgen.importing.local_pictures import LocalPictures
from briefgen.importing.normalize import KEYS, normalize
from briefgen.importing.raw_store import ImportRecord, RawStore
from briefgen.importing.remake import Remaker, document_in, overrides_of
from briefgen.model import Article, Diagnostic, Line, Source
from briefgen.model.diagnostics import BriefgenError
from briefgen.project_files.backups import Change, name_of
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.text_file import TextFile
from briefgen.project_files.writer import write_file
from briefgen.reading import frontmatter
from briefgen.reading.head_forms import YAML
from briefgen.reading.import_ledger import KEY
from briefgen.reading.prepare import Prepared
from briefgen.schema.yaml_edit import rewrite
from briefgen.util.hashing import digest


def cleaned_text(source: Source, prepared: Prepared) -> str:
    """The cleaned text of a file; findings are added to its front matter."""
    parts = frontmatter.split(source.text, source.path)
    if isinstance(parts, Diagnostic) or not prepared.cleaned.edits:
        return source.text
    body = "".join(line.text + line.end for line in _without_gaps(prepared.cleaned.draft.lines))
    if parts.form != YAML or not parts.offset:
        return source.text[: len(source.text) - len(parts.body)] + body
    declared = prepared.declared
    additions = {key: text for key in KEYS if key not in declared.places and (text := prepared.text_of(key))}
    end = "\r\n" if "\r\n" in source.text else "\n"
    head = (
        rewrite(parts.head or "", source.path, additions, offset=1, line_end=end) if additions else parts.head
    )
    fence = f"---{end}"
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


def reimport(record: ImportRecord, path: str, remaker: Remaker, *, write: bool) -> Outcome:
    """Make an article again from its last input, unless somebody has changed it since.

    Raises:
        BriefgenError: when the input is refused today.
        OSError: when a file cannot be read or written.
        ValueError: when the raw input is not the one that was stored.
    """
    root, last = remaker.root, record.takes[-1]
    file = TextFile((root / path).read_bytes())
    text = file.text
    parts = frontmatter.split(text, path)
    if isinstance(parts, Diagnostic):
        raise BriefgenError(parts)
    document = document_of(record, RawStore(root))
    new = normalize(document, overrides_of(parts, path), remaker.pipeline, remaker.now)
    pictures = LocalPictures.beside((root / path).parent, new.body)
    body = pictures.web(parts.body)
    changes = paragraph_changes(body, new.body)
    if changes and digest(body.strip()) != last.body:
        return Outcome(EDITED, path, new, changes)
    if write:
        ledger = ledger_of(document, new, last.raw, record.columns)
        store = RawStore(root)
        store.keep_ledger(ledger)
        if changes:
            head = {KEY: name_of(ledger.to_bytes(), ".json")}
            after = file.with_text(with_body(text, path, head, pictures.local(new.body)))
            target = ProjectFile(root, path, Kind.ARTICLE, remaker.pipeline.content)
            write_file(target, Change(file.data, after, new.edits))
        store.note_remake(record.id, ledger)
    return Outcome(UPDATED if changes else KNOWN, path, new, changes)


def document_of(record: ImportRecord, store: RawStore) -> ImportedDocument:
    """The last input of an article."""
    last = record.takes[-1]
    ledger = store.ledger(last.ledger)
    kind = ledger.kind if ledger else ""
    payload = Input(f"{RAW}/{last.raw}", store.fetch(last.raw), kind, last.url)
    return document_in(payload, last.item, record.columns, plain=bool(ledger and ledger.plain))
