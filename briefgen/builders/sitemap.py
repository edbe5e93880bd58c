"""Sitemaps (sitemaps.org, version 0.9): an index, the pages, and news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.xml import escaped, head
from briefgen.model import Article, Page, Version
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.site.taxonomies import page_count

PART = 5_000
"""Articles in one file, counted from the oldest, so that a new one changes only the last file."""
NEWS_DAYS = 2
"""Days that the news sitemap goes back from the newest one; the clock is no input of a page."""
NEWS_MOST = 1_000
"""Articles that a news sitemap may hold."""

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


class SitemapBuilder(BaseBuilder):
    """Lists all pages that search engines shall know.

    These are the home page, the editions, the topics, the pages and the articles.
    """

    name: ClassVar[str] = "sitemap"

    def plan(self, site: Site) -> Iterator[Page]:
        """The index, and for each language: list pages (part 0), articles, news."""
        if (url := site.address("sitemap")) and not site.tree:
            yield Page(url, self.name, "sitemap", "")
        for number in _numbers(site.count()):
            if url := site.address("sitemap_part", number=str(number)):
                yield Page(url, self.name, "sitemap-part", "", (number,))
        if url := site.address("news_sitemap"):
            yield Page(url, self.name, "sitemap-news", "")

    def render(self, page: Page, site: QueryRecorder) -> str:
        """One file, in the sitemap protocol's XML."""
        if page.kind == "sitemap":
            return self._index(site)
        if page.kind == "sitemap-news":
            return self._news(site)
        number = int(page.subject[0])
        if number:
            places = [
                (site.article_address(one), one.updated or one.moment)
                for one in site.part(number, PART)
                if one.has_page
            ]
            return self._urls(places, dict(site.translated_part(number, PART)))
        lists = dict(self._lists(site))
        translated = lists.items() if len(self.studio.config.trees) > 1 else ()
        versions = {place: site.versions(*about) for place, about in translated}
        return self._urls([(place, "") for place in lists], versions)

    def _lists(self, site: QueryRecorder) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(address, kind and subject) of the pages that are no articles."""
        yield site.address("home"), ("home",)
        yield from ((site.address("edition", date=day), ("edition", day)) for day, _ in site.days())
        yield from ((site.article_address(one), ("page", one.id)) for one in site.pages())
        topics = [topic.slug for topic in site.topics()]
        yield from ((site.address("topic", topic=slug), ("topic", slug)) for slug in topics)

    def _index(self, site: QueryRecorder) -> str:
        places = []
        for tree, count in site.sizes():
            path, part = self.studio.config.trees[tree], partial(site.address, "sitemap_part")
            places += [f"{path}{url}" for number in _numbers(count) if (url := part(number=str(number)))]
            places += [f"{path}{url}" for url in [site.address("news_sitemap")] if url]
        rows = [f"<sitemap><loc>{self._whole(place)}</loc></sitemap>\n" for place in places if place]
        return f"{head()}<sitemapindex {_XMLNS}>\n{''.join(rows)}</sitemapindex>\n"

    def _urls(self, places: Sequence[tuple[str, str]], versions: Mapping[str, Sequence[Version]]) -> str:
        """The addresses with their moments, and where the same stands in other languages."""
        rows = [
            f"<url><loc>{self._whole(place)}</loc>{f'<lastmod>{moment}</lastmod>' if moment else ''}"
            f"{''.join(map(self._link, versions.get(place, ())))}</url>\n"
            for place, moment in places
            if place
        ]
        spaces = f"{_XMLNS} {_XHTML}" if any(versions.values()) else _XMLNS
        return f"{head()}<urlset {spaces}>\n{''.join(rows)}</urlset>\n"

    def _link(self, version: Version) -> str:
        at = self._whole(version.url)
        return f'<xhtml:link rel="alternate" hreflang="{escaped(version.lang)}" href="{at}"/>'

    def _news(self, site: QueryRecorder) -> str:
        newest = site.latest(NEWS_MOST)
        since = date.fromisoformat(newest[0].day) - timedelta(NEWS_DAYS - 1) if newest else date.min
        articles = [one for one in newest if one.day >= since.isoformat() and one.has_page]
        rows = "".join(["".join(self._news_of(one, site)) for one in articles])
        return f"{head()}<urlset {_XMLNS} {_NEWS}>\n{rows}</urlset>\n"

    def _news_of(self, article: Article, site: QueryRecorder) -> Iterator[str]:
        yield f"<url><loc>{self._whole(site.article_address(article))}</loc><news:news><news:publication>"
        yield f"<news:name>{escaped(self.studio.config.title)}</news:name>"
        yield f"<news:language>{escaped(article.lang)}</news:language></news:publication>"
        yield f"<news:publication_date>{article.moment}</news:publication_date>"
        yield f"<news:title>{escaped(article.title)}</news:title></news:news></url>\n"

    def _whole(self, place: str) -> str:
        return escaped(self.absolute(place))


def _numbers(count: int) -> range:
    """The numbers of the parts of so many articles."""
    return range(page_count(count, PART) + 1)
