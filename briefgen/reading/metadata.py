"""Read an article's metadata from a prepared file, with a place for each problem."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from briefgen.cleaning.dates import Moment
from briefgen.config.slots import slot_at
from briefgen.model import Article, Diagnostic, Location
from briefgen.model.diagnostics import NOTE, WARNING, diagnostic
from briefgen.reading.dating import read_dates, shown, start_of
from briefgen.reading.file_name import is_in_drafts, name_of
from briefgen.reading.own_values import values_of
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.prepare import Prepared, source_of
from briefgen.reading.topic_keywords import keyword_hits
from briefgen.schema import Declared
from briefgen.util.hashing import digest
from briefgen.util.text import did_you_mean, shorten, slugify
from briefgen.util.urls import WEB_SCHEMES, is_safe, is_site_address, scheme

_PLACED = (
    "id", "slug", "aliases", "date", "url", "topic", "topics", "tags", "source", "image", "story",
    "translation_of", "draft", "publish_from", "expires", "rights", "marking", "slot",
    "raw",
)  # fmt: skip
"""Fields whose place a later diagnostic may name."""

_PROVENANCE = ("source", "byline", "agency", "place", "via")
"""Fields of provenance that stand in the front matter or are found in the text."""

_FIXED_ONCE_PUBLISHED = (
    "title",
    "date",
    "updated",
    "source",
    "url",
    "author",
    "byline",
    "agency",
    "place",
    "via",
    "licence",
    "summary",
    "lang",
)
"""What a published edition holds an article to, besides its text."""

_ID = re.compile(r"[^\s\"'<>#?\\]{1,200}")

_RELATIVE = re.compile(r"[\w~%-][\w.~%-]*/[\w./~%-]*")
"""An address without its first slash, as other generators write it; any other text is a slug."""
_NAME_PREFIX = re.compile(r"^(?:[0-9]{4}([-_.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])|[0-9]+)[-_ ]+(?=.*[^\W\d_])")
"""A date or number before a file's name. The slug omits it unless only digits would be left."""


def make_head(prepared: Prepared, path: str, pipeline: Pipeline) -> tuple[Article | None, list[Diagnostic]]:
    """Make the article's head, without digests. None without title or date."""
    problems: list[Diagnostic] = []
    values, places = prepared.declared.values, prepared.declared.places
    title = _title(prepared, path, problems)
    date, moments = read_dates(prepared, path, pipeline, problems)
    provenance = {name: _one_line(prepared.value(name)) for name in _PROVENANCE if name != "source"}
    image = image_of(values["image"], path, places, problems)
    draft = values["draft"] or is_in_drafts(path)
    if not title or date is None:
        return None, [_of_draft(problem) for problem in problems] if draft else problems
    topics = tuple(dict.fromkeys((*values["topic"], *values["topics"])))
    source, source_url = source_of(prepared.declared)
    article = Article(
        id=id_of(prepared.declared, path, pipeline.content, problems),
        path=path,
        slug=slugify(values["slug"]) if values["slug"] else slug_of_path(path),
        title=title,
        day=date.day,
        time=f"{date.instant:%H:%M}" if date.instant else "",
        moment=shown(date, pipeline),
        lang=prepared.lang,
        updated=shown(moments["updated"], pipeline),
        slot=_slot(prepared, date, pipeline, problems),
        topics=topics,
        hits=() if topics else _hits(prepared, title, pipeline),
        tags=tuple(dict.fromkeys(" ".join(tag.split()) for tag in values["tags"] if tag.strip())),
        source=source or _one_line(prepared.text_of("source")),
        source_url=source_url,
        url=values["url"],
        author=values["author"],
        summary=values["summary"],
        note=note_of(values["note"]),
        own=values_of(prepared, pipeline, problems) if pipeline.fields else {},
        draft=draft,
        image=image,
        image_alt=_one_line(values["image_alt"]),
        image_caption=_one_line(values["image_caption"]),
        image_credit=_one_line(values["image_credit"]),
        story=slugify(values["story"]) if values["story"] else "",
        translation_of=values["translation_of"].strip(),
        signoff=prepared.text_of("signoff"),
        licence=values["licence"],
        rights=values["rights"],
        marking=" ".join(values["marking"].split()),
        fetched=shown(moments["fetched"], pipeline),
        found=tuple([name for name in _PROVENANCE if not values[name] and prepared.text_of(name)]),
        aliases=aliases_of(values["aliases"], places, problems),
        byline=provenance["byline"],
        agency=provenance["agency"],
        place=provenance["place"],
        via=provenance["via"],
        publish_from=start_of(moments["publish_from"], pipeline),
        expires=start_of(moments["expires"], pipeline),
        text_digest=digest([values[name] for name in _FIXED_ONCE_PUBLISHED], prepared.body),
        places={name: (places[name].line, places[name].column) for name in _PLACED if name in places},
    )
    return article, problems


