"""The front matter of an article: where it ends, and what it may declare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefgen.config import CLEAN_FIELDS
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.model.rights import RIGHTS
from briefgen.reading.head_forms import YAML, HeadError, find_head
from briefgen.schema import Address, Choice, Either, Field, Flag, LanguageCode, Record, Text, Texts, Written
from briefgen.util.urls import wrong_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.schema.yaml_edit import Value


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


FIELDS: tuple[Field, ...] = (
    Field(
        "id",
        Text(),
        "",
        "Its id in feeds and editions, whatever its slug. `briefgen new` writes it. Never change it.",
    ),
    Field(
        "title",
        Text(),
        "",
        "The headline. Put it in quotes if it has a colon or a #.",
        aka=("headline", "judul"),
    ),
    Field(
        "date",
        Written(),
        "",
        "When it was published: 2022-03-31, 2022-03-31 06:31 or 2022-03-31T06:31+07:00.",
        aka=_names(
            "published pubdate tanggal published_at date_published published_date published_on "
            "publish_date created created_at"
        ),
    ),
    Field(
        "updated",
        Written(),
        "",
        "When it was last changed.",
        aka=_names(
            "modified lastmod last_modified updated_at updated_date date_modified last_modified_at "
            "last_updated"
        ),
    ),
    Field("topic", Texts(), (), "The topic, by slug or title.", aka=("category", "section", "rubrik")),
    Field("topics", Texts(), (), "Several topics.", aka=("categories", "kategori")),
    Field("tags", Texts(), (), "Tags.", aka=("keywords", "labels", "tag")),
    Field("lang", LanguageCode("id"), "", "The article's language.", aka=("language", "locale")),
    Field(
        "source",
        Either(
            Text(),
            Record(
                Field("name", Text(), "", "The outlet."), Field("url", Address(wrong_with), "", "Its site.")
            ),
        ),
        "",
        "The outlet, by name or as {name, url}.",
    ),
    Field(
        "url",
        Address(wrong_with),
        "",
        "The original article.",
        aka=_names("link source_url original canonical canonical_url external_url original_url"),
    ),
    Field("author", Text(), "", "Who wrote it.", aka=("authors", "writer", "penulis")),
    Field("byline", Text(), "", "The line on who wrote it, as the outlet prints it."),
    Field("agency", Text(), "", "The news agency that it comes from.", aka=("wire", "kantor_berita")),
    Field(
        "place", Text(), "", "Where it was written: the place of its dateline.", aka=("dateline", "location")
    ),
    Field("via", Text(), "", "The outlet from which the source took it."),
    Field(
        "licence",
        Text(),
        "",
        "The licence of its text, by name or address.",
        aka=("license", "copyright"),
    ),
    Field(
        "rights",
        Choice(RIGHTS),
        "",
        "How much of its text the site shows: full, excerpt (its first sentences), or link (its title, which "
        "leads to the original). Without it, its source or the site decides.",
        vital=True,
    ),
    Field(
        "marking",
        Text("Internal"),
        "",
        "Who may read it: a label of markings: in briefgen.yml. Above that of the site or of its edition, it "
        "is in no output.",
        vital=True,
    ),
    Field("fetched", Written(), "", "When it was fetched.", aka=("retrieved", "accessed")),
    Field(
        "summary",
        Text(),
        "",
        "One or two sentences for lists; without it they show the first of the text.",
        aka=_names(
            "description excerpt abstract deck dek ringkasan teaser lede standfirst intro "
            "meta_description subtitle"
        ),
    ),
    Field("note", Text(), "", "Your own words on it, shown apart from the outlet's."),
    Field(
        "slug",
        Text(),
        "",
        "The article's part of its address; by default the file's name.",
    ),
    Field(
        "aliases",
        Texts(),
        (),
        "Former slugs or addresses (/old/); a page at each leads here.",
        aka=("redirect_from", "old_slugs", "alias"),
    ),
    Field(
        "draft",
        Flag(),
        False,
        "A draft is in no output.",
        vital=True,
        aka=_names("unpublished hidden private unlisted expired is_draft headless"),
    ),
    Field(
        "publish_from", Written(), "", "The article is unpublished until then.", vital=True, aka=("embargo",)
    ),
    Field(
        "expires",
        Written(),
        "",
        "The article is unpublished from then on.",
        vital=True,
        aka=_names("expiry unpublish expiry_date unpublish_date"),
    ),
    Field(
        "image",
        Text(),
        "",
        "A picture: a file beside the article, or a web address.",
        aka=_names(
            "cover photo thumbnail hero_image featured_image feature_image cover_image header_image "
            "preview_image og_image banner thumb images photos"
        ),
    ),
    Field(
        "image_alt",
        Text(),
        "",
        "What the picture shows, for readers who cannot see it.",
        aka=_names(
            "cover_alt hero_image_alt cover_image_alt featured_image_alt feature_image_alt thumbnail_alt"
        ),
    ),
    Field(
        "image_caption", Text(), "", "A line below the picture.", aka=_names("cover_caption photo_caption")
    ),
    Field("image_credit", Text(), "", "Who made the picture.", aka=_names("photo_credit cover_credit")),
    Field(
        "slot",
        Text(),
        "",
        "The edition of its day that it belongs to, of slots: in briefgen.yml; by default its time decides.",
    ),
    Field("story", Text(), "", "The slug of the story that this article is part of."),
    Field("translation_of", Text(), "", "The id of the article that this one translates."),
    Field(
        "clean", Either(Flag(), Record(*CLEAN_FIELDS)), {}, "How to clean it: false, or {skip, keep, drop}."
    ),
    Field(
        "raw",
        Text(),
        "",
        "The record of its raw input in `raw/`; `briefgen add` writes it. Leave it as it is.",
    ),
)
"""What may stand in an article's front matter."""

