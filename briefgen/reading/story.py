"""Read the text of a story from ``content/stories/``: a file without a date.

A person wrote it, so nothing is cleaned. A file with a date there is an article.
"""

from __future__ import annotations

import re

from briefgen.cleaning.dates import day_in_name
from briefgen.cleaning.engine import split_lines
from briefgen.config.folders import STORIES
from briefgen.model import Article, Body, Diagnostic, ReadResult, Source
from briefgen.model.article import HEAD
from briefgen.model.diagnostics import ERROR
from briefgen.reading import frontmatter
from briefgen.reading.article import markup_diagnostics
from briefgen.reading.file_name import is_in_drafts, name_of
from briefgen.reading.head_reader import read_head
from briefgen.reading.markdown import to_html
from briefgen.reading.metadata import note_of
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.synonyms import letters
from briefgen.schema import Field, Flag, LanguageCode, Text
from briefgen.util.hashing import digest
from briefgen.util.text import slugify

FIELDS: tuple[Field, ...] = (
    Field("title", Text(), "", "Your headline for the story; by default that of its first article."),
    Field("summary", Text(), "", "One or two sentences on the story.", aka=("description",)),
    Field("note", Text(), "", "Your own words on the story, shown apart."),
    Field("slug", Text(), "", "The story's slug, as articles name it in story:; by default the file's name."),
    Field(
        "lang",
        LanguageCode("id"),
        "",
        "The language of these words; by default the site's.",
        aka=("language",),
    ),
    Field("draft", Flag(), False, "A draft is in no output; the story itself is.", vital=True),
    Field(
        "marking",
        Text("Internal"),
        "",
        "Who may read these words: a label of markings: in briefgen.yml. Above that of the site or of an "
        "edition with the story, they are in no output.",
        vital=True,
    ),
)
"""What may stand in the front matter of a story's text."""

_KNOWN = frozenset(letters(name) for one in FIELDS for name in (one.name, *one.aka))
_KEY = re.compile(r"^([A-Za-z_-]+)[ \t]*[:=]", re.MULTILINE)


def is_in_stories(path: str, content: str) -> bool:
    """Whether a file lies in the folder of stories."""
    return path.startswith(f"{content}/{STORIES}/")


def is_story(source: Source, content: str) -> bool:
    """Whether a file in the folder of stories is a story's text.

    It has only the keys of one, and no date.
    """
    if not is_in_stories(source.path, content) or day_in_name(name_of(source.path)):
        return False
    parts = frontmatter.split(source.text, source.path)
    keys = [] if isinstance(parts, Diagnostic) else _KEY.findall(parts.head or "")
    return bool(keys) and _KNOWN.issuperset(map(letters, keys))


def read_story(source: Source, pipeline: Pipeline) -> ReadResult:
    """Read one text of a story. After an error, the result has diagnostics only."""
    parts = frontmatter.split(source.text, source.path)
    if isinstance(parts, Diagnostic):
        return ReadResult(None, None, (parts,))
    declared = read_head(parts, source.path, FIELDS)
    values = declared.values
    html = to_html(split_lines(parts.body, parts.first_line), False, source.path, source.digest)
    problems = (*declared.diagnostics, *markup_diagnostics(html, source.path))
    if declared.broken or any(one.severity == ERROR for one in problems):
        return ReadResult(None, None, problems)
    body = Body(html.parts, html.references, html.words, (), (), digest(html.parts, html.references))
    head = Article(
        id=source.path,
        path=source.path,
        slug=slugify(values["slug"] or name_of(source.path)),
        title=" ".join(values["title"].split()),
        day="",
        time="",
        moment="",
        lang=values["lang"] or pipeline.language,
        summary=values["summary"],
        note=note_of(values["note"]),
        draft=values["draft"] or is_in_drafts(source.path),
        marking=" ".join(values["marking"].split()),
        places={name: (at.line, at.column) for name, at in declared.places.items()},
        references=(*html.references, *html.images),
        body_digest=body.digest,
    )
    head = head._replace(digest=digest(*[getattr(head, name) for name in HEAD], html.words))
    return ReadResult(None, body, problems, page=head)
