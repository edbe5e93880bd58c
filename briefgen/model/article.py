"""One article file: its source, its head, its body, and the result of reading it.

A day is an ISO text (``2022-03-31``): it sorts, compares, hashes and stores as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefgen.model.cleaning import Doubt, Edit
from briefgen.model.diagnostics import Diagnostic, Location
from briefgen.model.edition_file import EditionFile
from briefgen.model.reference import Reference
from briefgen.model.rights import LINK


@dataclass(frozen=True, slots=True)
class Source:
    """An article file as read.

    ``path`` is relative to the project, ``digest`` is over the bytes.
    """

    path: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article: safe HTML, cut at its references, and its cleaning.

    The whole HTML is ``parts[0] + references[0] + parts[1] + ...``, with the address or title of each
    reference.
    """

    parts: tuple[str, ...]
    references: tuple[Reference, ...]
    words: int
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]
    digest: str


class Article(NamedTuple):
    """The head of an article or a page: all that a listing may show.

    A page has no day.

    ``day`` is a calendar day in the site's zone, ``time`` is HH:MM or empty, ``moment`` the same as an ISO
    instant for programs. ``slot`` is the edition of that day, where a day has several. ``updated``,
    ``fetched``, ``publish_from`` and ``expires`` are ISO days or instants or empty. ``hits`` counts the
    keywords of declared topics when the article names no topic. ``aliases`` are slugs and addresses that it
    had before. ``found`` names the fields that the text says and the front matter does not. ``story`` is what
    the front matter says in a reading, and in a site where it is told. ``translation_of`` is the id of the
    article that this one says in another language.

    ``excerpt`` has the first sentences of the text where there is no summary, or the summary where the text
    itself begins with it.

    ``note`` has the curator's own words, a paragraph a line. ``own`` has the values of the keys that the
    project declares.

    ``rights`` is what the front matter says in a reading. In a site it is ``excerpt`` or ``link`` where not
    all of the text is shown; the texts here are then cut.

    ``marking`` is the label that says who may read it; without one, everybody.

    ``signature`` tells near-copies of its text (``grouping.stories.signature``) and is never shown.
    ``text_digest`` is over what the file itself says to readers, as it is written there: a published edition
    holds its articles to it. ``digest`` covers all but ``path``, ``places``, ``references``, ``body_digest``,
    ``text_digest`` and ``signature``.
    """

    id: str
    path: str
    slug: str
    title: str
    day: str
    time: str
    moment: str
    lang: str
    updated: str = ""
    slot: str = ""
    topics: tuple[str, ...] = ()
    hits: tuple[tuple[str, int], ...] = ()
    tags: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    url: str = ""
    author: str = ""
    byline: str = ""
    summary: str = ""
    excerpt: str = ""
    note: str = ""
    image: str = ""
    image_alt: str = ""
    image_caption: str = ""
    image_credit: str = ""
    story: str = ""
    translation_of: str = ""
    place: str = ""
    agency: str = ""
    via: str = ""
    signoff: str = ""
    licence: str = ""
    rights: str = ""
    marking: str = ""
    fetched: str = ""
    found: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    publish_from: str = ""
    expires: str = ""
    own: Mapping[str, Any] = {}
    places: Mapping[str, tuple[int, int]] = {}
    references: tuple[Reference, ...] = ()
    body_digest: str = ""
    text_digest: str = ""
    signature: bytes = b""
    digest: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is a page of the site, such as About, and no article."""
        return not self.day

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own; else its title leads to the original."""
        return self.rights != LINK

    @property
    def description(self) -> str:
        """The text for lists, feeds and metadata: the summary, else the excerpt."""
        return self.summary or self.excerpt

    @property
    def is_added(self) -> bool:
        """Whether ``briefgen add`` or ``fetch`` made its file."""
        return "raw" in self.places

    def at(self, *fields: str) -> Location:
        """The place of the first of these fields that is set.

        It is the start of the file if none is.
        """
        line, column = next((self.places[name] for name in fields if name in self.places), (1, 1))
        return Location(self.path, line, column)


_NOT_OF_HEAD = {"path", "places", "references", "body_digest", "text_digest", "signature", "digest"}
HEAD = tuple(name for name in Article._fields if name not in _NOT_OF_HEAD)
"""The fields that the digest of a head covers."""


class PackedBody(NamedTuple):
    """A body as the bytes to store, and their digest."""

    payload: bytes
    check: str


class StoredBody(NamedTuple):
    """A body in the cache file: the source file, and the digest of its bytes."""

    path: str
    check: str


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading one file gave: an article, an edition or a page.

    All are None when the file is in error.

    Event handlers and whoever reads a file see a Body; what comes from a worker or is remembered has it
    packed or stored.
    """

    article: Article | None
    body: Body | PackedBody | StoredBody | None
    diagnostics: tuple[Diagnostic, ...] = ()
    edition: EditionFile | None = None
    page: Article | None = None

    @property
    def head(self) -> Article | None:
        """The head of the article or page."""
        return self.article or self.page
