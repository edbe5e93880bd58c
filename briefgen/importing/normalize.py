"""Clean an imported document and give it front matter."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag

from briefgen.cleaning.language_detection import CERTAIN, language_of
from briefgen.importing.dating import Dating, Reader, choose_date, in_front_matter, report
from briefgen.importing.document import TextLine, refusal
from briefgen.importing.markdown_writer import markdown
from briefgen.importing.marked_lines import with_marked_lines, without_idle_rules
from briefgen.model import Diagnostic, Location, Source
from briefgen.model.diagnostics import diagnostic
from briefgen.nlp.minhash import signature
from briefgen.reading import frontmatter
from briefgen.reading.import_ledger import KEY
from briefgen.reading.prepare import prepare
from briefgen.reading.publication import why_draft
from briefgen.schema.yaml_edit import rewrite
from briefgen.util.hashing import digest
from briefgen.util.language_tags import canonical_tag, language_of_tag
from briefgen.util.periods import zone
from briefgen.util.text import fold, is_visible, shorten, slugify, without_controls
from briefgen.util.url_normalize import without_tracking
from briefgen.util.urls import wrong_with

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from briefgen.importing.document import ImportedDocument
    from briefgen.model import Doubt, Edit
    from briefgen.reading.pipeline import Pipeline
    from briefgen.reading.prepare import Prepared
    from briefgen.schema.yaml_edit import Value

KEYS = tuple(field.name for field in frontmatter.FIELDS)
"""The keys of front matter, in the order in which they are written."""
_OF_INPUTS = frozenset(KEYS) - {KEY}
"""The keys that an input may declare."""
_ALIKE = ({"id", "ms"}, {"da", "nb", "nn", "no", "sv"})
"""Languages that detection cannot tell apart for certain."""
_OF_PASTES = ("hard-wrap", "stray-line", "repeated-block")
"""Rules that guess from words alone what the elements of a page say."""
TITLE_WORDS = 10
"""Words of the text that make the title of a document without one."""


class NormalizedArticle(NamedTuple):
    """An article, ready to be written.

    ``raw_lines`` are the lines before cleaning, ``edits`` and ``doubts`` what cleaning did and said, by their
    numbers from 1. ``dated_by`` says where its date stands, unless in a field for it. ``unpublished`` is the
    reason why it is a draft, or empty. Without ``has_date`` its date is that of the import.
    """

    fields: Mapping[str, Value]
    lines: tuple[TextLine, ...]
    raw_lines: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    dated_by: str = ""
    problems: tuple[Diagnostic, ...] = ()
    unpublished: str = ""
    has_date: bool = True

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.fields["title"])

    @property
    def day(self) -> str:
        """Its ISO day."""
        return str(self.fields["date"])[:10]

    @property
    def language_unclear(self) -> bool:
        """Whether neither the input nor its text says its language; the site's is assumed."""
        return "lang" not in self.fields

    @property
    def stem(self) -> str:
        """Its file name without suffix, and its id."""
        return f"{self.day}-{slugify(self.title)}"

    @property
    def digest(self) -> str:
        """The digest of its words, ignoring line ends, case and spaces."""
        return digest(fold(" ".join(line.text for line in self.lines)))

    @property
    def signature(self) -> bytes:
        """The MinHash of its text; empty for a short one."""
        return signature("\n".join(line.text for line in self.lines))

    @property
    def body(self) -> str:
        """Its text as Markdown."""
        return markdown(self.lines)


def normalize(
    document: ImportedDocument,
    overrides: Mapping[str, Value],
    pipeline: Pipeline,
    now: datetime,
    *,
    even_empty: bool = False,
) -> NormalizedArticle:
    """Clean a document. ``overrides`` win over declared fields, and those over the text.

    A document without a date gets today's, with a warning; one without a title gets its first words.

    Raises:
        BriefgenError: when cleaning leaves no text (unless ``even_empty``), or a rule fails.
    """
    texts = [_legible(line.text) for line in document.lines]
    fields = _declared(document, texts, pipeline)
    dating, problems = _dates(document, fields, pipeline, now)
    fields |= overrides
    prepared = with_marked_lines(document, _prepared(document, texts, fields, pipeline))
    lines = _remaining(document, prepared)
    if not lines and not even_empty and not _is_link(document):
        raise refusal(
            document.origin,
            "cleaning removes all of its text",
            f"see why: briefgen clean {shlex.quote(document.origin.partition('#')[0])}",
        )
    fields |= {key: text for key in KEYS if key not in fields and (text := prepared.text_of(key))}
    fields.setdefault("title", _first_words(lines[0].text if lines else document.origin))
    if not dating.date and (in_text := prepared.text_of("date")):
        dating = dating._replace(date=in_text, where="its text")
    fields.setdefault("date", f"{now:%Y-%m-%d}")
    if "date" not in overrides:
        problems += report(document.origin, dating, str(fields["date"]))
    if pipeline.language != prepared.lang:
        fields.setdefault("lang", prepared.lang)
    reason = why_draft(document.unpublished, str(fields["date"]), now)
    if reason:
        fields["draft"] = True
    ordered = {key: fields[key] for key in KEYS if key in fields}
    cleaned = prepared.cleaned
    ledger = (tuple(texts), cleaned.edits, cleaned.doubts)
    has_date = bool(dating.date) or "date" in overrides
    every = (*document.problems, *problems)
    return NormalizedArticle(ordered, lines, *ledger, dating.where, every, reason, has_date)


