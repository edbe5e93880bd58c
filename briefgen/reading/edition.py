"""Read one edition file: an editor's decisions and the introduction.

It names articles by slug or id. ``grouping.editions`` looks them up when all articles are known.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from briefgen.cleaning.dates import ACCEPTED, parse_moment
from briefgen.cleaning.engine import split_lines
from briefgen.config.folders import EDITIONS
from briefgen.model import Body, Diagnostic, EditionFile, Listed, Location, ReadResult, Source
from briefgen.model.diagnostics import ERROR, diagnostic
from briefgen.reading import frontmatter
from briefgen.reading.head_reader import read_head
from briefgen.reading.markdown import to_html
from briefgen.reading.metadata import note_of
from briefgen.reading.pipeline import Pipeline
from briefgen.schema import (
    Choice,
    Declared,
    Either,
    Field,
    ListOf,
    MapOf,
    Record,
    Text,
    Texts,
    Whole,
    Written,
)
from briefgen.util.hashing import digest
from briefgen.util.language_tags import canonical_tag
from briefgen.util.periods import is_edition_name, what_names, zone
from briefgen.util.text import shorten, slugify

_STORY = Record(
    Field("story", Text(), "", "The slug of its page."),
    Field("articles", Texts(), (), "Its articles, the lead first."),
    Field("overlap", MapOf(Whole(1)), {}, "Percent of a near-duplicate's text that another of them has."),
)
_JOINED = Record(
    Field("articles", Texts(), (), "The articles of the story; none if they name it themselves."),
    Field("title", Text(), "", "Your headline for the story."),
    Field("summary", Text(), "", "One or two sentences on the story."),
    Field("note", Text(), "", "Your own words on the story."),
)
FIELDS: tuple[Field, ...] = (
    Field("id", Text(), "", "The edition's id in feeds; by default its date."),
    Field(
        "title",
        Either(Text(), MapOf(Text())),
        "",
        "Its title; by default the date. {en: First, id: Pertama} is one for each language.",
    ),
    Field("number", Whole(1), 0, "Its number; by default one more than the edition before."),
    Field(
        "status",
        Choice(("draft", "published")),
        "",
        "draft: the edition and its articles are in no output. published: the list here is final. "
        "Empty: public and open.",
        vital=True,
    ),
    Field(
        "marking",
        Text("Internal"),
        "",
        "Who may read the edition: a label of markings: in briefgen.yml, by default the site's. Articles of "
        "this date above it are in no output.",
        vital=True,
    ),
    Field("lead", Text(), "", "The first article."),
    Field("order", MapOf(Texts()), {}, "By topic, the articles that come first, in their order."),
    Field(
        "skip",
        Texts(),
        (),
        "Articles of this date that are not published.",
        vital=True,
        aka=("exclude", "hide"),
    ),
    Field(
        "stories",
        Record(
            Field(
                "join",
                MapOf(Either(Texts(), _JOINED)),
                {},
                "By slug, the articles of one story, the first of the site's language leading; or {articles, "
                "title, summary, note}.",
            ),
            Field("split", Texts(), (), "Articles that belong to no story."),
        ),
        {"join": {}, "split": ()},
        "Which articles belong to one story.",
    ),
    Field(
        "corrections",
        ListOf(
            Record(
                Field("date", Written(), "", "When it was corrected."),
                Field("text", Text(), "", "What was wrong, and what is right."),
                Field("article", Text(), "", "The article that it is in."),
            )
        ),
        (),
        "Mistakes that were corrected after publication.",
    ),
    Field(
        "items", MapOf(ListOf(Either(Text(), _STORY))), {}, "By topic, the articles of a published edition."
    ),
    Field("digests", MapOf(Text()), {}, "The articles' digests when it was published; --freeze writes them."),
    Field("sealed", Whole(), 0, "How many corrections the digests include; --freeze writes it."),
)
"""What may stand in an edition file's front matter."""

_NOT_SAID = ("path", "places", "references", "digest")


def is_edition(path: str, content: str) -> bool:
    """Whether a file that is read is an edition's and no article's."""
    return path.startswith(f"{content}/{EDITIONS}/")


