"""One file: where it stands, what it says, what was made of it, and what is to be told of it.

A day is an ISO text (``2022-03-31``): it sorts, compares, hashes and stores as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

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


PARAGRAPH = 160
"""Characters from which a line that ends like a sentence is plainly a paragraph of the text."""
SENTENCE_ENDS = frozenset(".!?…\"”’»“'。")
LAST_LINES = 5
"""Lines at the end that are looked at whatever they look like: copyright lines and biographies stand there, in whole sentences."""


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
    """One line that a rule removed (``after`` is None) or changed; the words of one with ``into`` went on in that line.

    The cleaned lines and the edits together give the raw text back, byte for byte: see ``cleaning.engine.restore``.
    """

    rule: str
    line: int
    before: str
    after: str | None
    reason: str
    end: str = "\n"
    into: int = 0


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
    that Markdown's characters are literal. ``removed`` numbers the lines that rules took, in the order in which they did.
    """

    head: Mapping[str, str]
    lang: str
    lines: tuple[Line, ...]
    plain: bool = False
    found: tuple[Found, ...] = ()
    removed: tuple[int, ...] = ()

    @cached_property
    def said(self) -> tuple[Line, ...]:
        """The lines that hold something; nearly every rule asks for them."""
        return tuple([line for line in self.lines if line.text and not line.text.isspace()])

    @cached_property
    def text(self) -> str:
        """All lines as one text: to see in one look that none holds a sign."""
        return "\n".join([line.text for line in self.lines])

    @cached_property
    def suspects(self) -> tuple[Line, ...]:
        """The lines that are not plainly text: what looks for noise passes by a paragraph at a glance."""
        early, last = self.said[:-LAST_LINES], self.said[-LAST_LINES:]
        return (*[n for n in early if len(n.text) < PARAGRAPH or n.text[-1] not in SENTENCE_ENDS], *last)


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


class Picture(NamedTuple):
    """A picture beside an article: its size in pixels as it is shown (0 where it does not say), and the widths of its smaller copies.

    ``unsafe`` says why it may not be shown, ``faulty`` what is wrong with one that is shown as it is.
    """

    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()
    unsafe: str = ""
    faulty: str = ""


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
    ``translation_of`` is the id of the article that this one says in another language.

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
    image_alt: str = ""
    story: str = ""
    translation_of: str = ""
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


Listed: TypeAlias = tuple[str, tuple[str, ...], tuple[tuple[str, int], ...]]
"""A story as a published edition lists it: its slug (empty: an article alone), its articles, the overlaps of its near-copies."""


class EditionFile(NamedTuple):
    """What the file of an edition says. In a reading its articles are named as people typed them, in a site they are ids.

    ``date`` is the file's name, ``status`` is draft, published or empty (public and open). ``order`` and ``items`` are by topic,
    ``joins`` by story. ``corrections`` are (day, text, article); the ``digests`` of published articles take in the first ``sealed``
    of them. ``words`` counts those of the introduction. ``digest`` covers all but ``path``, ``places`` and ``references``.
    """

    path: str
    date: str
    id: str = ""
    title: str = ""
    number: int = 0
    status: str = ""
    lead: str = ""
    order: tuple[tuple[str, tuple[str, ...]], ...] = ()
    skip: tuple[str, ...] = ()
    joins: tuple[tuple[str, tuple[str, ...]], ...] = ()
    splits: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str, str], ...] = ()
    items: tuple[tuple[str, tuple[Listed, ...]], ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    sealed: int = 0
    words: int = 0
    places: Mapping[str, tuple[int, int]] = {}
    references: tuple[Reference, ...] = ()
    body_digest: str = ""
    digest: str = ""

    @property
    def frozen(self) -> bool:
        """Whether it holds what it lists and nothing else."""
        return self.status == "published" and bool(self.items)

    @property
    def listed(self) -> tuple[str, ...]:
        """The articles of ``items``, each once."""
        return tuple(
            dict.fromkeys(one for _, stories in self.items for _, articles, _ in stories for one in articles)
        )

    def at(self, *names: str) -> Location:
        """Where the first of these dotted names that is given stands in the file; the file's beginning when none is."""
        line, column = next((self.places[name] for name in names if name in self.places), (1, 1))
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
    """What reading one file gave: an article, or an edition whose introduction the body is; all None when the file is in error.

    Event handlers and whoever reads a file see a Body; what comes from a worker or is remembered has it packed or stored.
    """

    article: Article | None
    body: Body | PackedBody | StoredBody | None
    diagnostics: tuple[Diagnostic, ...] = ()
    edition: EditionFile | None = None
