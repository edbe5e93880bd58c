"""Atom 1.0 feeds (RFC 4287): one for the site and one for each topic."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from briefgen.environment.digest import digest
from briefgen.model import Page
from briefgen.text import without_controls
from briefgen.urls import absolute, tag_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.builders.studio import Studio
    from briefgen.config import Config
    from briefgen.environment.tracing import Tracer
    from briefgen.model import Article
    from briefgen.site import Site

ENTRIES = 50
"""The newest articles that a feed holds."""


@dataclass(frozen=True)
class FeedBuilder:
    """Plans and writes the feeds. A feed holds titles, summaries and links, and no bodies: those are their outlets'."""

    studio: Studio
    name: ClassVar[str] = "feed"

    def plan(self, site: Site) -> Iterator[Page]:
        """The site's feed and each topic's."""
        if url := site.address("feed"):
            yield Page(url, self.name, "feed", "", ())
        for topic in site.topics():
            if url := site.address("topic_feed", topic=topic.slug):
                yield Page(url, self.name, "feed", "", (topic.slug,))

    def fingerprint(self, page: Page) -> str:
        """The settings that shape a feed."""
        return digest(self.studio.fingerprint)

    def render(self, page: Page, site: Tracer) -> str:
        """One feed."""
        config = self.studio.config
        if page.subject:
            topic = site.topic(page.subject[0])
            title, about = f"{config.title}: {topic.title}", site.address("topic", topic=topic.slug) or "/"
            articles = site.of_topic(topic.slug, 1).articles[:ENTRIES]
        else:
            title, about, articles = config.title, "/", site.latest(ENTRIES)
        return "".join(self._feed(page, title, about, articles, site))

    def _feed(
        self, page: Page, title: str, about: str, articles: Sequence[Article], site: Tracer
    ) -> Iterator[str]:
        base = self.studio.config.url
        yield '<?xml version="1.0" encoding="utf-8"?>\n'
        yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(self.studio.config.language)}>\n'
        yield f"<title>{_text(title)}</title>\n"
        if self.studio.config.description and not page.subject:
            yield f"<subtitle>{_text(self.studio.config.description)}</subtitle>\n"
        yield f"<id>{_text(absolute(base, page.url))}</id>\n"
        yield f'<link rel="self" type="application/atom+xml" href={_attribute(absolute(base, page.url))}/>\n'
        yield f'<link rel="alternate" type="text/html" href={_attribute(absolute(base, about))}/>\n'
        # A feed of nothing is as old as feeds can be: the clock is no input of a page.
        yield f"<updated>{max((_when(a) for a in articles), default='1970-01-01T00:00:00Z')}</updated>\n"
        yield f"<author><name>{_text(self.studio.config.title)}</name></author>\n"
        for article in articles:
            yield from self._entry(article, site)
        yield "</feed>\n"

    def _entry(self, article: Article, site: Tracer) -> Iterator[str]:
        base = self.studio.config.url
        yield f"<entry xml:lang={_attribute(article.lang)}>\n<title>{_text(article.title)}</title>\n"
        yield f"<id>{_text(feed_id(self.studio.config, article))}</id>\n"
        yield f'<link rel="alternate" type="text/html" href={_attribute(absolute(base, site.article_address(article)))}/>\n'
        if article.url:
            yield f'<link rel="via" href={_attribute(article.url)}/>\n'
        yield f"<published>{_instant(article.moment)}</published>\n<updated>{_when(article)}</updated>\n"
        if name := article.author or article.source:
            yield f"<author><name>{_text(name)}</name></author>\n"
        for tag in article.tags:
            yield f"<category term={_attribute(tag)}/>\n"
        if article.summary:
            yield f"<summary>{_text(article.summary)}</summary>\n"
        yield "</entry>\n"


def feed_id(config: Config, article: Article) -> str:
    """What every feed calls an article. Without ``feed_authority`` it is bound to the site's host and the article's day."""
    authority = config.feed_authority or f"{urlsplit(config.url).hostname or 'localhost'},{article.day}"
    return tag_uri(authority, "article", article.id)


def _when(article: Article) -> str:
    return _instant(article.updated or article.moment)


def _instant(moment: str) -> str:
    """An RFC 3339 instant; a day alone is its midnight in UTC."""
    return moment if "T" in moment else f"{moment}T00:00:00Z"


def _text(value: str) -> str:
    return escape(without_controls(value), quote=False)


def _attribute(value: str) -> str:
    return f'"{escape(without_controls(value))}"'
