"""Arrivals into a project: each is added, known already, or an update of what is there."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning import RULESET
from briefgen.importing.normalize import KEYS, settle
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
    from briefgen.importing.normalize import Settled
    from briefgen.reading.pipeline import Pipeline
    from briefgen.schema.yaml_edit import Value

ADDED, KNOWN, UPDATED, EDITED = "added", "known", "updated", "edited"
"""What becomes of an arrival; ``EDITED``: the outlet changed it, and so did somebody here, who must decide."""


class Outcome(NamedTuple):
    """What became of an arrival, the article's file, and for an update the paragraphs that went (-) and came (+).

    ``like`` is what another outlet has of the same text, which will stand beside it in one story.
    """

    what: str
    path: str
    new: Settled
    changes: tuple[str, ...] = ()
    like: Match | None = None


@dataclass(frozen=True)
class Importer:
    """One run of ``briefgen add``. With ``dry`` nothing is written; ``anyway`` adds what is there already."""

    root: Path
    pipeline: Pipeline
    known: KnownArticles
    now: datetime
    given: Mapping[str, Value] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    dry: bool = False
    anyway: bool = False

    def take(self, arrival: ImportedDocument) -> Outcome:
        """Take one arrival in.

        Raises:
            BriefgenError: for one that holds no article.
            OSError: when a file cannot be read or written.
        """
        new = settle(arrival, self.given, self.pipeline, self.now)
        match = None if self.anyway else self.known.find(new)
        if match is None:
            return Outcome(KNOWN, known, new) if (known := self._written(new)) else self._add(arrival, new)
        if match.overlap and _elsewhere(new, match):
            return self._add(arrival, new, match)
        if match.overlap or not (self.root / match.path).exists():  # a dry run writes none of what it knows
            return Outcome(KNOWN, match.path, new)
        return self._again(arrival, new, match)

    def _add(self, arrival: ImportedDocument, new: Settled, like: Match | None = None) -> Outcome:
        stem = self._free(new)
        path = self._path(new, stem)
        outcome = Outcome(ADDED, path, new, like=like)
        if not self.dry:
            replace_file(self.root / path, article_text(new, stem, path, self._fetched(arrival)).encode())
            self._remember(arrival, new, stem)
        self.known.add(path, stem, new)
        return outcome

    def _again(self, arrival: ImportedDocument, new: Settled, match: Match) -> Outcome:
        """An article that is there, by its address: unchanged, or told anew by its outlet."""
        parts = frontmatter.split((self.root / match.path).read_text("utf-8"), match.path)
        record = RawStore(self.root).record(match.key)
        last = record.takes[-1] if record.takes else None
        same = last is not None and last.body == digest(new.body.strip())
        if same or isinstance(parts, Diagnostic) or not (changes := changed(parts.body, new.body)):
            return Outcome(KNOWN, match.path, new)
        ours = last is not None and last.body == digest(parts.body.strip())
        if not self.dry:
            if last is not None and ours:
                self._update(parts, new, last, match.path)
            self._remember(arrival, new, match.key)
        return Outcome(UPDATED if ours else EDITED, match.path, new, changes)

    def _update(self, parts: frontmatter.Parts, new: Settled, last: Take, path: str) -> None:
        """Write what the outlet says now. The rest of the front matter stays, and so does a title that somebody gave here."""
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

    def _written(self, new: Settled) -> str:
        """The article of this name, if it was written with this very text: a short one has no signature to be known by."""
        path = self._path(new, new.stem)
        takes = RawStore(self.root).record(new.stem).takes
        same = not self.anyway and takes and takes[-1].body == digest(new.body.strip())
        return path if same and (self.root / path).exists() else ""

    def _path(self, new: Settled, stem: str) -> str:
        return f"{self.pipeline.content}/{new.day[:4]}/{stem}.md"

    def _fetched(self, arrival: ImportedDocument) -> Mapping[str, Value]:
        return {"fetched": self._moment} if "://" in arrival.origin else {}

    def _remember(self, arrival: ImportedDocument, new: Settled, key: str) -> None:
        store = RawStore(self.root)
        take = Take(
            store.keep(arrival.raw, arrival.suffix), arrival.item, str(new.fields.get("url", "")), new.title,
            digest(new.body.strip()), RULESET, self.now.isoformat(" ", "seconds"),
        )  # fmt: skip
        record = store.record(key)
        store.remember(record._replace(takes=(*record.takes, take), columns=dict(self.columns)))

    def _free(self, new: Settled) -> str:
        """A name that no article has for its file or its id."""
        stem, n = new.stem, 1
        while self.known.has(stem) or (self.root / self._path(new, stem)).exists():
            n += 1
            stem = f"{new.stem}-{n}"
        return stem


def _elsewhere(new: Settled, match: Match) -> bool:
    """Whether another outlet has the text, as with what comes from an agency: that is news of its own to a briefing."""
    source = fold(str(new.fields.get("source", "")))
    return bool(source and match.source) and source != fold(match.source)


def article_text(new: Settled, key: str, path: str, more: Mapping[str, Value]) -> str:
    """The whole file of an article."""
    fields = {**new.fields, "id": key, **more}
    head = rewrite("", path, {name: fields[name] for name in KEYS if name in fields})
    return f"---\n{head}---\n\n{new.body}"


def changed(old: str, new: str) -> tuple[str, ...]:
    """The paragraphs of a body that went (- …) and came (+ …)."""
    before, after = ([p.strip() for p in text.split("\n\n") if p.strip()] for text in (old, new))
    found: list[str] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            found += [f"- {text}" for text in before[a:b]] + [f"+ {text}" for text in after[c:d]]
    return tuple(found)
