"""One output format a file; each comes in through ``setup``, as an extension's would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.builders import cards, gettext, hosting, html, llms, objects, pagefind, sitemap, text
from briefgen.builders.api import JsonBuilder
from briefgen.builders.feed import FeedBuilder
from briefgen.builders.search import SearchBuilder

if TYPE_CHECKING:
    from briefgen.extension import Registry


def setup(registry: Registry) -> None:
    """Register the built-in builders."""
    registry.add_builder("html", html.HtmlBuilder)
    registry.add_builder("feed", FeedBuilder)
    registry.add_builder("hosting", hosting.HostingBuilder)
    registry.add_builder("search", SearchBuilder)
    registry.add_builder("sitemap", sitemap.SitemapBuilder)
    registry.add_builder("text", text.TextBuilder)
    registry.add_builder("json", JsonBuilder)
    registry.add_builder("llms", llms.LlmsBuilder)
    registry.add_builder("cards", cards.CardsBuilder)
    registry.add_builder("pagefind", pagefind.PagefindBuilder)
    registry.add_builder("gettext", gettext.GettextBuilder)
    registry.add_builder("objects", objects.ObjectsBuilder)
