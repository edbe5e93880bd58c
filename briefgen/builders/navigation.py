"""What frames every page: menus, logo, favicon and the project's own stylesheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from briefgen.config.navigation import KINDS, MenuEntry
from briefgen.model.reference import NAMED_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.builders.context import BuilderContext
    from briefgen.model import Page
    from briefgen.site.queries import QueryRecorder

_DEFAULT = ("home", "topics", "archive", "sources", "tags", "search")
_BELOW = {
    "topics": ("topic",),
    "archive": ("edition", "briefing", "archive_year", "archive_month"),
    "sources": ("source",),
    "tags": ("tag",),
}
"""The kinds of page that lie below a kind which a menu names."""


class MenuItem(NamedTuple):
    """An entry of a menu on one page.

    ``url`` is empty for a heading, ``current`` is page, true or empty.

    Without a ``title``, the theme names its ``kind``. ``lang`` is the language of a title of a page.
    """

    kind: str
    title: str
    url: str
    lang: str
    current: str
    children: tuple[MenuItem, ...] = ()


class Logo(TypedDict):
    """The picture at the head of every page; a size of 0 is unknown."""

    url: str
    width: int
    height: int


class Navigation:
    """The menus of one page, and the files that frame it."""

    def __init__(self, page: Page, site: QueryRecorder, studio: BuilderContext, *, has_search: bool) -> None:
        self.page, self.site, self.studio = page, site, studio
        self.config, self.has_search = studio.config, has_search

    def menu(self) -> tuple[MenuItem, ...]:
        """The main menu; the kinds of page of the site where ``menu:`` says nothing."""
        return self._items(self.config.menu or [MenuEntry("", kind=kind) for kind in _DEFAULT])

    def footer(self) -> tuple[MenuItem, ...]:
        """The links of ``footer:``."""
        return self._items(self.config.footer)

    def logo(self) -> Logo | None:
        """The logo, with its size so that nothing jumps."""
        address = self.file(self.config.logo)
        picture = self.site.picture(address) if address else None
        width, height = (picture.width, picture.height) if picture else (0, 0)
        return {"url": address, "width": width, "height": height} if address else None

    def favicon(self) -> str:
        """The address of the favicon, or an empty text."""
        return self.file(self.config.favicon)

    def stylesheets(self) -> tuple[str, ...]:
        """The addresses of the project's own stylesheets."""
        return tuple(filter(None, map(self.file, self.config.css)))

    def file(self, name: str) -> str:
        """The address of a static file; empty where there is no such file."""
        known = self.site.resolve("page", f"/{name}") if name else None
        return known[0] if known else ""

    def _items(self, entries: Sequence[MenuEntry]) -> tuple[MenuItem, ...]:
        items = [item for entry in entries if (item := self._item(entry))]
        if any(item.current and item.kind not in KINDS for item in items):
            # An entry for the page or its topic is marked, and not also the kind of page above it.
            items = [one._replace(current="") if _is_kind_above(one) else one for one in items]
        return tuple(items)

    def _item(self, entry: MenuEntry) -> MenuItem | None:
        """The entry on this page; None where it leads nowhere in this language."""
        children = self._items(entry.children)
        item = self._target(entry)
        if item is None and not children:
            return None
        item = item or MenuItem("", self._title(entry), "", "", "")
        if not item.current and any(child.current for child in children):
            item = item._replace(current="true")
        return item._replace(children=children)

    def _target(self, entry: MenuEntry) -> MenuItem | None:
        if entry.page:
            return self._page(entry)
        if entry.topic:
            return self._topic(entry)
        return self._kind(entry) if entry.kind else self._address(entry)

    def _title(self, entry: MenuEntry) -> str:
        return entry.title(self.config.language, self.config.strings)

    def _page(self, entry: MenuEntry) -> MenuItem | None:
        known = self.site.resolve(NAMED_PAGE, entry.page)
        if not known:
            return None
        title = self._title(entry)
        return MenuItem("page", title or known[1], known[0], "" if title else known[2], self._is_at(known[0]))

    def _topic(self, entry: MenuEntry) -> MenuItem | None:
        known = self.site.resolve("topic", entry.topic)
        if not known:
            return None
        is_within = self.page.kind in ("topic", "briefing") and known[0] == self._topic_address()
        current = self._is_at(known[0]) or ("true" if is_within else "")
        return MenuItem("topic", self._title(entry) or known[1], known[0], "", current)

    def _topic_address(self) -> str:
        return self.site.address("topic", topic=str(self.page.subject[0]))

    def _kind(self, entry: MenuEntry) -> MenuItem | None:
        kind = entry.kind
        missing = {"search": not self.has_search, "feeds": "feed" not in self.studio.builders}
        address = "" if kind not in KINDS or missing.get(kind) else self.site.address(kind)
        if not address:
            return None
        is_below = self.page.kind in _BELOW.get(kind, ())
        current = "page" if self.page.kind == kind else "true" if is_below else ""
        return MenuItem(kind, self._title(entry), address, "", current)

    def _address(self, entry: MenuEntry) -> MenuItem | None:
        title = self._title(entry)
        if not entry.url or not title:
            return None
        return MenuItem("", title, entry.url, "", self._is_at(entry.url))

    def _is_at(self, address: str) -> str:
        return "page" if address == self.page.url else ""


def _is_kind_above(item: MenuItem) -> bool:
    return item.current == "true" and item.kind in KINDS
