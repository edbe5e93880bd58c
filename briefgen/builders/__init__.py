"""One output format a file; each comes in through ``setup``, as an extension's would.

Its module is imported when a builder is made, so that a build with nothing to do imports none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefgen.builders.builder import Builder, BuilderFactory

CARDS, PAGEFIND = "cards", "pagefind"
"""The formats that need what is not installed with briefgen."""

BUILT_IN = {
    "html": "html.HtmlBuilder",
    "feed": "feed.FeedBuilder",
    "hosting": "hosting.HostingBuilder",
    "search": "search.SearchBuilder",
    "sitemap": "sitemap.SitemapBuilder",
    "text": "text.TextBuilder",
    "json": "api.JsonBuilder",
    "llms": "llms.LlmsBuilder",
    CARDS: "social_cards.CardsBuilder",
    PAGEFIND: "pagefind.PagefindBuilder",
    "gettext": "gettext.GettextBuilder",
    "objects": "intersphinx.ObjectsBuilder",
}


def made_by(module: str, kind: str) -> BuilderFactory:
    """Return a factory that imports a builder's module when the builder is made."""

    def make(studio: Any) -> Builder:
        made: Builder = getattr(import_module(f"briefgen.builders.{module}"), kind)(studio)
        return made

    return make
