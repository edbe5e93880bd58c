"""Add documents to a project: each is new, known already, or an update."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning import RULESET
from briefgen.config.folders import INBOX, SKIPPED
from briefgen.importing.known_articles import RejectedArticles, outlet_host, slug_of
from briefgen.importing.local_pictures import LocalPictures
from briefgen.importing.marked_lines import without_markup
from briefgen.importing.normalize import KEYS, normalize
from briefgen.importing.picture_saver import WithPictures
from briefgen.importing.raw_store import RawStore, Take
from briefgen.importing.skipped_items import SkippedItems, sketch_of
from briefgen.importing.valid_fields import valid_fields
from briefgen.model import Diagnostic
from briefgen.nlp.tokens import split
from briefgen.project_files.backups import Change, name_of
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.text_file import TextFile
from briefgen.project_files.writer import write_file
from briefgen.reading import frontmatter
from briefgen.reading.import_ledger import KEY, ImportLedger
from briefgen.schema import read_fields
from briefgen.schema.yaml_edit import rewrite
from briefgen.util.hashing import digest
from briefgen.util.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.known_articles import KnownArticles, Match
    from briefgen.importing.normalize import NormalizedArticle
    from briefgen.importing.picture_saver import PictureSaver
    from briefgen.reading.pipeline import Pipeline
    from briefgen.schema.yaml_edit import Value

ADDED, KNOWN, UPDATED, EDITED = "added", "known", "updated", "edited"
REJECTED, SKIP = "rejected", "skipped"
"""What becomes of a document.

