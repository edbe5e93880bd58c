"""``objects.inv``: the articles, pages, topics and briefings that other sites can refer to by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import quote

from briefgen.builders.context import BaseBuilder
from briefgen.model import Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util import objects_inv
from briefgen.util.objects_inv import InventoryEntry


class ObjectsBuilder(BaseBuilder):
    """Plans and writes the inventory."""

    name: ClassVar[str] = "objects"

    def plan(self, site: Site) -> Iterator[Page]:
        """The one file."""
        if url := site.address("objects"):
            yield Page(url, self.name, "objects", "")

    def render(self, page: Page, site: QueryRecorder) -> bytes:
        """The inventory, whose addresses are relative to where it stands."""
        return objects_inv.write(self.studio.config.title, self._entries(site))

    def _entries(self, site: QueryRecorder) -> Iterator[InventoryEntry]:
        for article in site.everything():
            if article.has_page:
                yield self._entry("article", article.slug, site.article_address(article), article.title)
        for own in site.pages():
            if address := site.article_address(own):
                yield self._entry("page", own.slug, address, own.title)
        titles = {topic.slug: topic.title for topic in site.topics()}
        for slug, title in titles.items():
            if address := site.address("topic", topic=slug):
                yield self._entry("topic", slug, address, title)
            for day, _ in site.briefing_days(slug):
                if address := site.address("briefing", date=day, topic=slug):
                    yield self._entry("briefing", f"{slug}/{day}", address, f"{title}, {day}")

    def _entry(self, role: str, name: str, address: str, title: str) -> InventoryEntry:
        return InventoryEntry(role, name, quote(address.lstrip("/")), title)