def read_edition(source: Source, pipeline: Pipeline) -> ReadResult:
    """Read one edition file. After an error, its date counts as an open edition."""
    parts = frontmatter.split(source.text, source.path)
    if isinstance(parts, Diagnostic):
        return ReadResult(None, None, (parts,))
    declared = read_head(parts, source.path, FIELDS)
    problems = list(declared.diagnostics)
    name, _, suffix = posixpath.basename(source.path).rpartition(".")[0].partition(".")
    lang = canonical_tag(suffix)
    if suffix and not lang:
        message = f'"{shorten(suffix)}" is no language, so this file belongs to no edition'
        hint = "name the file of an edition in another language like 2024-05-01.id.md"
        problems.append(diagnostic("edition-name", Location(source.path, 1, 1), message, hint))
    slots = [one.name for one in pipeline.slots]
    if not is_edition_name(name, pipeline.period, slots):
        at = Location(source.path, 1, 1)
        period, example = what_names(pipeline.period, slots)
        message = f'"{shorten(name, 40)}" is not the name of a {period}; an edition here is one {period}'
        hint = f"name it like {example}.md, or change {'slots:' if slots else 'briefings: {period: …}'}"
        problems.append(diagnostic("edition-name", at, message, hint))
    corrections = tuple(_corrections(declared, source.path, pipeline, problems))
    if declared.broken or any(d.severity == ERROR for d in problems):
        return ReadResult(None, None, tuple(problems))
    html = to_html(split_lines(parts.body, parts.first_line), False, source.path, source.digest)
    problems += [
        diagnostic("url-refused", at, f'a link to "{shorten(url)}" is not allowed, so only its words stay')
        for url, at in html.refused
    ]
    problems += html.foreign
    body = Body(html.parts, html.references, html.words, (), (), digest(html.parts, html.references))
    edition = _edition(declared, source.path, name, pipeline, corrections)._replace(
        lang=lang, references=(*html.references, *html.images), words=html.words, body_digest=body.digest
    )
    content = [getattr(edition, field) for field in EditionFile._fields if field not in _NOT_SAID]
    return ReadResult(None, body, tuple(problems), edition._replace(digest=digest(*content)))


def _title(value: str | Mapping[str, str], language: str) -> str:
    """The title in the site's main language.

    Nothing where it has one in other languages only.
    """
    return value if isinstance(value, str) else value.get(language, "")


def _edition(
    declared: Declared,
    path: str,
    name: str,
    pipeline: Pipeline,
    corrections: tuple[tuple[str, str, str], ...],
) -> EditionFile:
    values = declared.values
    return EditionFile(
        path=path,
        date=name,
        id=values["id"] or name,
        title=_title(values["title"], pipeline.language),
        titles=tuple(values["title"].items()) if isinstance(values["title"], dict) else (),
        number=values["number"],
        status=values["status"],
        marking=" ".join(values["marking"].split()),
        lead=values["lead"],
        order=tuple(values["order"].items()),
        skip=values["skip"],
        joins=tuple((slugify(slug), _articles(one)) for slug, one in values["stories"]["join"].items()),
        story_texts=tuple(
            (slugify(slug), (one["title"], one["summary"], note_of(one["note"])))
            for slug, one in values["stories"]["join"].items()
            if isinstance(one, dict)
        ),
        splits=values["stories"]["split"],
        corrections=corrections,
        items=tuple((topic, tuple(map(_listed, stories))) for topic, stories in values["items"].items()),
        digests=tuple(values["digests"].items()),
        sealed=values["sealed"],
        places={place: (at.line, at.column) for place, at in declared.places.items()},
    )


def _articles(joined: Any) -> tuple[str, ...]:
    articles: tuple[str, ...] = joined["articles"] if isinstance(joined, dict) else joined
    return articles


def _listed(item: str | Mapping[str, Any]) -> Listed:
    """Parse a story of ``items`` into plain values that can be cached."""
    if isinstance(item, str):
        return "", (item,), ()
    slug = slugify(item["story"]) if item["story"] else ""
    return slug, item["articles"], tuple(item["overlap"].items())


def _corrections(declared: Declared, path: str, pipeline: Pipeline, problems: list[Diagnostic]) -> Any:
    for n, entry in enumerate(declared.values["corrections"]):
        at = declared.places.get(f"corrections.{n}", Location(path, 1, 1))
        try:
            day = parse_moment(entry["date"], pipeline.language, zone(pipeline.timezone)).day
        except ValueError as error:
            at = declared.places.get(f"corrections.{n}.date", at)
            message = f"a correction needs its date: {error}"
            problems.append(diagnostic("date-invalid", at, message, ACCEPTED))
            continue
        if not entry["text"]:
            message = "a correction needs a text"
            problems.append(diagnostic("edition-value", at, message, 'add text: "…" with what was wrong'))
        yield day, entry["text"], entry["article"]
