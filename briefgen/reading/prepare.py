"""Read a file's front matter and clean its text, as ``briefgen clean`` shows."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefgen.cleaning.dates import day_in_address, day_in_name
from briefgen.cleaning.engine import DROP, Cleaned, Overrides, clean, split_lines
from briefgen.cleaning.language_detection import language_of
from briefgen.cleaning.rules.titles import title_line
from briefgen.config import CleanSettings
from briefgen.model import Diagnostic, Draft, Finding, Location, Source
from briefgen.model.cleaning import PARAGRAPH
from briefgen.model.diagnostics import diagnostic
from briefgen.reading import frontmatter
from briefgen.reading.file_name import name_of
from briefgen.reading.head_reader import read_article_head
from briefgen.reading.markdown import is_plain
from briefgen.reading.own_fields import fields_of
from briefgen.reading.pipeline import Pipeline
from briefgen.schema import Declared
from briefgen.util.language_tags import language_of_tag
from briefgen.util.text import did_you_mean, is_visible, settled, shorten, without_controls

_NOTHING_SAID = CleanSettings()
_NOTHING_SAID_AT_ALL = (_NOTHING_SAID,) * 3
MOST_LINES = 20_000
"""A body with more lines is not cleaned: dozens of rules look at each line. A long article has hundreds."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file after front matter and cleaning, as ``briefgen clean`` shows it."""

    declared: Declared
    lang: str
    body: str
    cleaned: Cleaned
    diagnostics: tuple[Diagnostic, ...]

    def finding(self, name: str) -> Finding | None:
        """What the text says about a field, or None."""
        for finding in self.cleaned.draft.findings:
            value = " ".join(settled(without_controls(finding.value)).split())
            if finding.field == name and is_visible(value):
                return replace(finding, value=value)
        return None

    def text_of(self, name: str) -> str:
        """What the text says about a field, or an empty text."""
        finding = self.finding(name)
        return finding.value if finding else ""

    def value(self, name: str) -> str:
        """A field in the front matter, else in the text."""
        return self.declared.values.get(name) or self.text_of(name)


def prepare(source: Source, pipeline: Pipeline) -> Prepared | Diagnostic:
    """Front matter and cleaning of one file."""
    parts = frontmatter.split(source.text, source.path)
    if isinstance(parts, Diagnostic):
        return parts
    declared = read_article_head(parts, source.path, pipeline.front_matter, fields_of(pipeline.fields))
    if declared.broken:
        return declared.diagnostics[0]
    problems = list(declared.diagnostics)
    spoken = declared.values["lang"] or _language(declared, parts.body, pipeline)
    lang = spoken or pipeline.language
    lines = split_lines(parts.body, parts.first_line)
    head = {
        "title": declared.values["title"],
        "source": source_of(declared)[0],
        "url": declared.values["url"],
        "image": declared.values["image"],
        "date": declared.values["date"] or day_of_name(source.path),
    }
    draft = Draft(head, spoken, lines, is_plain(lines, source.path))
    cleaned = _clean(draft, declared, pipeline)
    if len(lines) > MOST_LINES and declared.values["clean"] is not False:
        message = f"the body has {len(lines):,} lines, so it is not cleaned"
        hint = "an article has a few hundred; check that this is one, or set clean: false"
        problems.append(
            diagnostic("body-overlong", Location(source.path, parts.first_line, 1), message, hint)
        )
    problems += _override_problems(declared, cleaned, pipeline)
    return Prepared(declared, lang, parts.body, cleaned, tuple(problems))


def _clean(draft: Draft, declared: Declared, pipeline: Pipeline) -> Cleaned:
    levels = (
        pipeline.clean,
        pipeline.clean_sources.get(draft.head["source"], _NOTHING_SAID),
        CleanSettings.of(declared.values["clean"]),
    )
    if len(draft.lines) > MOST_LINES:
        return _uncleaned(draft)
    if levels == _NOTHING_SAID_AT_ALL:
        return clean(draft, pipeline.rules)
    if all(level.enabled for level in levels):
        line_overrides = Overrides(
            frozenset(name for level in levels for name in level.skip),
            tuple(text for level in reversed(levels) for text in level.keep),
            tuple(text for level in reversed(levels) for text in level.drop),
        )
        return clean(draft, pipeline.rules, line_overrides)
    return _uncleaned(draft)


def _uncleaned(draft: Draft) -> Cleaned:
    """Without cleaning no line goes, but an article still needs its title."""
    if not draft.head["title"]:
        draft = replace(
            draft, findings=tuple(mark for mark in title_line.find(draft) if isinstance(mark, Finding))
        )
    return Cleaned(draft)


def _language(declared: Declared, body: str, pipeline: Pipeline) -> str:
    """The language of the text, else the site's; a regional form stays.

    Empty for a text that is long enough to be known and is not: no word of the site's language counts there.
    """
    expected = language_of_tag(pipeline.language)
    language = language_of(f"{declared.values['title']}\n{body}", expected)
    unknown = not language and len(body) >= PARAGRAPH
    return pipeline.language if language in ("", expected) and not unknown else language


def source_of(declared: Declared) -> tuple[str, str]:
    """(name, url) of the outlet."""
    source = declared.values["source"]
    return (source["name"], source["url"]) if isinstance(source, dict) else (source, "")


def day_of_name(path: str) -> str:
    """Return the ISO day of a file's name, else that of its folders (``2016/05/30/``)."""
    name, folder = name_of(path), path.rpartition("/")[0]
    return day_in_name(name) or day_in_address(name) or day_in_address(f"{folder}/")


def _override_problems(declared: Declared, cleaned: Cleaned, pipeline: Pipeline) -> Iterator[Diagnostic]:
    clean = declared.values["clean"]
    if not isinstance(clean, dict) or not clean:
        return
    names = [rule.name for rule in pipeline.rules]
    for n, name in enumerate(clean["skip"]):
        if name not in names:
            at = declared.places.get(f"clean.skip.{n}", declared.places["clean.skip"])
            yield diagnostic(
                "rule-unknown", at, f'there is no cleaning rule "{name}"', did_you_mean(name, names)
            )
    is_added = bool(declared.values["raw"])
    for kind, n in cleaned.unmatched:
        if kind == DROP and is_added:
            continue  # the line went when the article was made again
        if n < len(
            clean[kind]
        ):  # the article's own entries come first, those of its source and the site may miss
            message = f'clean: {kind}: "{shorten(clean[kind][n])}" is not a line of this article'
            at = declared.places[f"clean.{kind}.{n}"]
            hint = "copy the line exactly from the file, or delete the entry"
            if is_added:
                hint = f"to get it back from the raw input: briefgen clean --write {shlex.quote(at.path)}"
            yield diagnostic("clean-unmatched", at, message, hint)
