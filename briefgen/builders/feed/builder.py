"""The builder of feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.feed import opml
from briefgen.builders.feed.model import Feed, FeedEntry
from briefgen.builders.feed.subjects import FORMATS, address_of, followed, page_of, subjects, title_of
from briefgen.builders.html_body import filled, picture
from briefgen.config import Config
from briefgen.model import Article, Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.hashing import digest
from briefgen.util.periods import zone
from briefgen.util.urls import host_of, relative, tag_uri

STYLE = "feed.css"
"""The theme's stylesheet for feeds, where it has one: a browser then shows a feed as a page."""
FIRST_DAY = "2000-01-01"
"""A feed is of no day, and a tag URI needs one."""


class FeedBuilder(BaseBuilder):
    """Plans and writes the feeds and their OPML list."""

    name: ClassVar[str] = "feed"

    def plan(self, site: Site) -> Iterator[Page]:
        """A feed in each format for all that can be followed, and the OPML."""
        for kind, slug in subjects(site):
            for form in self.studio.config.feeds.formats:
                if url := address_of(site, kind, slug, form):
                    yield Page(url, self.name, "feed", "", (form, kind, slug))
        if url := site.address("opml"):
            yield Page(url, self.name, "opml", "")

    def fingerprint(self, page: Page) -> str:
        """The settings that shape feeds, and whether the theme dresses them."""
        return digest(self.studio.fingerprint, STYLE in self.studio.theme.static)

    def render(self, page: Page, site: QueryRecorder) -> str:
        """One feed, or the OPML."""
        config = self.studio.config
        if page.kind == "opml":
            return opml.write(config.title, config.url, followed(site, config), site.sources())
        form, kind, slug = map(str, page.subject)
        return FORMATS[form].write(self._feed(page.url, kind, slug, site))

    def _feed(self, url: str, kind: str, slug: str, site: QueryRecorder) -> Feed:
        config = self.studio.config
        count = config.feeds.items
        articles = site.newest(kind, slug, count) if kind else site.latest(count)
        entries = tuple([self._entry(article, site) for article in articles])
        return Feed(
            id=_id(config, FIRST_DAY, "feed", "/".join(filter(None, (config.tree, kind or "site", slug)))),
            url=self.absolute(url),
            about=self.absolute(page_of(site, kind, slug)),
            title=title_of(site, config, kind, slug),
            subtitle="" if kind else config.description,
            lang=slug if kind == "language" else config.language,
            author=config.title,
            # A feed of nothing is as old as feeds can be: the clock is no input of a page.
            updated=max(
                [entry.updated for entry in entries],
                key=datetime.fromisoformat,
                default="1970-01-01T00:00:00Z",
            ),
            style=relative(url, f"/static/{STYLE}") if STYLE in self.studio.theme.static else "",
            entries=entries,
        )

    def _entry(self, article: Article, site: QueryRecorder) -> FeedEntry:
        full = self.studio.config.feeds.content == "full"
        note = f"{self.studio.gettext('Editor’s note')}: {article.note}" if article.note else ""
        html = filled(site.body(article.id), site, self.absolute, article.lang) if full else ""
        return FeedEntry(
            id=_id(self.studio.config, article.day, "article", article.id),
            url=self.absolute(site.article_address(article) or self._edition(article, site)),
            title=article.title,
            lang=article.lang,
            published=_instant(article.moment, self.studio.config.timezone),
            updated=_instant(article.updated or article.moment, self.studio.config.timezone),
            summary="\n\n".join(filter(None, (note, article.description))),
            html=f"<aside><p>{escape(note)}</p></aside>\n{html}" if full and note else html,
            author=article.author,
            source=article.source,
            via=article.url,
            image=picture(article, site, self.absolute),
            tags=article.tags,
        )

    def _edition(self, article: Article, site: QueryRecorder) -> str:
        """The address of an article's edition, for an article that leads nowhere itself."""
        return site.address("edition", date=site.edition_of(article.day)) or site.address("home")


def _id(config: Config, day: str, kind: str, name: str) -> str:
    """The permanent id of a feed or entry; without ``feed_authority`` host and day form it."""
    return tag_uri(config.feed_authority or f"{host_of(config.url) or 'localhost'},{day}", kind, name)


def _instant(moment: str, timezone: str) -> str:
    """Return an RFC 3339 instant.

    A day begins at midnight in the site's zone, so that it stays that day.
    """
    if "T" in moment:
        return moment
    midnight = datetime.fromisoformat(moment).replace(tzinfo=zone(timezone)).isoformat()
    return midnight.replace("+00:00", "Z")
