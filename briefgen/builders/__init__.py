"""One output format a file; each comes in through ``setup``, as an extension's would.

Its module is imported when a builder is made, so that a build with nothing to do imports none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefgen.extension import Builder, BuilderFactory, Registry

CARDS, PAGEFIND = "cards", "pagefind"
"""The formats that need what is not installed with briefgen."""

_BUILT_IN = {
    "html": "html.HtmlBuilder",
    "feed": "feed.FeedBuilder",
    "hosting": "hosting.HostingBuilder",
    "search": "search.SearchBuilder",
    "sitemap": "sitemap.SitemapBuilder",
    "text": "text.TextBuilder",
    "json": "api.JsonBuilder",
    "llms": "llms.LlmsBuilder",
    CARDS: "cards.CardsBuilder",
    PAGEFIND: "pagefind.PagefindBuilder",
    "gettext": "gettext.GettextBuilder",
    "objects": "objects.ObjectsBuilder",
}


def setup(registry: Registry) -> None:
    """Register the built-in builders."""
    for name, place in _BUILT_IN.items():
        registry.add_builder(name, _made_by(*place.split(".")))


def _made_by(module: str, kind: str) -> BuilderFactory:
    def make(studio: Any) -> Builder:
        made: Builder = getattr(import_module(f"briefgen.builders.{module}"), kind)(studio)
        return made

    return make
