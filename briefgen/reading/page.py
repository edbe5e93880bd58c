"""Read a page of the site, such as About, from ``content/pages/``.

A person wrote it, so nothing is cleaned.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from briefgen.cleaning.dates import ACCEPTED, parse_moment
from briefgen.cleaning.engine import split_lines
from briefgen.config.folders import PAGES
from briefgen.events import emit
from briefgen.model import Article, Body, Diagnostic, Line, Location, ReadResult, Source
from briefgen.model.article import HEAD
from briefgen.model.diagnostics import ERROR, diagnostic
from briefgen.reading import frontmatter
from briefgen.reading.article import markup_diagnostics
from briefgen.reading.dating import start_of
from briefgen.reading.excerpt import excerpt_of
from briefgen.reading.file_name import is_in_drafts
from briefgen.reading.head_reader import read_head
from briefgen.reading.heading_anchors import with_anchors
from briefgen.reading.markdown import to_html
from briefgen.reading.metadata import aliases_of, id_of, image_of
from briefgen.reading.pipeline import Pipeline
from briefgen.schema import Declared, Field, Flag, LanguageCode, Text, Texts, Written
from briefgen.util.hashing import digest
from briefgen.util.periods import zone
from briefgen.util.text import shorten, slugify

FIELDS: tuple[Field, ...] = (
    Field("id", Text(), "", "Its id; by default its path in the content folder without its suffix."),
    Field("title", Text(), "", "Its title; by default the first heading of its text."),
    Field(
        "slug",
        Text(),
        "",
        "Its address below the root of the site, such as about or help/contact; by default its path in "
        "content/pages/.",
    ),
    Field("permalink", Text(), "", "The same as slug."),
    Field("summary", Text(), "", "One sentence for search engines and lists."),
    Field("description", Text(), "", "The same as summary."),
    Field("lang", LanguageCode("id"), "", "Its language; by default the site's.", aka=("language", "locale")),
    Field("translation_of", Text(), "", "The page that this one translates, by its address or id."),
    Field("draft", Flag(), False, "A draft is in no output.", vital=True, aka=("unpublished", "hidden")),
    Field(
        "marking",
        Text("Internal"),
        "",
        "Who may read it: a label of markings: in briefgen.yml. Above that of the site, it is in no output.",
        vital=True,
    ),
    Field("publish_from", Written(), "", "The page is unpublished until then.", vital=True, aka=("embargo",)),
    Field(
        "expires", Written(), "", "The page is unpublished from then on.", vital=True, aka=("expiry_date",)
    ),
    Field("aliases", Texts(), (), "Former addresses (/old/); a page at each leads here."),
    Field("image", Text(), "", "A picture for shared links: a file beside the page."),
    Field("image_alt", Text(), "", "What the picture shows, for readers who cannot see it."),
    Field("date", Written(), "", "Unused: a page has no date. A file with a date may be an article."),
)
"""What may stand in the front matter of a page."""

_TITLE = re.compile(r"#[ \t]+(.+?)[ \t]*#*[ \t]*")
_MOMENTS = ("publish_from", "expires")


def is_page(path: str, content: str) -> bool:
    """Whether a file that is read is a page's and no article's."""
    return path.startswith(f"{content}/{PAGES}/")


def read_page(source: Source, pipeline: Pipeline) -> ReadResult:
    """Read one page. After an error, the result has diagnostics but no page."""
    source = emit(pipeline.handlers, "source-read", source)
    parts = frontmatter.split(source.text, source.path)
    if isinstance(parts, Diagnostic):
        return ReadResult(None, None, (parts,))
    declared = read_head(parts, source.path, FIELDS)
    problems = list(declared.diagnostics)
    lines = split_lines(parts.body, parts.first_line)
    title, lines = _title(declared, lines, source.path, problems)
    head = _head(declared, source.path, title, pipeline, problems)
    html = to_html(lines, source.path.lower().endswith(".txt"), source.path, source.digest)
    html = html._replace(parts=with_anchors(html.parts))
    problems += [*markup_diagnostics(html, source.path), *_notes(declared, source.path)]
    if declared.broken or any(one.severity == ERROR for one in problems):
        return ReadResult(None, None, tuple(problems))
    body = Body(html.parts, html.references, html.words, (), (), digest(html.parts, html.references))
    head = head._replace(
        excerpt="" if head.summary else excerpt_of(html, pipeline.excerpt_length),
        references=(*html.references, *html.images),
        body_digest=body.digest,
    )
    head = head._replace(digest=digest(*[getattr(head, name) for name in HEAD]))
    return ReadResult(None, body, tuple(problems), page=head)


def _title(
    declared: Declared, lines: tuple[Line, ...], path: str, problems: list[Diagnostic]
) -> tuple[str, tuple[Line, ...]]:
    """The title, and the lines of the text without it."""
    title = " ".join((declared.values["title"] or "").split())
    first = next((n for n, line in enumerate(lines) if line.text.strip()), None)
    heading = _TITLE.fullmatch(lines[first].text) if first is not None else None
    if first is not None and heading and title in ("", heading[1]):
        return heading[1], lines[first + 1 :]
    if title:
        return title, lines
    title = _words_of(posixpath.basename(path).rpartition(".")[0])
    message = f'this page has no title, so "{shorten(title)}" is used'
    hint = 'add a line such as title: "About" to the front matter'
    problems.append(diagnostic("title-found", Location(path, 1, 1), message, hint))
    return title, lines


def _words_of(name: str) -> str:
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _head(
    declared: Declared, path: str, title: str, pipeline: Pipeline, problems: list[Diagnostic]
) -> Article:
    values, places = declared.values, declared.places
    lang = values["lang"] or pipeline.language
    aliases = aliases_of(values["aliases"], places, problems)
    moments = {name: _moment(name, declared, pipeline, problems) for name in _MOMENTS}
    return Article(
        id=id_of(declared, path, pipeline.content, problems),
        path=path,
        slug=slug_of(values["slug"] or values["permalink"] or _name_of(path, pipeline.content, lang)),
        title=title,
        day="",
        time="",
        moment="",
        lang=lang,
        summary=values["summary"] or values["description"],
        image=image_of(values["image"], path, places, problems),
        image_alt=" ".join(values["image_alt"].split()),
        translation_of=values["translation_of"].strip().strip("/"),
        aliases=tuple(one if one[0] == "/" else f"/{one}/" for one in aliases),
        draft=values["draft"] or is_in_drafts(path),
        marking=" ".join(values["marking"].split()),
        publish_from=moments["publish_from"],
        expires=moments["expires"],
        places={name: (at.line, at.column) for name, at in places.items()},
    )


def slug_of(text: str) -> str:
    """The address of a page, without slashes at both ends."""
    return "/".join([slugify(part) for part in text.split("/") if part.strip()]) or slugify(text)


def _name_of(path: str, content: str, lang: str) -> str:
    """The path in the folder of pages, without its suffix.

    A first folder named like the page's language adds nothing: each language has its own tree of addresses.
    """
    name = path.removeprefix(f"{content}/{PAGES}/").rpartition(".")[0]
    folder, _, rest = name.partition("/")
    name = rest if rest and folder.lower() in (lang.lower(), lang.lower().partition("-")[0]) else name
    return name.removesuffix("/index")


def _moment(name: str, declared: Declared, pipeline: Pipeline, problems: list[Diagnostic]) -> str:
    """A date as an ISO instant. A day begins at midnight in the site's zone."""
    if not declared.values[name]:
        return ""
    try:
        moment = parse_moment(
            declared.values[name], pipeline.language, zone(pipeline.timezone), pipeline.date_order
        )
    except ValueError as error:
        at = declared.places[name]
        problems.append(diagnostic("date-invalid", at, f"{name}: {error}", ACCEPTED))
        return ""
    return start_of(moment, pipeline)


def _notes(declared: Declared, path: str) -> Iterator[Diagnostic]:
    if declared.values["date"]:
        message = f"this file has a date, but it is a page now: {PAGES}/ holds pages, not articles"
        hint = "if it is an article, move it to another folder; else delete date:"
        yield diagnostic("page-dated", declared.places["date"], message, hint)
