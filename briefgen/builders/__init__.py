"""Builders, one output format each; a build imports only the modules that it needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from briefgen.builders.builder import Builder, BuilderFactory

CARDS, PAGEFIND = "cards", "pagefind"
"""The formats that need what is not installed with briefgen."""

BUILT_IN = {
    "html": "html.HtmlBuilder",
    "feed": "feed.builder.FeedBuilder",
    "hosting": "hosting.HostingBuilder",
    "search": "search.builder.SearchBuilder",
    "sitemap": "sitemap.SitemapBuilder",
    "text": "text.TextBuilder",
    "json": "api.builder.JsonBuilder",
    "llms": "llms.LlmsBuilder",
    "mail": "mail.builder.MailBuilder",
    "epub": "epub.builder.EpubBuilder",
    CARDS: "social_cards.CardsBuilder",
    PAGEFIND: "pagefind.PagefindBuilder",
    "gettext": "gettext.GettextBuilder",
    "objects": "intersphinx.ObjectsBuilder",
}


def made_by(path: str) -> BuilderFactory:
    """Return a factory that imports a builder's module when the builder is made."""

    def make(studio: Any) -> Builder:
        module, _, kind = path.rpartition(".")
        made: Builder = getattr(import_module(f"briefgen.builders.{module}"), kind)(studio)
        return made

    return make
