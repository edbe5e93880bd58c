"""Plain text: ``index.txt`` beside every edition and article."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import TYPE_CHECKING, ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.html_body import filled
from briefgen.builders.html_to_text import to_text
from briefgen.model import Article, Page, Story
from briefgen.util.i18n import format_day
from briefgen.util.urls import beside

if TYPE_CHECKING:
    from briefgen.site.queries import QueryRecorder
    from briefgen.site.site import Site

FILE = "index.txt"


class TextBuilder(BaseBuilder):
    """Plans and writes the texts of editions and articles."""

    name: ClassVar[str] = "text"

    def plan(self, site: Site) -> Iterator[Page]:
        """A text beside each page of an edition or an article."""
        yield Page(beside(site.address("home"), FILE), self.name, "text", "", ("edition", site.latest_day()))
        for day in site.editions.by_day:
            if address := site.address("edition", date=day):
                yield Page(beside(address, FILE), self.name, "text", "", ("edition", day))
        for article in site.own():
            address = beside(site.article_address(article), FILE)
            yield Page(address, self.name, "text", "", ("article", article.id))

    def render(self, page: Page, site: QueryRecorder) -> str:
        """One edition or article."""
        what, name = map(str, page.subject)
        return "".join(self._edition(name, site) if what == "edition" else self._article(name, site))

    def _edition(self, day: str, site: QueryRecorder) -> Iterator[str]:
        config = self.studio.config
        yield _underlined(config.title, "=")
        if not day:
            return
        yield f"{self._day(day)}\n\n"
        number = 0
        for briefing in site.edition(day).briefings:
            yield _underlined(briefing.topic.title, "-")
            for story in briefing.stories:
                number += 1
                yield from self._story(number, story, site)

    def _story(self, number: int, story: Story, site: QueryRecorder) -> Iterator[str]:
        start = f"{number}. "
        yield start + indent(self._item(story.lead, site), " " * len(start)).lstrip(" ") + "\n"
        for article in story.articles:
            if article.id != story.lead.id:
                yield "   * " + indent(self._item(article, site), " " * 5).lstrip(" ") + "\n"

    def _item(self, article: Article, site: QueryRecorder) -> str:
        """Title, source and time, summary, and the address of its page."""
        known = ", ".join(filter(None, (article.source, article.time)))
        lines = (article.title, known, article.summary, self.absolute(site.article_address(article)))
        return "".join([f"{line}\n" for line in lines if line])

    def _article(self, name: str, site: QueryRecorder) -> Iterator[str]:
        article = site.article(name)
        yield _underlined(article.title, "=")
        known = (article.source, article.author, self._day(article.day), article.time, article.place)
        yield f"{' · '.join(filter(None, known))}\n\n"
        if article.summary:
            yield f"{article.summary}\n\n"
        if body := to_text(filled(site.body(name), site, self.absolute, article.lang)):
            yield f"{body}\n"
        yield from (
            f"<{url}>\n" for url in (article.url, self.absolute(site.article_address(article))) if url
        )

    def _day(self, day: str) -> str:
        return format_day(day, "full", self.studio.config.language)


def _underlined(title: str, line: str) -> str:
    return f"{title}\n{line * min(len(title), 78)}\n\n"
