"""Sitemaps (sitemaps.org, version 0.9): an index, the pages in parts, and the newest articles for news search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from briefgen.builders.markup import escaped, head
from briefgen.environment.digest import digest
from briefgen.model import Page
from briefgen.site import pages
from briefgen.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefgen.builders.studio import Studio
    from briefgen.environment.tracing import Tracer
    from briefgen.model import Article
    from briefgen.site import Site

PART = 5_000
"""Articles in one file, which may hold 50,000 addresses. They are counted from the oldest, so that a new one changes the last file alone."""
NEWS_DAYS = 2
"""Days that the news sitemap goes back from the newest one; the clock is no input of a page."""
NEWS_MOST = 1_000
"""Articles that a news sitemap may hold."""

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@dataclass(frozen=True)
class SitemapBuilder:
    """Lists the home page, the editions, the topics and the articles for search engines."""

    studio: Studio
    name: ClassVar[str] = "sitemap"

    def plan(self, site: Site) -> Iterator[Page]:
        """The index, part 0 with the pages that list articles, the parts with the articles, and the news."""
        if url := site.address("sitemap"):
            yield Page(url, self.name, "sitemap", "")
        yield from (Page(url, self.name, "sitemap-part", "", (number,)) for number, url in self._parts(site))
        if url := site.address("news_sitemap"):
            yield Page(url, self.name, "sitemap-news", "")

    def fingerprint(self, page: Page) -> str:
        """The settings that shape addresses."""
        return digest(self.studio.fingerprint)

    def render(self, page: Page, site: Tracer) -> str:
        """One file, in the sitemap protocol's XML."""
        if page.kind == "sitemap":
            return self._index(site)
        if page.kind == "sitemap-news":
            return self._news(site)
        number = int(page.subject[0])
        places = ((site.article_address(one), one.updated or one.moment) for one in site.part(number, PART))
        return self._urls(places if number else ((place, "") for place in self._lists(site)))

    def _parts(self, site: Site | Tracer) -> Iterator[tuple[int, str]]:
        """(number, address) of each part."""
        for number in range(pages(site.count(), PART) + 1):
            if url := site.address("sitemap_part", number=str(number)):
                yield number, url

    def _lists(self, site: Tracer) -> Iterator[str]:
        """The pages that list articles."""
        yield site.address("home")
        yield from (site.address("edition", date=day) for day, _ in site.days())
        yield from (site.address("topic", topic=topic.slug) for topic in site.topics())

    def _index(self, site: Tracer) -> str:
        places = [url for _, url in self._parts(site)] + [site.address("news_sitemap")]
        rows = [f"<sitemap><loc>{self._whole(place)}</loc></sitemap>\n" for place in places if place]
        return f"{head()}<sitemapindex {_XMLNS}>\n{''.join(rows)}</sitemapindex>\n"

    def _urls(self, places: Iterable[tuple[str, str]]) -> str:
        rows = [
            f"<url><loc>{self._whole(place)}</loc>{f'<lastmod>{moment}</lastmod>' if moment else ''}</url>\n"
            for place, moment in places
            if place
        ]
        return f"{head()}<urlset {_XMLNS}>\n{''.join(rows)}</urlset>\n"

    def _news(self, site: Tracer) -> str:
        newest = site.latest(NEWS_MOST)
        since = date.fromisoformat(newest[0].day) - timedelta(NEWS_DAYS - 1) if newest else date.min
        articles = [one for one in newest if one.day >= since.isoformat()]
        rows = "".join(["".join(self._news_of(one, site)) for one in articles])
        return f"{head()}<urlset {_XMLNS} {_NEWS}>\n{rows}</urlset>\n"

    def _news_of(self, article: Article, site: Tracer) -> Iterator[str]:
        yield f"<url><loc>{self._whole(site.article_address(article))}</loc><news:news><news:publication>"
        yield f"<news:name>{escaped(self.studio.config.title)}</news:name>"
        yield f"<news:language>{escaped(article.lang)}</news:language></news:publication>"
        yield f"<news:publication_date>{article.moment}</news:publication_date>"
        yield f"<news:title>{escaped(article.title)}</news:title></news:news></url>\n"

    def _whole(self, place: str) -> str:
        return escaped(absolute(self.studio.config.url, place))
