"""Arrivals into a project: each is added, known already, or an update of what is there."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning import RULESET
from briefgen.environment.digest import digest
from briefgen.fields import read_fields
from briefgen.fields.rewrite import rewrite
from briefgen.importing.raw import RawStore, Take, write_whole
from briefgen.importing.settle import KEYS, settle
from briefgen.model import Diagnostic
from briefgen.reading import frontmatter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from briefgen.fields.rewrite import Value
    from briefgen.importing.arrival import Arrival
    from briefgen.importing.known import Known, Match
    from briefgen.importing.settle import Settled
    from briefgen.reading.prepare import Pipeline

ADDED, KNOWN, UPDATED, EDITED = "added", "known", "updated", "edited"
"""What becomes of an arrival; ``EDITED``: the outlet changed it, and so did somebody here, who must decide."""


class Outcome(NamedTuple):
    """What became of an arrival, the article's file, and for an update the paragraphs that went (-) and came (+)."""

    what: str
    path: str
    new: Settled
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """One run of ``briefgen add``. With ``dry`` nothing is written; ``anyway`` adds what is there already."""

    root: Path
    pipeline: Pipeline
    known: Known
    now: datetime
    given: Mapping[str, Value] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    dry: bool = False
    anyway: bool = False

    def take(self, arrival: Arrival) -> Outcome:
        """Take one arrival in.

        Raises:
            BriefgenError: for one that holds no article.
            OSError: when a file cannot be read or written.
        """
        new = settle(arrival, self.given, self.pipeline, self.now)
        match = None if self.anyway else self.known.find(new)
        if match is None:
            return self._add(arrival, new)
        if not match.by_address:
            return Outcome(KNOWN, match.path, new)
        return self._again(arrival, new, match)

    def _add(self, arrival: Arrival, new: Settled) -> Outcome:
        stem = self._free(new)
        path = f"{self.pipeline.content}/{new.day[:4]}/{stem}.md"
        outcome = Outcome(ADDED, path, new)
        if not self.dry:
            write_whole(self.root / path, article_text(new, stem, path, self._fetched(arrival)).encode())
            self._remember(arrival, new, stem)
        self.known.add(path, stem, new)
        return outcome

    def _again(self, arrival: Arrival, new: Settled, match: Match) -> Outcome:
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
        write_whole(self.root / path, f"---\n{head}---\n\n{new.body}".encode())

    @property
    def _moment(self) -> str:
        """Now, as front matter has it."""
        return self.now.isoformat(" ", "minutes")

    def _fetched(self, arrival: Arrival) -> Mapping[str, Value]:
        fetched = "://" in arrival.origin and "fetched" in KEYS
        return {"fetched": self._moment} if fetched else {}

    def _remember(self, arrival: Arrival, new: Settled, key: str) -> None:
        store = RawStore(self.root)
        take = Take(
            store.keep(arrival.raw, arrival.suffix), arrival.item, str(new.fields.get("url", "")), new.title,
            digest(new.body.strip()), RULESET, self.now.isoformat(" ", "seconds"),
        )  # fmt: skip
        record = store.record(key)
        store.remember(record._replace(takes=(*record.takes, take), columns=dict(self.columns)))

    def _free(self, new: Settled) -> str:
        """A file name that no article has."""
        stem, n = new.stem, 1
        while (self.root / self.pipeline.content / new.day[:4] / f"{stem}.md").exists():
            n += 1
            stem = f"{new.stem}-{n}"
        return stem


def article_text(new: Settled, key: str, path: str, more: Mapping[str, Value]) -> str:
    """The whole file of an article."""
    fields = {**new.fields, **({"id": key} if "id" in KEYS else {}), **more}
    head = rewrite("", path, {key: fields[key] for key in KEYS if key in fields})
    return f"---\n{head}---\n\n{new.body}"


def changed(old: str, new: str) -> tuple[str, ...]:
    """The paragraphs of a body that went (- …) and came (+ …)."""
    before, after = ([p.strip() for p in text.split("\n\n") if p.strip()] for text in (old, new))
    found: list[str] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            found += [f"- {text}" for text in before[a:b]] + [f"+ {text}" for text in after[c:d]]
    return tuple(found)