``EDITED``: its outlet changed it, and somebody here has to decide. ``REJECTED``: it was added once, and then
deleted. ``SKIP``: it was skipped in the inbox.
"""


class Outcome(NamedTuple):
    """What became of a document, its file, and the paragraphs removed (-) and added (+).

    ``like`` is the article of another outlet with the same text; the two will share a story. ``left_out``
    says why fields of the input are not in the front matter. ``reason`` says more about what became of it.
    """

    what: str
    path: str
    new: NormalizedArticle
    changes: tuple[str, ...] = ()
    like: Match | None = None
    left_out: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Importer:
    """One run of ``briefgen add`` or ``fetch``. ``dry`` writes nothing; ``anyway`` adds duplicates too.

    ``split`` makes an article of each item; ``plain`` takes words alone. With ``inbox``, articles go to
    ``inbox/``, and those of the site are not changed.

    ``pictures`` saves the pictures of new articles; without it they keep their web addresses. ``date_order``
    says whether days or months stand first, whatever the input shows.
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
    inbox: bool = False
    skipped: SkippedItems = field(default_factory=SkippedItems)
    split: bool = False
    plain: bool = False
    pictures: PictureSaver | None = None

    @cached_property
    def rejected(self) -> RejectedArticles:
        """What was added once and is no article any more."""
        records = RawStore(self.root).records()
        return RejectedArticles(record for record in records if not self.known.has(record.id))

    def knows_address(self, url: str) -> bool:
        """Whether an article with this address is there, or was skipped or deleted."""
        known = self.known.at(url) or self.skipped.at(url) or self.rejected.at(url)
        return bool(known) and not self.anyway

    def add_document(
        self, document: ImportedDocument, overrides: Mapping[str, Value] | None = None
    ) -> Outcome:
        """Add one document. ``overrides`` win over those of the run.

        Raises:
            BriefgenError: when it has no article.
            OSError: when a file cannot be read or written.
        """
        if self.date_order:
            document = replace(document, date_order=self.date_order)
        if self.plain:
            document = without_markup(document)
        new = normalize(document, {**self.overrides, **(overrides or {})}, self.pipeline, self.now)
        match = None if self.anyway else self.known.find(new)
        if match is None:
            return self._outcome_if_known(new) or self._add(document, new)
        if match.overlap and (_elsewhere(new, match) or _in_series(new, match)):
            return self._past_decision(new) or self._add(document, new, match)
        if match.overlap or not (self.root / match.path).exists():  # as in a dry run
            return Outcome(KNOWN, match.path, new, like=match if match.overlap else None)
        return self._again(document, new, match)

    def _outcome_if_known(self, new: NormalizedArticle) -> Outcome | None:
        """What to say of an article that is not added though it is new."""
        if known := self._unchanged_path(new):
            return Outcome(KNOWN, known, new)
        return self._past_decision(new)

    def _past_decision(self, new: NormalizedArticle) -> Outcome | None:
        """What is said of an article that was skipped or deleted."""
        if self.anyway:
            return None
        url, signature = str(new.fields.get("url", "")), new.signature
        sketch = sketch_of(signature, new.title, " ".join(line.text for line in new.lines))
        if item := self.skipped.find(url, signature, sketch):
            return Outcome(SKIP, SKIPPED, new, reason=f"skipped on {item.day}")
        rejected = self.rejected.find(new)
        return Outcome(REJECTED, rejected, new) if rejected else None

    def _add(self, document: ImportedDocument, new: NormalizedArticle, like: Match | None = None) -> Outcome:
        fields, left_out = valid_fields(new.fields, document.origin, self.pipeline)
        if (
            "publish_from" in new.fields.keys() - fields.keys()
        ):  # an embargo until a time that nobody can read
            fields["draft"] = True
            new = new._replace(unpublished=new.unpublished or "the end of its embargo cannot be read")
        new = new._replace(fields=fields)
        stem = self._free(new)
        if not self.dry:
            ledger = self._keep_raw(document, new)
            more = {**self._fetch_time(document), KEY: ledger}
            while not (created := self._create(document, new, stem, {**more, **self._slug(stem)})):
                self.known.reserve(stem)
                stem = self._free(new)
            new = new._replace(problems=(*new.problems, *created.problems))
            self._remember(document, new, stem, ledger)
        path = self._path(new, stem)
        self.known.add(path, stem, new)
        return Outcome(ADDED, path, new, (), like, left_out)

    def _create(
        self, document: ImportedDocument, new: NormalizedArticle, stem: str, more: Mapping[str, Value]
    ) -> WithPictures | None:
        """Write the files of a new article; None if the name is taken."""
        path = self._path(new, stem)
        written = WithPictures(article_text(new, stem, path, more))
        if self.pictures and not (self.root / path).exists():
            written = self.pictures.save(written.text, path, document.origin)
        try:
            write_file(self._file(path), written.text.encode())
        except FileExistsError:
            return None
        return written

    def _again(self, document: ImportedDocument, new: NormalizedArticle, match: Match) -> Outcome:
        """Update an article with the same address, if its outlet has changed it."""
        file = TextFile((self.root / match.path).read_bytes())
        parts = frontmatter.split(file.text, match.path)
        pictures = LocalPictures.beside((self.root / match.path).parent, new.body)
        body = "" if isinstance(parts, Diagnostic) else pictures.web(parts.body)
        record = RawStore(self.root).record(match.key)
        last = record.takes[-1] if record.takes else None
        same = last is not None and last.body == digest(new.body.strip())
        if same or isinstance(parts, Diagnostic) or not (changes := paragraph_changes(body, new.body)):
            return Outcome(KNOWN, match.path, new)
        if last and _is_shorter_form(document, new, last, body):
            return Outcome(KNOWN, match.path, new)
        if self.inbox and not match.path.startswith(f"{INBOX}/"):
            return Outcome(EDITED, match.path, new, changes, reason="changed by the outlet")
        ours = last is not None and last.body == digest(body.strip())
        if not self.dry:
            ledger = self._keep_raw(document, new)
            if last is not None and ours:
                changes_of_head = self._changes_of_head(parts, new, last, {KEY: ledger})
                text = with_body(file.text, match.path, changes_of_head, pictures.local(new.body))
                write_file(self._file(match.path), Change(file.data, file.with_text(text), has_ledger=False))
            self._remember(document, new, match.key, ledger)
        return Outcome(UPDATED if ours else EDITED, match.path, new, changes)

    def _changes_of_head(
        self, parts: frontmatter.Parts, new: NormalizedArticle, last: Take, more: Mapping[str, Value]
    ) -> Mapping[str, Value]:
        """The new values of the front matter. Other values stay, and a title edited here."""
        old = read_fields(frontmatter.FIELDS, parts.head or "", "").values["title"]
        changes: dict[str, Value] = {"updated": str(new.fields.get("updated", self._moment)), **more}
        if old == last.title != new.title:
            changes["title"] = new.title
        if new.unpublished:
            changes["draft"] = True
        return changes

    def _file(self, path: str) -> ProjectFile:
        kind = Kind.INBOX if path.startswith(f"{INBOX}/") else Kind.ARTICLE
        return ProjectFile(self.root, path, kind, self.pipeline.content)

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
        return f"{INBOX}/{stem}.md" if self.inbox else path_in_content(self.pipeline.content, new.day, stem)

    def _fetch_time(self, document: ImportedDocument) -> Mapping[str, Value]:
        return {"fetched": self._moment} if "://" in document.origin else {}

    def _keep_raw(self, document: ImportedDocument, new: NormalizedArticle) -> str:
        """Store the bytes that came in and the ledger; the name of the ledger."""
        store = RawStore(self.root)
        raw = store.keep(document.raw, document.suffix)
        return store.keep_ledger(ledger_of(document, new, raw, self.columns))

    def _slug(self, stem: str) -> Mapping[str, Value]:
        """A slug with the date if another article has the plain one.

        So the address of an older file stays, whatever the dates are.
        """
        return {"slug": stem} if self.known.has_slug(slug_of(stem)) else {}

    def _remember(self, document: ImportedDocument, new: NormalizedArticle, key: str, ledger: str) -> None:
        store = RawStore(self.root)
        take = Take(
            name_of(document.raw, document.suffix), document.item, str(new.fields.get("url", "")), new.title,
            digest(new.body.strip()), RULESET, self.now.isoformat(" ", "seconds"), ledger,
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


def ledger_of(
    document: ImportedDocument, new: NormalizedArticle, raw: str, columns: Mapping[str, str]
) -> ImportLedger:
    """How an article was made; ``raw`` is the file of its raw input."""
    url = str(new.fields.get("url", ""))
    text = (new.raw_lines, new.edits, new.doubts, new.body)
    return ImportLedger(raw, document.item, url, dict(columns), RULESET, *text, document.kind, document.plain)


def path_in_content(content: str, day: str, stem: str) -> str:
    """Where the file of an article lies."""
    return f"{content}/{day[:4]}/{stem}.md"


def _elsewhere(new: NormalizedArticle, match: Match) -> bool:
    """Whether the match is of another outlet, as with agency reports: both are kept.

    A text of an unknown outlet is none of the match's, unless it is the same word for word.
    """
    source = fold(str(new.fields.get("source", "")))
    if source and match.source:
        return source != fold(match.source)
    host = outlet_host(str(new.fields.get("url", "")))
    if host and match.host:
        return host != match.host
    is_known = bool(source or host)
    return is_known != bool(match.source or match.host) and (is_known or match.overlap < 100)


def _is_shorter_form(document: ImportedDocument, new: NormalizedArticle, last: Take, body: str) -> bool:
    """Whether the article was made from another form with more text.

    Such as the page of a feed's entry.
    """
    return not last.raw.endswith(document.suffix) and len(new.body) < len(body.strip())


def _in_series(new: NormalizedArticle, match: Match) -> bool:
    """Whether a match is another part of a series, such as the weather.

    Two addresses with another day or title are two parts. Without addresses it takes another day and much the
    same title, since a corrected text comes again with a title of its own.
    """
    if match.overlap == 100:
        return False
    other_day, title = match.day != new.day, fold(new.title)
    if match.host and new.fields.get("url"):
        return other_day or match.title != title
    return other_day and new.has_date and _alike(match.title, title)


def _alike(title: str, other: str) -> bool:
    """Whether two titles share half of their words; numbers do not count."""
    words, others = ({word for word in split(text) if not word.isdigit()} for text in (title, other))
    return 2 * len(words & others) >= max(len(words), len(others), 1)


def article_text(new: NormalizedArticle, key: str, path: str, more: Mapping[str, Value]) -> str:
    """The whole file of an article."""
    fields = {**new.fields, "id": key, **more}
    head = rewrite("", path, {name: fields[name] for name in KEYS if name in fields})
    return f"---\n{head}---\n\n{new.body}"


def with_body(text: str, path: str, head: Mapping[str, Value | None], body: str) -> str:
    """The text of an article file with another body, and changes of its front matter.

    Raises:
        BriefgenError: when its front matter cannot be changed safely.
    """
    whole = frontmatter.rewritten(text, path, head)
    parts = frontmatter.split(whole, path)
    old = "" if isinstance(parts, Diagnostic) else parts.body
    return f"{whole[: len(whole) - len(old)]}\n{body}"


def paragraph_changes(old: str, new: str) -> tuple[str, ...]:
    """The paragraphs removed (- …) and added (+ …) between two bodies."""
    before, after = ([p.strip() for p in text.split("\n\n") if p.strip()] for text in (old, new))
    changes: list[str] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            changes += [f"- {text}" for text in before[a:b]] + [f"+ {text}" for text in after[c:d]]
    return tuple(changes)
