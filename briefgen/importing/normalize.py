"""An arrival, cleaned: its front matter and its body as they go into the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag

from briefgen.cleaning.dates import parse_moment
from briefgen.cleaning.language_detection import language_of
from briefgen.importing.document import Said, refused
from briefgen.importing.markdown_escape import markdown
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
"""Languages that a vote of small words cannot tell apart for certain."""
TITLE_WORDS = 10
"""Words of a text that has no title which stand for one."""


class Settled(NamedTuple):
    """An article as it goes into a file. ``removed`` and ``doubtful`` count lines; ``digest`` is over its words alone."""

    fields: Mapping[str, Value]
    lines: tuple[Said, ...]
    removed: int
    doubtful: int

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
        """What its file is called, and its id."""
        return f"{self.day}-{slugify(self.title)}"

    @property
    def digest(self) -> str:
        """The digest of what it says, whatever its line ends, case and spaces."""
        return digest(fold(" ".join(line.text for line in self.lines)))

    @property
    def signature(self) -> bytes:
        """What tells near-copies of its text; empty for a short one."""
        return signature("\n".join(line.text for line in self.lines))

    @property
    def body(self) -> str:
        """What it says, as Markdown."""
        return markdown(self.lines)


def settle(
    arrival: ImportedDocument, given: Mapping[str, Value], pipeline: Pipeline, now: datetime
) -> Settled:
    """Clean an arrival. What people ``given`` wins over what the input declares, and that over what the text says.

    An article without a date gets today's; one without a title its first words.

    Raises:
        BriefgenError: when nothing is left of it, or a rule failed.
    """
    texts = [without_controls(line.text) for line in arrival.lines]
    fields = _declared(arrival, texts, given, pipeline)
    prepared, first = _prepared(arrival, texts, fields, pipeline)
    kept = [(line.number - first, line.text) for line in prepared.cleaned.draft.lines]
    lines = tuple(Said(text, arrival.lines[n].mark) for n, text in kept if text.strip())
    if not lines:
        raise refused(
            arrival.origin,
            "it holds no article: cleaning leaves nothing of it",
            "look at it with `briefgen clean`",
        )
    fields |= {key: found for key in KEYS if key not in fields and (found := prepared.said(key))}
    fields.setdefault("title", _first_words(lines[0].text))
    fields.setdefault("date", f"{now:%Y-%m-%d}")
    if pipeline.language != prepared.lang:
        fields.setdefault("lang", prepared.lang)
    removed = sum(edit.after is None for edit in prepared.cleaned.edits)
    ordered = {key: fields[key] for key in KEYS if key in fields}
    return Settled(ordered, lines, removed, len(prepared.cleaned.doubts))


def _declared(
    arrival: ImportedDocument, texts: list[str], given: Mapping[str, Value], pipeline: Pipeline
) -> dict[str, Value]:
    """The fields that are good, of those that the input and people give."""
    said = {
        key: " ".join(without_controls(text).split()) for key, text in arrival.fields.items() if key in KEYS
    }
    lang = _language(said.pop("lang", ""), texts)
    fields: dict[str, Value] = {key: text for key, text in said.items() if text}
    if lang:
        fields["lang"] = lang
    for key in _DATES:
        if key in fields:
            fields[key] = _date(str(fields[key]), lang, pipeline)
    if "url" in fields:
        url = without_tracking(urldefrag(str(fields["url"])).url)
        fields["url"] = "" if wrong_with(url) else url
    return {key: value for key, value in fields.items() if value} | dict(given)


def _language(declared: str, texts: list[str]) -> str:
    """The language of the text; a page that declares another than it is written in is not believed."""
    voted = language_of("\n".join(texts))
    declared = declared.replace("_", "-")
    if not is_language(declared):
        return voted
    named = declared.partition("-")[0].lower()
    return declared if voted in ("", named) or any({voted, named} <= alike for alike in _ALIKE) else voted


def _date(text: str, lang: str, pipeline: Pipeline) -> str:
    """A date as front matter has it, in the site's zone; empty for what is none."""
    try:
        moment = parse_moment(text, lang or "en", zone(pipeline.timezone))
    except ValueError:
        return ""
    return moment.instant.isoformat(" ", "minutes") if moment.instant else moment.day


def _prepared(
    arrival: ImportedDocument, texts: list[str], fields: Mapping[str, Value], pipeline: Pipeline
) -> tuple[Prepared, int]:
    """The article cleaned as if somebody had put it into the content folder as plain text, and its first line there."""
    head = rewrite("", arrival.origin, fields)
    source = Source(f"{pipeline.content}/arrival.txt", f"---\n{head}---\n" + "\n".join(texts), "")
    prepared = prepare(source, pipeline)
    if isinstance(prepared, Diagnostic):
        raise refused(arrival.origin, f"its front matter would be wrong: {prepared.message}")
    return prepared, head.count("\n") + 3


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:TITLE_WORDS]) + ("…" if len(words) > TITLE_WORDS else "")
