"""The builder of feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from itertools import islice
from typing import ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.feed import opml
from briefgen.builders.feed.edition_text import edition_html
from briefgen.builders.feed.model import Feed, FeedEntry
from briefgen.builders.feed.subjects import (
    EDITIONS,
    FORMATS,
    address_of,
    followed,
    page_of,
    subjects,
    title_of,
)
from briefgen.builders.html_body import filled, picture
from briefgen.builders.labels import marked, marking_on
from briefgen.config import Config
from briefgen.model import Article, Page, Story
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.hashing import digest
from briefgen.util.i18n import format_day
from briefgen.util.periods import first_day, zone
from briefgen.util.urls import host_of, relative, tag_uri

FEED = "feed"
STYLE = "feed.css"
"""The theme's stylesheet for feeds, where it has one: a browser then shows a feed as a page."""
OF_A_STORY = 3
"""Articles that are looked at for each entry of a feed."""
MOST_IN_SUMMARY = 5
"""Headlines of an edition that its summary names."""
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
            return opml.write(config.title, config.url, followed(site, self.studio), site.sources())
        form, kind, slug = map(str, page.subject)
        return FORMATS[form].write(self._feed(page.url, kind, slug, site))

    def _feed(self, url: str, kind: str, slug: str, site: QueryRecorder) -> Feed:
        config = self.studio.config
        count = config.feeds.items
        if kind == EDITIONS:
            entries = tuple([self._edition_entry(day, site) for day, _ in site.days()[:count]])
        else:
            # The articles of a story share an entry, so that more are needed for as many entries.
            together = config.feeds.entries == "story" and kind in ("", "topic")
            most = count * OF_A_STORY if together else count
            articles = site.newest(kind, slug, most) if kind else site.latest(most)
            each = (
                self._by_story(articles, site) if together else (self._entry(one, site) for one in articles)
            )
            entries = tuple(islice(each, count))
        return Feed(
            id=entry_id(
                config, FIRST_DAY, "feed", "/".join(filter(None, (config.tree, kind or "site", slug)))
            ),
            url=self.absolute(url),
            about=self.absolute(page_of(site, kind, slug)),
            title=marked(title_of(site, self.studio, kind, slug), marking_on(FEED, (), site, config)),
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
        corrections = site.corrections_of(article.id)
        fixes = [f"{self.studio.gettext('Corrections')} ({one.date}): {one.text}" for one in corrections]
        note = f"{self.studio.gettext('Editor’s note')}: {article.note}" if article.note else ""
        html = filled(site.body(article.id), site, self.absolute, article.lang) if full else ""
        return FeedEntry(
            id=entry_id(self.studio.config, article.day, "article", article.id),
            url=self.absolute(site.article_address(article) or self._edition(article, site)),
            title=article.title,
            lang=article.lang,
            published=_instant(article.moment, self.studio.config.timezone),
            updated=self._newest([article.updated or article.moment, *[one.date for one in corrections]]),
            summary="\n\n".join(filter(None, (note, article.description, *fixes))),
            html="".join([aside(note), html, *map(aside, fixes)]) if full else "",
            author=article.author,
            source=article.source,
            via=article.url,
            image=picture(article, site, self.absolute),
            tags=article.tags,
        )

    def _by_story(self, articles: Sequence[Article], site: QueryRecorder) -> Iterator[FeedEntry]:
        """An entry for each story and each other article.

        A story stands at the place of its newest article.
        """
        seen: set[str] = set()
        for article in articles:
            story = site.story(article.story) if article.story else None
            if story is None or len(story.members) == 1:
                yield self._entry(article, site)
            elif story.id not in seen:
                seen.add(story.id)
                yield self._story_entry(story, site)

    def _story_entry(self, story: Story, site: QueryRecorder) -> FeedEntry:
        """The entry of a story.

        It is that of its lead, with the curator's words and the other outlets.
        """
        lead, moments = self._entry(story.lead, site), [one.moment for one in story.articles]
        also = (
            self.studio.gettext("Also: %(names)s") % {"names": ", ".join(story.outlets)}
            if story.outlets
            else ""
        )
        note = f"{self.studio.gettext('Editor’s note')}: {story.text.note}" if story.text.note else ""
        parts = (note, story.text.summary, "" if story.text.summary else lead.summary, also)
        address = site.address("story", slug=story.id) if story.text.title else ""
        first = min(story.articles, key=lambda one: one.day)
        return lead._replace(
            id=entry_id(self.studio.config, first.day, "story", story.id),
            url=self.absolute(address) if address else lead.url,
            title=story.title,
            lang=story.lang,
            published=min(
                [_instant(one, self.studio.config.timezone) for one in moments], key=datetime.fromisoformat
            ),
            updated=max([lead.updated, self._newest(moments)], key=datetime.fromisoformat),
            summary="\n\n".join(filter(None, parts)),
            html=f"{aside(note)}{lead.html}{aside(also)}" if lead.html else "",
        )

    def _edition_entry(self, day: str, site: QueryRecorder) -> FeedEntry:
        """An edition whole: introduction, stories and corrections."""
        config, edition = self.studio.config, site.edition(day)
        date = format_day(day, "full", config.language)
        moments = [one.moment for one in edition.articles] or [first_day(day)]
        changes = [one.updated for one in edition.articles if one.updated]
        return FeedEntry(
            id=entry_id(config, first_day(day), "edition", edition.id),
            url=self.absolute(site.address("edition", date=day) or site.address("home")),
            title=marked(
                f"{edition.title}, {date}" if edition.title else date,
                site.marking(day) and marking_on(FEED, (day,), site, config),
            ),
            lang=config.language,
            published=self._newest(moments),
            updated=self._newest([*moments, *changes, *[one.date for one in edition.corrections]]),
            summary=" · ".join([story.title for story in edition.stories[:MOST_IN_SUMMARY]]),
            html=edition_html(edition, site, self.studio),
            author="",
            source=config.title,
            via="",
            image="",
            tags=tuple([briefing.topic.title for briefing in edition.briefings]),
        )

    def _newest(self, moments: Sequence[str]) -> str:
        """The last of some moments as an instant."""
        return max(
            [_instant(one, self.studio.config.timezone) for one in moments], key=datetime.fromisoformat
        )

    def _edition(self, article: Article, site: QueryRecorder) -> str:
        """The address of an article's edition, for an article that leads nowhere itself."""
        return site.address("edition", date=site.edition_of(article.day, article.slot)) or site.address(
            "home"
        )


def aside(text: str) -> str:
    """A paragraph that is not the outlet's."""
    return f"<aside><p>{escape(text)}</p></aside>\n" if text else ""


def entry_id(config: Config, day: str, kind: str, name: str) -> str:
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
