"""Add documents to a project: each is new, known already, or an update."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning import RULESET
from briefgen.importing.normalize import KEYS, normalize
from briefgen.importing.raw_store import RawStore, Take
from briefgen.model import Diagnostic
from briefgen.reading import frontmatter
from briefgen.schema import read_fields
from briefgen.schema.yaml_edit import rewrite
from briefgen.util.files import replace_file
from briefgen.util.hashing import digest
from briefgen.util.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.known_articles import KnownArticles, Match
    from briefgen.importing.normalize import NormalizedArticle
    from briefgen.reading.pipeline import Pipeline
    from briefgen.schema.yaml_edit import Value

ADDED, KNOWN, UPDATED, EDITED = "added", "known", "updated", "edited"
"""What becomes of a document; ``EDITED``: both the outlet and somebody here changed it."""


class Outcome(NamedTuple):
    """What became of a document, its file, and the paragraphs removed (-) and added (+).

    ``like`` is the article of another outlet with the same text; the two will share a story.
    """

    what: str
    path: str
    new: NormalizedArticle
    changes: tuple[str, ...] = ()
    like: Match | None = None


@dataclass(frozen=True)
class Importer:
    """One run of ``briefgen add``. ``dry`` writes nothing; ``anyway`` adds duplicates too.

    ``date_order`` says whether days or months stand first, whatever the input shows.
    """

    root: Path
    pipeline: Pipeline
    known: KnownArticles
    now: datetime
    overrides: Mapping[str, Value] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    dry: bool = False
    anyway: bool = False

    def add_document(self, document: ImportedDocument) -> Outcome:
        """Add one document.

        Raises:
            BriefgenError: when it has no article.
            OSError: when a file cannot be read or written.
        """
        if self.date_order:
            document = replace(document, date_order=self.date_order)
        new = normalize(document, self.overrides, self.pipeline, self.now)
        match = None if self.anyway else self.known.find(new)
        if match is None:
            return (
                Outcome(KNOWN, known, new)
                if (known := self._unchanged_path(new))
                else self._add(document, new)
            )
        if match.overlap and _elsewhere(new, match):
            return self._add(document, new, match)
        if match.overlap or not (self.root / match.path).exists():  # as in a dry run
            return Outcome(KNOWN, match.path, new)
        return self._again(document, new, match)

    def _add(self, document: ImportedDocument, new: NormalizedArticle, like: Match | None = None) -> Outcome:
        stem = self._free(new)
        path = self._path(new, stem)
        outcome = Outcome(ADDED, path, new, like=like)
        if not self.dry:
            replace_file(self.root / path, article_text(new, stem, path, self._fetch_time(document)).encode())
            self._remember(document, new, stem)
        self.known.add(path, stem, new)
        return outcome

    def _again(self, document: ImportedDocument, new: NormalizedArticle, match: Match) -> Outcome:
        """Update an article with the same address, if its outlet has changed it."""
        parts = frontmatter.split((self.root / match.path).read_text("utf-8"), match.path)
        record = RawStore(self.root).record(match.key)
        last = record.takes[-1] if record.takes else None
        same = last is not None and last.body == digest(new.body.strip())
        if same or isinstance(parts, Diagnostic) or not (changes := paragraph_changes(parts.body, new.body)):
            return Outcome(KNOWN, match.path, new)
        ours = last is not None and last.body == digest(parts.body.strip())
        if not self.dry:
            if last is not None and ours:
                self._update(parts, new, last, match.path)
            self._remember(document, new, match.key)
        return Outcome(UPDATED if ours else EDITED, match.path, new, changes)

    def _update(self, parts: frontmatter.Parts, new: NormalizedArticle, last: Take, path: str) -> None:
        """Write the new text. Keep other front matter and a title edited here."""
        old = read_fields(frontmatter.FIELDS, parts.head or "", path).values["title"]
        changes = {"updated": str(new.fields.get("updated", self._moment))}
        if old == last.title != new.title:
            changes["title"] = new.title
        head = rewrite(parts.head or "", path, changes, offset=1)
        replace_file(self.root / path, f"---\n{head}---\n\n{new.body}".encode())

    @property
    def _moment(self) -> str:
        """Now, as front matter has it."""
        return self.now.isoformat(" ", "minutes")

    def _unchanged_path(self, new: NormalizedArticle) -> str:
        """The file with the same name and text: short texts have no MinHash."""
        path = self._path(new, new.stem)
        takes = RawStore(self.root).record(new.stem).takes
        same = not self.anyway and takes and takes[-1].body == digest(new.body.strip())
        return path if same and (self.root / path).exists() else ""

    def _path(self, new: NormalizedArticle, stem: str) -> str:
        return f"{self.pipeline.content}/{new.day[:4]}/{stem}.md"

    def _fetch_time(self, document: ImportedDocument) -> Mapping[str, Value]:
        return {"fetched": self._moment} if "://" in document.origin else {}

    def _remember(self, document: ImportedDocument, new: NormalizedArticle, key: str) -> None:
        store = RawStore(self.root)
        take = Take(
            store.keep(document.raw, document.suffix), document.item, str(new.fields.get("url", "")),
            new.title, digest(new.body.strip()), RULESET, self.now.isoformat(" ", "seconds"),
        )  # fmt: skip
        record = store.record(key)
        store.remember(record._replace(takes=(*record.takes, take), columns=dict(self.columns)))

    def _free(self, new: NormalizedArticle) -> str:
        """A name that is not yet the file name or id of an article."""
        stem, n = new.stem, 1
        while self.known.has(stem) or (self.root / self._path(new, stem)).exists():
            n += 1
            stem = f"{new.stem}-{n}"
        return stem


def _elsewhere(new: NormalizedArticle, match: Match) -> bool:
    """Whether the match is of another outlet, as with agency reports: both are kept."""
    source = fold(str(new.fields.get("source", "")))
    return bool(source and match.source) and source != fold(match.source)


def article_text(new: NormalizedArticle, key: str, path: str, more: Mapping[str, Value]) -> str:
    """The whole file of an article."""
    fields = {**new.fields, "id": key, **more}
    head = rewrite("", path, {name: fields[name] for name in KEYS if name in fields})
    return f"---\n{head}---\n\n{new.body}"


def paragraph_changes(old: str, new: str) -> tuple[str, ...]:
    """The paragraphs removed (- …) and added (+ …) between two bodies."""
    before, after = ([p.strip() for p in text.split("\n\n") if p.strip()] for text in (old, new))
    changes: list[str] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            changes += [f"- {text}" for text in before[a:b]] + [f"+ {text}" for text in after[c:d]]
    return tuple(changes)
