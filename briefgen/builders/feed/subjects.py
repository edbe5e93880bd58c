"""Which feeds a site has, where they stand, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from briefgen.builders.feed import atom, jsonfeed, rss
from briefgen.util.i18n import language_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefgen.builders.context import BuilderContext
    from briefgen.builders.feed.model import Feed
    from briefgen.site.queries import QueryRecorder
    from briefgen.site.site import Site

    Asked: TypeAlias = Site | QueryRecorder


class FeedFormat(NamedTuple):
    """A format of feeds: its name for readers, media type, file ending and writer."""

    label: str
    type: str
    ending: str
    write: Callable[[Feed], str]


FORMATS = {
    "atom": FeedFormat("Atom", atom.TYPE, ".xml", atom.write),
    "rss": FeedFormat("RSS", rss.TYPE, ".rss", rss.write),
    "json": FeedFormat("JSON", jsonfeed.TYPE, ".json", jsonfeed.write),
}

EDITIONS = "editions"
"""The kind of the feed of editions."""
_SLOTS = {"topic": "topic", "source": "source", "language": "lang", "story": "slug"}


class FeedLink(NamedTuple):
    """A feed in one format; its address begins with ``/``."""

    label: str
    type: str
    title: str
    url: str


class FeedSubject(NamedTuple):
    """What a feed follows: its kind, name, title, page and feeds."""

    kind: str
    name: str
    title: str
    about: str
    feeds: tuple[FeedLink, ...]


def subjects(site: Asked) -> Iterator[tuple[str, str]]:
    """(kind, slug) of all that has feeds; the site's own kind is empty."""
    yield "", ""
    yield EDITIONS, ""
    yield from (("topic", topic.slug) for topic in site.topics())
    languages = site.languages()
    yield from (("language", lang) for lang, _ in languages if len(languages) > 1)
    yield from (("source", source.slug) for source in site.sources())
    yield from (("story", story) for story in site.stories())


def address_of(site: Asked, kind: str, slug: str, form: str) -> str:
    """The address of a feed in one format; empty if it is switched off."""
    slots = {_SLOTS[kind]: slug} if kind in _SLOTS else {}
    address = site.address(f"{kind}_feed", **slots) if kind else site.address("feed")
    if form == "atom" or not address:
        return address
    folder, slash, name = address.rpartition("/")
    return folder + slash + (name.rpartition(".")[0] or name or "feed") + FORMATS[form].ending


def name_of(site: Asked, studio: BuilderContext, kind: str, slug: str) -> str:
    """What a feed follows, by name."""
    names: Mapping[str, Callable[[], str]] = {
        "": lambda: studio.config.title,
        EDITIONS: lambda: studio.gettext("Editions"),
        "topic": lambda: site.topic(slug).title,
        "source": lambda: site.source(slug).title,
        "language": lambda: language_name(slug, studio.config.language),
        "story": lambda: site.story(slug).title,
    }
    return names[kind]()


def title_of(site: Asked, studio: BuilderContext, kind: str, slug: str) -> str:
    """What a feed is called: the site's title, and what it follows."""
    name = name_of(site, studio, kind, slug)
    return f"{studio.config.title}: {name}" if kind else name


def page_of(site: Asked, kind: str, slug: str) -> str:
    """The page that a feed follows, else the home page."""
    own = "" if kind in ("", EDITIONS, "language") else site.address(kind, **{_SLOTS[kind]: slug})
    return own or site.address("home")


def feeds_of(site: Asked, studio: BuilderContext, kind: str = "", slug: str = "") -> tuple[FeedLink, ...]:
    """The feeds of one subject, one for each format."""
    title = title_of(site, studio, kind, slug)
    links = [
        FeedLink(FORMATS[form].label, FORMATS[form].type, title, address_of(site, kind, slug, form))
        for form in studio.config.feeds.formats
    ]
    return tuple(link for link in links if link.url)


def followed(site: Asked, studio: BuilderContext) -> Sequence[FeedSubject]:
    """All that has feeds, but for stories: those are many, and their pages name theirs."""
    result = []
    for kind, slug in subjects(site):
        if kind != "story" and (feeds := feeds_of(site, studio, kind, slug)):
            name, title = name_of(site, studio, kind, slug), title_of(site, studio, kind, slug)
            result.append(FeedSubject(kind, name, title, page_of(site, kind, slug), feeds))
    return result