def _remaining(document: ImportedDocument, prepared: Prepared) -> tuple[TextLine, ...]:
    """The lines that cleaning leaves, with what parts them: rules, and empty lines of code."""
    texts = {line.number - 1: line.text for line in prepared.cleaned.draft.lines}
    there = [n for n, text in texts.items() if text.strip()]
    lines = [
        line._replace(text=texts.get(n, ""))
        for n, line in enumerate(document.lines[: there[-1] + 1] if there else ())
        if texts.get(n, "").strip() or (not line.text.strip() and line.says_something)
    ]
    return tuple(without_idle_rules(lines))


def _is_link(document: ImportedDocument) -> bool:
    """Whether a document is a title and an address, without a text of its own."""
    words = sum(len("".join(line.text.split())) for line in document.lines)
    linked = sum(len("".join(link.text.split())) for line in document.lines for link in line.links)
    return bool(document.fields.get("title") and document.fields.get("url")) and words == linked


def _declared(document: ImportedDocument, texts: list[str], pipeline: Pipeline) -> dict[str, Value]:
    """The valid fields of the input."""
    declared = {
        key: " ".join(without_controls(text).split())
        for key, text in document.fields.items()
        if key in _OF_INPUTS
    }
    lang = _language(declared.pop("lang", ""), [declared.get("title", ""), *texts], pipeline.language)
    fields: dict[str, Value] = {key: text for key, text in declared.items() if is_visible(text)}
    if lang:
        fields["lang"] = lang
    if "url" in fields:
        url = without_tracking(urldefrag(str(fields["url"])).url)
        fields["url"] = "" if wrong_with(url) else url
    return {key: value for key, value in fields.items() if value}


def _dates(
    document: ImportedDocument, fields: dict[str, Value], pipeline: Pipeline, now: datetime
) -> tuple[Dating, list[Diagnostic]]:
    """Put the dates into ``fields`` in the site's time zone.

    One that is invalid is left out.
    """
    lang, order = str(fields.get("lang", pipeline.language)), document.date_order or pipeline.date_order
    reader = Reader(lang, zone(pipeline.timezone), order)
    dating = choose_date(document, str(fields.get("url", "")), reader, now)
    if dating.date:
        fields["date"] = dating.date
    problems = []
    if updated := fields.pop("updated", ""):
        try:
            fields["updated"] = in_front_matter(reader.moment(str(updated)))
        except ValueError as error:
            message = f'updated: "{shorten(str(updated))}" cannot be read and is left out: {error}'
            problems.append(diagnostic("bad-value", Location(document.origin), message))
    return dating, problems


def _language(declared: str, texts: list[str], site_language: str) -> str:
    """The language of the text, which overrides the declared one where it is certain."""
    tag, text = canonical_tag(declared), "\n".join(texts)
    if not tag:
        return language_of(text, language_of_tag(site_language))
    base = tag.partition("-")[0]
    detected = language_of(text, base, CERTAIN)
    return tag if detected in ("", base) or any({detected, base} <= alike for alike in _ALIKE) else detected


def _prepared(
    document: ImportedDocument, texts: list[str], fields: Mapping[str, Value], pipeline: Pipeline
) -> Prepared:
    """Clean the document like a text file, with its lines numbered from 1."""
    if document.suffix in (".html", ".mhtml") and fields.get("clean") in (None, True):
        # The lines of a page are its paragraphs, however much they look like wrapped ones or like labels.
        skip = fields.get("clean.skip", [])
        fields = {key: value for key, value in fields.items() if key != "clean"}
        fields |= {"clean.skip": [*(skip if isinstance(skip, list) else []), *_OF_PASTES]}
    head = rewrite("", document.origin, fields)
    source = Source(f"{pipeline.content}/arrival.txt", f"---\n{head}---\n" + "\n".join(texts), "")
    prepared = prepare(source, pipeline)
    if isinstance(prepared, Diagnostic):
        raise refusal(document.origin, f"its front matter would be invalid: {prepared.message}")
    return _numbered_from_one(prepared, head.count("\n") + 2)


def _numbered_from_one(prepared: Prepared, before: int) -> Prepared:
    """The same with ``before`` lines of front matter not counted."""
    cleaned = prepared.cleaned
    draft = replace(
        cleaned.draft,
        lines=tuple(line._replace(number=line.number - before) for line in cleaned.draft.lines),
        findings=tuple(replace(one, line=one.line - before) for one in cleaned.draft.findings),
    )
    edits = tuple(replace(e, line=e.line - before, into=e.into and e.into - before) for e in cleaned.edits)
    doubts = tuple(replace(one, line=one.line - before) for one in cleaned.doubts)
    return replace(prepared, cleaned=replace(cleaned, draft=draft, edits=edits, doubts=doubts))


def _legible(text: str) -> str:
    """A line without control characters; empty where nothing of it can be seen."""
    return without_controls(text) if is_visible(text) else ""


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:TITLE_WORDS]) + ("…" if len(words) > TITLE_WORDS else "")
