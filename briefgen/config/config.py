"""The settings of one project as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.config.permalinks import ADDRESSES
from briefgen.model import Location

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.model import Topic


FILE_NAME = "briefgen.yml"
DEFAULT_BUILDERS = ("html", "feed", "search", "sitemap", "hosting")
"""What readers, search engines and hosts expect of any site; each other format is asked for."""
FEED_FORMATS = ("atom", "rss", "json")


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """What ``clean:`` says at one level (site, source or article)."""

    enabled: bool = True
    skip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: Any) -> CleanSettings:
        """The settings of a ``clean:`` value: a flag, a mapping, or nothing."""
        if isinstance(value, bool):
            return cls(enabled=value)
        if not value:
            return cls()
        return cls(skip=value["skip"], keep=value["keep"], drop=value["drop"])


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What ``feeds:`` says: the formats beside each other, whether an entry holds the whole text, and how many a feed has."""

    formats: tuple[str, ...] = ("atom",)
    content: str = "summary"
    items: int = 50


@dataclass(frozen=True, slots=True)
class ImageSettings:
    """What ``images:`` says: the widths in pixels of smaller copies, and the quality (1 to 100) of those that lose some."""

    widths: tuple[int, ...] = (480, 960, 1440)
    quality: int = 80


class InventorySettings(NamedTuple):
    """One entry of ``inventories:``: the address of another site, which ends in ``/``, and the file that its inventory is kept in."""

    url: str
    file: str


@dataclass(frozen=True, slots=True)
class LinkcheckSettings:
    """What ``linkcheck:`` says: days that an answer is believed, seconds, how often to ask again, and the domains that are not asked."""

    age: int = 7
    timeout: int = 15
    retries: int = 1
    pause: int = 1
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one project. ``root`` is its folder; ``places`` says where each value stands in ``briefgen.yml``.

    ``period`` is how long an edition is (day, week or month). ``aliases`` has, under ``sources`` and ``tags``, the name that stands for
    another spelling, which is folded. A site in several languages has a tree of pages for each that is not mixed into the main one:
    ``tree`` is the language of the tree that these settings are for, empty for the main one, and ``strings`` translates the site's own
    texts into it.
    """

    root: Path
    title: str = "Briefing"
    description: str = ""
    url: str = "https://example.org/"
    language: str = "en"
    languages: tuple[Language, ...] = ()
    timezone: str = "UTC"
    content: str = "content"
    include: tuple[str, ...] = ()
    front_matter: Mapping[str, str] = field(default_factory=dict)
    output: str = "site"
    static: str = "static"
    theme: str = "ledger"
    theme_options: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    fallback_topic: str = "other"
    closed_topics: bool = False
    permalinks: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, bool] = field(default_factory=dict)
    paginate: int = 50
    builders: tuple[str, ...] = DEFAULT_BUILDERS
    feeds: FeedSettings = field(default_factory=FeedSettings)
    canonical: str = "site"
    images: ImageSettings = field(default_factory=ImageSettings)
    card_fonts: tuple[str, ...] = ()
    inventories: Mapping[str, InventorySettings] = field(default_factory=dict)
    linkcheck: LinkcheckSettings = field(default_factory=LinkcheckSettings)
    feed_authority: str = ""
    period: str = "day"
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clean: CleanSettings = field(default_factory=CleanSettings)
    clean_sources: Mapping[str, CleanSettings] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    suppress_warnings: tuple[str, ...] = ()
    tree: str = ""
    strings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)

    @property
    def trees(self) -> dict[str, str]:
        """What the addresses of each tree begin with, by language: nothing for the main one, which is called by an empty text."""
        return {"": ""} | {one.code: one.path for one in self.languages if one.path}

    def address(self, kind: str) -> str:
        """The address pattern of a kind of page, or an empty text when the kind, or what it is part of, is switched off."""
        whole = "archive" if kind.startswith("archive_") else kind
        if not (self.pages.get(kind, True) and self.pages.get(whole, True)):
            return ""
        return self.permalinks.get(kind, ADDRESSES[kind])

    def place(self, name: str) -> Location:
        """Where a value stands, or the file when it is not given."""
        return self.places.get(name, Location(FILE_NAME))


def with_values(config: Config, **changes: Any) -> Config:
    """A copy of ``config`` with some values changed: what an extension's ``config-loaded`` handler gives back."""
    return replace(config, **changes)


class Language(NamedTuple):
    """A language of the site. ``path`` is what the addresses of its tree begin with (``/id``); without one its articles stand in the main tree."""

    code: str
    title: str = ""
    description: str = ""
    path: str = ""