def _hits(prepared: Prepared, title: str, pipeline: Pipeline) -> tuple[tuple[str, int], ...]:
    """The score of each topic by its keywords."""
    values = prepared.declared.values
    blurb = " ".join((values["summary"], *values["tags"]))
    return keyword_hits(pipeline.topics, title, blurb, _text(prepared), prepared.lang)


def _slot(prepared: Prepared, date: Moment, pipeline: Pipeline, problems: list[Diagnostic]) -> str:
    """The slot of an article: the declared one, else by its time."""
    name, slots = prepared.declared.values["slot"], [one.name for one in pipeline.slots]
    if name and slugify(name) in slots:
        return slugify(name)
    if name:
        there = f"there are: {', '.join(slots)}" if slots else "declare it under slots: in briefgen.yml"
        hint = did_you_mean(name, slots, there)
        message = f'there is no slot "{shorten(name)}", so the time decides'
        problems.append(diagnostic("bad-value", prepared.declared.places["slot"], message, hint))
    return slot_at(pipeline.slots, f"{date.instant:%H:%M}" if date.instant else "")


def note_of(text: str) -> str:
    """A curator's words, a paragraph a line."""
    return "\n".join([one for part in text.split("\n\n") if (one := _one_line(part))])


def _of_draft(problem: Diagnostic) -> Diagnostic:
    """A draft may lack a title and a date.

    It is then in no preview either.
    """
    if problem.code not in ("title-missing", "date-missing"):
        return problem
    return problem._replace(severity=NOTE, message=f"a draft that cannot be shown yet: {problem.message}")


def id_of(declared: Declared, path: str, content: str, problems: list[Diagnostic]) -> str:
    """The declared id, else the path in the content folder without suffix."""
    if name := declared.values["id"]:
        if _ID.fullmatch(name):
            return str(name)
        message = f'"{shorten(name)}" is no id'
        hint = "write one word of at most 200 characters, such as 2022-03-31-nato-talks"
        problems.append(diagnostic("bad-value", declared.places["id"], message, hint))
    within = path.removeprefix(f"{content}/")
    # relpath asks the system for the working folder; a path that scan made needs none of its care.
    if not content or within == path or "//" in path or "/." in path:
        within = posixpath.relpath(path, content)
    return within.rpartition(".")[0]


def aliases_of(
    declared: tuple[str, ...], places: Mapping[str, Location], problems: list[Diagnostic]
) -> tuple[str, ...]:
    """Check aliases: each is a slug, or an address on this site."""
    finding = []
    for n, written in enumerate(declared):
        text = f"/{written}" if _RELATIVE.fullmatch(written) else written
        if not text.startswith("/"):
            finding.append(slugify(text))
        elif not is_site_address(text):
            at = places.get(f"aliases.{n}", places["aliases"])
            message = f'"{shorten(text)}" is not an address on this site'
            problems.append(diagnostic("bad-value", at, message, "write a slug, or an address such as /old/"))
        else:
            finding.append(text if text.endswith(("/", ".html")) else f"{text}/")
    return tuple(dict.fromkeys(finding))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(prepared: Prepared) -> str:
    return "\n".join(line.text for line in prepared.cleaned.draft.lines)


def _title(prepared: Prepared, path: str, problems: list[Diagnostic]) -> str:
    """The declared title, else the one in the text, else the file's name."""
    title: str = prepared.declared.values["title"]
    if title:
        return _one_line(title)
    severity = NOTE
    if finding := prepared.finding("title"):
        title, at = finding.value, Location(path, finding.line, 1)
    elif declared := prepared.declared.places.get("title"):
        title, at, severity = _one_line(re.sub("[-_]+", " ", _name(path))), declared, WARNING
    else:
        message, hint = (
            "this article has no title, and the text has none either",
            'add a line such as title: "…" to the front matter',
        )
        problems.append(diagnostic("title-missing", Location(path, 1, 1), message, hint))
        return ""
    message, hint = (
        f'this article has no title, so "{shorten(title)}" is used',
        "add it to the front matter to be sure",
    )
    problems.append(diagnostic("title-found", at, message, hint, severity))
    return title


def slug_of_path(path: str) -> str:
    """The slug of an article whose front matter has none."""
    return slugify(_name(path))


def _name(path: str) -> str:
    """The name of an article without what it begins with for order."""
    return _NAME_PREFIX.sub("", name_of(path), count=1)


def image_of(text: str, path: str, places: Mapping[str, Location], problems: list[Diagnostic]) -> str:
    """A web address, an address on this site, or a file's project path.

    Empty for a refused scheme.
    """
    if not text or scheme(text) in WEB_SCHEMES:
        return text
    if scheme(text) or text.startswith("//") or not is_safe(text) or (text[0] == "/" and ".." in text):
        message = f'image: "{shorten(text)}" is neither a path on this site nor a web address'
        problems.append(
            diagnostic("url-refused", places["image"], message, "write a path relative to this file")
        )
        return ""
    if text.startswith("/"):
        return text
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
