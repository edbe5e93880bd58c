"""Clean an imported document and give it front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag

from briefgen.cleaning.dates import parse_moment
from briefgen.cleaning.language_detection import language_of
from briefgen.importing.document import TextLine, refusal
from briefgen.importing.markdown_escape import markdown
from briefgen.importing.publication import why_draft
from briefgen.model import Diagnostic, Source
from briefgen.nlp.minhash import signature
from briefgen.reading import frontmatter
from briefgen.reading.prepare import is_language, prepare
from briefgen.schema.yaml_edit import rewrite
from briefgen.util.hashing import digest
from briefgen.util.periods import zone
from briefgen.util.text import fold, slugify, without_controls
from briefgen.util.url_normalize import without_tracking
from briefgen.util.urls import wrong_with

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from briefgen.importing.document import ImportedDocument
    from briefgen.reading.pipeline import Pipeline
    from briefgen.reading.prepare import Prepared
    from briefgen.schema.yaml_edit import Value

KEYS = tuple(field.name for field in frontmatter.FIELDS)
"""The keys of front matter, in the order in which they are written."""
_DATES = ("date", "updated")
_ALIKE = ({"id", "ms"}, {"da", "nb", "nn", "no", "sv"})
"""Languages that detection cannot tell apart for certain."""
TITLE_WORDS = 10
"""Words of the text that make the title of a document without one."""


class NormalizedArticle(NamedTuple):
    """An article, ready to be written. ``removed`` and ``doubtful`` count lines.

    ``unpublished`` is the reason why it is a draft, or empty.
    """

    fields: Mapping[str, Value]
    lines: tuple[TextLine, ...]
    removed: int
    doubtful: int
    unpublished: str = ""

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.fields["title"])

    @property
    def day(self) -> str:
        """Its ISO day."""
        return str(self.fields["date"])[:10]

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
    document: ImportedDocument, overrides: Mapping[str, Value], pipeline: Pipeline, now: datetime
) -> NormalizedArticle:
    """Clean a document. ``overrides`` win over declared fields, and those over the text.

    A document without a date gets today's; one without a title gets its first words.

    Raises:
        BriefgenError: when cleaning leaves no text, or a rule fails.
    """
    texts = [without_controls(line.text) for line in document.lines]
    fields = _declared(document, texts, overrides, pipeline)
    prepared, first = _prepared(document, texts, fields, pipeline)
    remaining = [(line.number - first, line.text) for line in prepared.cleaned.draft.lines]
    lines = tuple(TextLine(text, document.lines[n].mark) for n, text in remaining if text.strip())
    if not lines:
        raise refusal(
            document.origin,
            "cleaning removes all of its text",
            "run `briefgen clean` on it to see why",
        )
    fields |= {key: text for key in KEYS if key not in fields and (text := prepared.text_of(key))}
    fields.setdefault("title", _first_words(lines[0].text))
    fields.setdefault("date", f"{now:%Y-%m-%d}")
    if pipeline.language != prepared.lang:
        fields.setdefault("lang", prepared.lang)
    reason = why_draft(document.unpublished, str(fields["date"]), now)
    if reason:
        fields["draft"] = True
    removed = sum(edit.after is None for edit in prepared.cleaned.edits)
    ordered = {key: fields[key] for key in KEYS if key in fields}
    return NormalizedArticle(ordered, lines, removed, len(prepared.cleaned.doubts), reason)


def _declared(
    document: ImportedDocument, texts: list[str], overrides: Mapping[str, Value], pipeline: Pipeline
) -> dict[str, Value]:
    """The valid fields of the input, and the overrides."""
    declared = {
        key: " ".join(without_controls(text).split()) for key, text in document.fields.items() if key in KEYS
    }
    lang = _language(declared.pop("lang", ""), texts)
    fields: dict[str, Value] = {key: text for key, text in declared.items() if text}
    if lang:
        fields["lang"] = lang
    for key in _DATES:
        if key in fields:
            fields[key] = _date(str(fields[key]), lang, pipeline)
    if "url" in fields:
        url = without_tracking(urldefrag(str(fields["url"])).url)
        fields["url"] = "" if wrong_with(url) else url
    return {key: value for key, value in fields.items() if value} | dict(overrides)


def _language(declared: str, texts: list[str]) -> str:
    """The language of the text, even where the input declares another one."""
    detected = language_of("\n".join(texts))
    declared = declared.replace("_", "-")
    if not is_language(declared):
        return detected
    base = declared.partition("-")[0].lower()
    return (
        declared if detected in ("", base) or any({detected, base} <= alike for alike in _ALIKE) else detected
    )


def _date(text: str, lang: str, pipeline: Pipeline) -> str:
    """A date in the site's time zone, as front matter has it; empty if invalid."""
    try:
        moment = parse_moment(text, lang or "en", zone(pipeline.timezone))
    except ValueError:
        return ""
    return moment.instant.isoformat(" ", "minutes") if moment.instant else moment.day


def _prepared(
    document: ImportedDocument, texts: list[str], fields: Mapping[str, Value], pipeline: Pipeline
) -> tuple[Prepared, int]:
    """Clean the document like a text file, and return its first line there."""
    head = rewrite("", document.origin, fields)
    source = Source(f"{pipeline.content}/arrival.txt", f"---\n{head}---\n" + "\n".join(texts), "")
    prepared = prepare(source, pipeline)
    if isinstance(prepared, Diagnostic):
        raise refusal(document.origin, f"its front matter would be invalid: {prepared.message}")
    return prepared, head.count("\n") + 3


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:TITLE_WORDS]) + ("…" if len(words) > TITLE_WORDS else "")
