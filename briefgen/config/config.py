"""The settings of one project as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from briefgen.config.navigation import MenuEntry, SocialLink
from briefgen.config.permalinks import ADDRESSES
from briefgen.config.slots import EditionSlot
from briefgen.model import Location, Topic
from briefgen.model.rights import FULL
from briefgen.model.sender import Sender
from briefgen.model.subscription import Subscription
from briefgen.util.outlets import is_of_outlet

FILE_NAME = "briefgen.yml"
DEFAULT_BUILDERS = ("html", "feed", "search", "sitemap", "hosting")
"""What readers, search engines and hosts expect of any site; each other format is asked for."""
FEED_FORMATS = ("atom", "rss", "json")
MARKINGS = ("Public", "Internal", "Confidential")
MARKED = ("html", "mail", "print", "feed", "epub")
"""Outputs that can show the label of the site or of an edition."""


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
    """``feeds:``, the site's own feeds.

    Their formats, whether entries are full, their number, and what each entry is.
    """

    formats: tuple[str, ...] = ("atom",)
    content: str = "summary"
    items: int = 50
    entries: str = "story"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """``mail:``, what mails are like.

    How much of an article they have, their sender, and what stands at their end.
    """

    content: str = "excerpt"
    sender: str = ""
    footer: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class EpubSettings:
    """``epub:``: how much of an article e-books have, and the longer periods that have one."""

    content: str = "full"
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkingSettings:
    """``marking:``: the label of the site, and the outputs that show labels.

    ``label`` is empty if the site has none.
    """

    label: str = ""
    on: tuple[str, ...] = MARKED


@dataclass(frozen=True, slots=True)
class ImageSettings:
    """``images:``: the widths of smaller copies in pixels, and their quality (1 to 100)."""

    widths: tuple[int, ...] = (480, 960, 1440)
    quality: int = 80


class OwnField(NamedTuple):
    """A front-matter key of the project (``fields:``), with the kind of its value.

    ``values`` are those of a choice. ``search`` and ``json`` say where its value is used besides templates.
    """

    name: str
    type: str = "text"
    help: str = ""
    values: tuple[str, ...] = ()
    search: bool = False
    json: bool = False


class SourceRights(NamedTuple):
    """The rights of one outlet, which has these names (folded) and hosts."""

    names: tuple[str, ...]
    hosts: tuple[str, ...]
    rights: str

    def covers(self, source: str, url: str) -> bool:
        """Whether an article of this source and address is the outlet's."""
        return is_of_outlet(source, url, self.names, self.hosts)


@dataclass(frozen=True, slots=True)
class RightsSettings:
    """How much of an article the site shows: by default, and by outlet (``sources/*.yml``)."""

    default: str = FULL
    sources: tuple[SourceRights, ...] = ()

    def may_be(self, rights: str, own: str) -> bool:
        """Whether these rights can come out for an article whose front matter says ``own``."""
        return own == rights or (not own and rights in (self.default, *(one.rights for one in self.sources)))


class InventorySettings(NamedTuple):
    """An entry of ``inventories:``: a site's address, ending in ``/``, and its inventory file."""

    url: str
    file: str


@dataclass(frozen=True, slots=True)
class LinkcheckSettings:
    """``linkcheck:``: how long answers stay valid, timeouts, retries and ignored domains."""

    age: int = 7
    timeout: int = 15
    retries: int = 1
    pause: int = 1
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one project. ``root`` is its folder.

    ``places`` has the place of each value in ``briefgen.yml``. ``period`` is the length of an edition (day,
    week or month), ``slots`` are the editions of one day. ``aliases`` maps each folded spelling to its name,
    under ``sources`` and ``tags``. In a site in several languages, each language that is not mixed into the
    main one has a tree of pages: ``tree`` is the language of the tree that these settings are for, empty for
    the main one, and ``strings`` translates the site's own texts into it; ``own_words`` are those texts that
    ``briefgen.yml`` itself gives by language.
    """

    root: Path
    title: str = "Briefing"
    description: str = ""
    url: str = "https://example.org/"
    language: str = "en"
    languages: tuple[Language, ...] = ()
    timezone: str = "UTC"
    keep_offsets: bool = True
    date_order: str = ""
    content: str = "content"
    include: tuple[str, ...] = ()
    front_matter: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[OwnField, ...] = ()
    output: str = "site"
    output_mode: str = "exchange"
    static: str = "static"
    logo: str = ""
    favicon: str = ""
    css: tuple[str, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    footer: tuple[MenuEntry, ...] = ()
    social: tuple[SocialLink, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)
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
    subscriptions: tuple[Subscription, ...] = ()
    mail: MailSettings = field(default_factory=MailSettings)
    senders: Mapping[str, Sender] = field(default_factory=dict)
    epub: EpubSettings = field(default_factory=EpubSettings)
    canonical: str = "site"
    images: ImageSettings = field(default_factory=ImageSettings)
    card_fonts: tuple[str, ...] = ()
    inventories: Mapping[str, InventorySettings] = field(default_factory=dict)
    linkcheck: LinkcheckSettings = field(default_factory=LinkcheckSettings)
    private_hosts: tuple[str, ...] = ()
    excerpt_length: int = 200
    markings: tuple[str, ...] = MARKINGS
    marking: MarkingSettings = field(default_factory=MarkingSettings)
    rights: RightsSettings = field(default_factory=RightsSettings)
    image_hosts: tuple[str, ...] = ()
    feed_authority: str = ""
    period: str = "day"
    slots: tuple[EditionSlot, ...] = ()
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clean: CleanSettings = field(default_factory=CleanSettings)
    clean_sources: Mapping[str, CleanSettings] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    suppress_warnings: tuple[str, ...] = ()
    tree: str = ""
    own_words: tuple[Mapping[str, str], ...] = ()
    strings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)

    @property
    def slot_names(self) -> tuple[str, ...]:
        """The names of the editions of a day, in their order."""
        return tuple([one.name for one in self.slots])

    @property
    def trees(self) -> dict[str, str]:
        """The prefix of each tree's addresses, by language; the main tree has none."""
        return {"": ""} | {one.code: one.path for one in self.languages if one.path}

    def address(self, kind: str) -> str:
        """The address pattern of a kind of page; empty when it is switched off."""
        whole = "archive" if kind.startswith("archive_") else kind
        if not (self.pages.get(kind, True) and self.pages.get(whole, True)):
            return ""
        return self.permalinks.get(kind, ADDRESSES[kind])

    def place(self, name: str) -> Location:
        """Where a value stands, or the file when it is not given."""
        return self.places.get(name, Location(FILE_NAME))


def with_values(config: Config, **changes: Any) -> Config:
    """Copy ``config`` with some values changed, as a ``config-loaded`` handler does."""
    return replace(config, **changes)


class Language(NamedTuple):
    """A language of the site. ``path`` is the prefix of its tree, such as ``/id``.

    Without a path, its articles stand in the main tree.
    """

    code: str
    title: str = ""
    description: str = ""
    path: str = ""
