"""The words of the house as frozen values. This module imports nothing of ours.

A day is an ISO text (``2022-03-31``): it sorts, compares, hashes and stores as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 says that only the file is known."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


class Diagnostic(NamedTuple):
    """One thing that somebody should know: its code, how grave it is, where it is and what to do."""

    code: str
    severity: str
    location: Location
    message: str
    hint: str = ""


# --- one file ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """An article file as it was read: ``path`` is relative to the project, ``digest`` is over its bytes."""

    path: str
    text: str
    digest: str


class Line(NamedTuple):
    """A line of a draft: its number in the raw file (from 1), its text and what ended it."""

    number: int
    text: str
    end: str = "\n"


@dataclass(frozen=True, slots=True)
class Edit:
    """One line that a rule removed (``after`` is None) or changed.

    The cleaned lines and the edits together give the raw text back, byte for byte: see ``cleaning.engine.restore``.
    """

    rule: str
    line: int
    before: str
    after: str | None
    reason: str
    end: str = "\n"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that looks like noise but stays, for a person to decide."""

    rule: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A value that stands in the text and belongs in a field (place, sign-off, date ...)."""

    rule: str
    field: str
    value: str
    line: int


@dataclass(frozen=True)
class Draft:
    """An article on its way through the rules: what its front matter says, and the lines that are left.

    ``head`` holds the texts that rules may ask for (title, source, url ...); ``plain`` says that each line is a paragraph and
    that Markdown's characters are literal.
    """

    head: Mapping[str, str]
    lang: str
    lines: tuple[Line, ...]
    plain: bool = False
    found: tuple[Found, ...] = ()

    @cached_property
    def said(self) -> tuple[Line, ...]:
        """The lines that hold something; nearly every rule asks for them."""
        return tuple([line for line in self.lines if line.text and not line.text.isspace()])


@dataclass(frozen=True, slots=True)
class Reference:
    """A link from an article's body to something of this site; it is resolved when a page renders.

    ``kind`` is article, briefing, topic, path (another article's file), file (a picture or other file beside the article) or page
    (an address of this site). ``show`` says what stands in its place: the target's address or its title.
    """

    kind: str
    target: str
    location: Location
    show: str = "address"


@dataclass(frozen=True, slots=True)
class Body:
    """What an article says: safe HTML cut where its references stand, and the record of its cleaning.

    The HTML of the whole is ``parts[0] + references[0] + parts[1] + ...``, with each reference's address or title in its place.
    """

    parts: tuple[str, ...]
    references: tuple[Reference, ...]
    words: int
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]
    digest: str


class Article(NamedTuple):
    """The head of an article: all that a listing may show of it, and nothing of its body.

    ``day`` is a calendar day in the site's zone, ``time`` is HH:MM or empty, ``moment`` the same as an ISO instant for programs.
    ``updated``, ``fetched``, ``publish_from`` and ``expires`` are ISO days or instants or empty. ``hits`` counts the keywords of declared
    topics when the article names no topic. ``aliases`` are slugs and addresses that it had before. ``found`` names the fields that the
    text says and the front matter does not. ``story`` is what the front matter says in a reading, and in a site where it is told.

    ``sketch`` tells near-copies of its text (``grouping.stories.sketch``) and is never shown. ``text_digest`` is over what the file itself says to readers, as it is written there: a published edition holds its articles to
    it. ``digest`` covers all but ``path``, ``places``, ``references``, ``body_digest``, ``text_digest`` and ``sketch``.
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
    topics: tuple[str, ...] = ()
    hits: tuple[tuple[str, int], ...] = ()
    tags: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    url: str = ""
    author: str = ""
    byline: str = ""
    summary: str = ""
    image: str = ""
    story: str = ""
    place: str = ""
    agency: str = ""
    via: str = ""
    signoff: str = ""
    licence: str = ""
    fetched: str = ""
    found: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    publish_from: str = ""
    expires: str = ""
    places: Mapping[str, tuple[int, int]] = {}
    references: tuple[Reference, ...] = ()
    body_digest: str = ""
    text_digest: str = ""
    sketch: bytes = b""
    digest: str = ""

    def at(self, *fields: str) -> Location:
        """Where the first of these fields that is given stands in the file; the file's beginning when none is."""
        line, column = next((self.places[name] for name in fields if name in self.places), (1, 1))
        return Location(self.path, line, column)


class PackedBody(NamedTuple):
    """A body as the bytes that will be stored, and their digest: so it comes from a worker at the cost of copying them."""

    payload: bytes
    check: str


class StoredBody(NamedTuple):
    """A body that lies in the environment: where, how long, and the digest of its bytes there. See ``environment.reads``."""

    offset: int
    length: int
    check: str


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading one file gave; ``article`` and ``body`` are None when the file is in error.

    Event handlers and whoever reads a file see a Body; what comes from a worker or is remembered has it packed or stored.
    """

    article: Article | None
    body: Body | PackedBody | StoredBody | None
    diagnostics: tuple[Diagnostic, ...] = ()


# --- the site ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Topic:
    """What briefings are about; ``parent`` is the slug of the topic it belongs to, or empty."""

    slug: str
    title: str
    parent: str = ""
    keywords: tuple[str, ...] = ()


COPY, CONFIRMED = "copy", "confirmed"
"""How an article came into a story: its text is nearly that of another, or a person said so."""


class Join(NamedTuple):
    """What story detection says of an article: the slug of the story that it joins as a near-copy, and its overlap in percent."""

    story: str
    overlap: int


class Member(NamedTuple):
    """An article of a story and how it came there: ``copy`` with its ``overlap`` in percent, or ``confirmed``; empty when alone."""

    article: Article
    joined: str = ""
    overlap: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """One event as several outlets told it; ``lead`` is the article that stands for it.

    ``id`` is that of its article where one stands alone, else the slug of the story. ``members`` are in the order of the page.
    """

    id: str
    lead: Article
    members: tuple[Member, ...]

    @property
    def slug(self) -> str:
        """What its page goes by; empty where an article stands alone."""
        return self.id if self.members[0].joined else ""

    @property
    def articles(self) -> tuple[Article, ...]:
        """Its articles in the order of the page."""
        return tuple([member.article for member in self.members])

    @property
    def others(self) -> tuple[Member, ...]:
        """All but the lead: where else it was told."""
        return tuple([member for member in self.members if member.article.id != self.lead.id])


@dataclass(frozen=True, slots=True)
class Briefing:
    """One topic in one edition. ``date`` is the edition's: a day, an ISO week or a month."""

    topic: Topic
    date: str
    stories: tuple[Story, ...]

    @property
    def count(self) -> int:
        """How many articles it holds."""
        return sum(len(story.members) for story in self.stories)


class Correction(NamedTuple):
    """A mistake of an edition, corrected in the open: on which day, in which words, and in which article (its id) if in one."""

    date: str
    text: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is published for one date (``2022-03-31``), ISO week (``2022-W13``) or month (``2022-03``), topic by topic.

    ``number`` is 0 where it has none, ``lead`` what stands first on its page. A ``published`` one stays as its file lists it.
    """

    date: str
    briefings: tuple[Briefing, ...]
    id: str = ""
    number: int = 0
    title: str = ""
    lead: Story | None = None
    published: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article of the edition, once, in the order of the page."""
        seen = {a.id: a for b in self.briefings for s in b.stories for a in s.articles}
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Term:
    """A tag or a source: its address part, the spelling to show, and how many articles carry it."""

    slug: str
    title: str
    count: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a long list: ``number`` of ``pages``, counted from 1."""

    articles: tuple[Article, ...]
    number: int
    pages: int
    total: int


# --- pages ------------------------------------------------------------------------------------------------


class Page(NamedTuple):
    """One output file to be: where it will stand, what it shows and which files it comes from.

    ``url`` begins with ``/``; one that ends in ``/`` is written as its ``index.html``. ``subject`` is what the page is about, as plain
    texts and numbers. ``sources`` are project paths named when two pages want one address.
    """

    url: str
    builder: str
    kind: str
    template: str
    subject: tuple[str | int, ...] = ()
    sources: tuple[Location, ...] = ()

    @property
    def path(self) -> str:
        """The output file, relative to the output folder, with ``/``."""
        return self.url[1:] + ("index.html" if self.url.endswith("/") else "")

    @property
    def about(self) -> tuple[str | int, ...]:
        """What the page is, whatever the site says: a page that is about something else is another page."""
        return (self.kind, self.template, *self.subject)

    @property
    def is_html(self) -> bool:
        """Whether it counts as a page for readers."""
        return self.path.endswith(".html")


class Trace(NamedTuple):
    """What a page asked the site when it was rendered, the digests of the answers, and what else shaped it.

    ``builder`` and ``path`` say whose file it is and where in the output it stands. ``about`` is the page's kind, template and
    subject, ``shape`` its builder's fingerprint. ``questions`` are (name, arguments) pairs, ``answers`` the digest of each answer.
    ``content`` is the digest of the bytes, ``stat`` the (mtime in ns, size) they were written with. ``why`` says why it was rendered.
    """

    builder: str
    path: str
    about: tuple[str | int, ...]
    shape: str
    questions: tuple[tuple[str, tuple[str | int, ...]], ...]
    answers: tuple[str, ...]
    content: str
    stat: tuple[int, int] = (0, 0)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: paths and addresses, diagnostics, and seconds by phase."""

    read: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    pages: int = 0
    articles: int = 0
    failed: bool = False