_FENCE = re.compile(r"---[ \t]*\r?")
_RETURNS = re.compile(r"---[ \t]*\r[^\r]")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_ODD_START = re.compile(r"\s*-{3,}[ \t]*\r?$")
_KEY = re.compile(r"[A-Za-z_]+:(?:\s|$)")


LONGEST = 200_000
"""Characters of front matter at most: more is text after a stray ``---``, or an attack."""


class Parts(NamedTuple):
    """An article file in two parts: its front matter, if any, and its body.

    ``first_line`` is the number of the body's first line in the file. ``form`` is the form of the front
    matter, ``offset`` the number of lines before it.
    """

    head: str | None
    body: str
    first_line: int
    form: str = YAML
    offset: int = 1


def split(text: str, path: str) -> Parts | Diagnostic:
    """Split off the front matter, or report a wrong fence. Ignore a byte order mark."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    if not _FENCE.fullmatch(first) and not _RETURNS.match(first):
        return _split_other(text, path)
    if _RETURNS.match(first):
        message = "the lines of this file end in a carriage return only"
        return _unfenced(path, message, "save it with Unix line endings (LF)")
    end = _END.search(text, len(first) + 1)
    if (end.start() if end else text.rfind("\n") + 1) > LONGEST:
        message = f"the front matter that begins here has no closing --- within {LONGEST:,} characters"
        return _unfenced(path, message, "add a line with --- after the last key")
    if end:
        head = text[len(first) + 1 : end.start()]
        return Parts(head, text[end.end() + 1 :], head.count("\n") + 3)
    return _unfenced(
        path, "the front matter that begins here has no closing ---", "add a line with --- after the last key"
    )


def _split_other(text: str, path: str) -> Parts | Diagnostic:
    """Cut off front matter that does not begin with ``---``."""
    try:
        cut = find_head(text)
    except HeadError as error:
        return _unfenced(path, *error.args)
    if cut is None:
        return _odd_start(text, path) or Parts(None, text, 1)
    if cut.end > LONGEST:
        return _unfenced(path, f"this front matter has more than {LONGEST:,} characters", "shorten it")
    offset, first_line = text.count("\n", 0, cut.start), text.count("\n", 0, cut.body) + 1
    return Parts(text[cut.start : cut.end], text[cut.body :], first_line, cut.form, offset)


def rewritten(text: str, path: str, changes: Mapping[str, Value | None]) -> str:
    """Change values in an article's front matter, or add front matter.

    Raises:
        BriefgenError: when the front matter is broken, or other values would change with these.
    """
    from briefgen.schema.yaml_edit import rewrite

    parts = split(text, path)
    if isinstance(parts, Diagnostic):
        raise BriefgenError(parts)
    if parts.form != YAML or not parts.offset:
        message = f"its front matter is {parts.form}; briefgen changes only YAML between two lines ---"
        hint = "make the change by hand: " + ", ".join(f"{name}: {value}" for name, value in changes.items())
        raise BriefgenError(diagnostic("head-form", Location(path, 1, 1), message, hint))
    line_end = "\r\n" if "\r\n" in text else "\n"
    head = rewrite(parts.head or "", path, changes, offset=1, line_end=line_end)
    if parts.head is None:
        mark = text[: len(text) - len(parts.body)]
        return f"{mark}---{line_end}{head}---{line_end}{parts.body}" if head else text
    start = text.index("\n") + 1
    return text[:start] + head + text[start + len(parts.head) :]


def _unfenced(path: str, message: str, hint: str, line: int = 1) -> Diagnostic:
    return diagnostic("fence-missing", Location(path, line, 1), message, hint)


def _odd_start(text: str, path: str) -> Diagnostic | None:
    """Find front matter that would count as text because its start is wrong."""
    lines = text[:2000].split("\n")
    for number, line in enumerate(lines[:10], 1):
        if line.strip() and not _ODD_START.fullmatch(line):
            return None
        if line.strip():
            if any(_KEY.match(later) for later in lines[number : number + 2]):
                message = "this looks like front matter, but it does not begin with --- in line 1"
                return _unfenced(path, message, "make --- the first line of the file", number)
            return None
    return None
