"""Plain text: ``index.txt`` beside every edition, article and page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.html_body import filled
from briefgen.builders.html_to_text import to_text
from briefgen.model import Article, Correction, Page, Story
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.i18n import format_day
from briefgen.util.urls import beside

FILE = "index.txt"


class TextBuilder(BaseBuilder):
    """Plans and writes the texts of editions, articles and pages."""

    name: ClassVar[str] = "text"

    def plan(self, site: Site) -> Iterator[Page]:
        """A text beside each edition, article and page."""
        yield Page(beside(site.address("home"), FILE), self.name, "text", "", ("edition", site.latest_day()))
        for day in site.editions.by_day:
            if address := site.address("edition", date=day):
                yield Page(beside(address, FILE), self.name, "text", "", ("edition", day))
        for article in site.with_pages():
            address = beside(site.article_address(article), FILE)
            yield Page(address, self.name, "text", "", ("article", article.id))
        for one in site.pages():
            address = beside(site.article_address(one), FILE)
            yield Page(address, self.name, "text", "", ("page", one.id))

    def render(self, page: Page, site: QueryRecorder) -> str:
        """One edition, article or page."""
        what, name = map(str, page.subject)
        made = {"edition": self.edition, "article": self._article, "page": self._page}
        return "".join(made[what](name, site))

    def _page(self, name: str, site: QueryRecorder) -> Iterator[str]:
        own = site.article(name)
        yield _underlined(own.title, "=")
        yield to_text(filled(site.body(name), site, self.absolute, own.lang))

    def edition(self, day: str, site: QueryRecorder) -> Iterator[str]:
        """The text of an edition, piece by piece."""
        config = self.studio.config
        yield _underlined(config.title, "=")
        if not day:
            return
        edition = site.edition(day)
        number = self.studio.gettext("No. %(number)s") % {"number": edition.number} if edition.number else ""
        lines = (number, edition.title, self._day(day))
        yield "".join([f"{line}\n" for line in lines if line]) + "\n"
        if body := site.introduction(day):
            yield f"{to_text(filled(body, site, self.absolute, config.language))}\n"
        for title, stories in edition.numbered_sections:
            yield _underlined(title, "-") if title else ""
            for number, story in stories:
                yield from self._story(number, story, site)
        yield from self._corrections(edition.corrections)

    def _story(self, number: int, story: Story, site: QueryRecorder) -> Iterator[str]:
        start = f"{number}. "
        own, note = (
            story.text.title,
            story.text.note and f"{self.studio.gettext('Editor’s note')}: {story.text.note}",
        )
        address = site.address("story", slug=story.slug) if own else ""
        lines = (own, story.text.summary, note, self.absolute(address) if address else "")
        about = "".join([f"{line}\n" for line in lines if line])
        first = about if own else about + self._item(story.lead, site)
        yield start + indent(first, " " * len(start)).lstrip(" ") + "\n"
        for article in story.articles:
            if own or article.id != story.lead.id:
                yield "   * " + indent(self._item(article, site), " " * 5).lstrip(" ") + "\n"

    def _item(self, article: Article, site: QueryRecorder) -> str:
        """Title, source and time, summary, and the address of its page."""
        spans = site.edition_of(article.day, article.slot)[:10] != article.day
        day = format_day(article.day, "MMMEd", self.studio.config.language) if spans else ""
        known = ", ".join(filter(None, (article.source, day, article.time)))
        address = site.article_address(article)
        note = f"{self.studio.gettext('Editor’s note')}: {article.note}" if article.note else ""
        lines = (article.title, known, article.description, note, self.absolute(address) if address else "")
        return "".join([f"{line}\n" for line in lines if line])

    def _article(self, name: str, site: QueryRecorder) -> Iterator[str]:
        article = site.article(name)
        yield _underlined(article.title, "=")
        known = (article.source, article.author, self._day(article.day), article.time, article.place)
        yield f"{' · '.join(filter(None, known))}\n\n"
        if article.summary:
            yield f"{article.summary}\n\n"
        if article.note:
            note = article.note.replace("\n", "\n\n")
            yield f"{self.studio.gettext('Editor’s note')}: {note}\n\n"
        if body := to_text(filled(site.body(name), site, self.absolute, article.lang)):
            yield f"{body}\n"
        yield from self._corrections(site.corrections_of(name))
        yield from (
            f"<{url}>\n" for url in (article.url, self.absolute(site.article_address(article))) if url
        )

    def _corrections(self, corrections: Sequence[Correction]) -> Iterator[str]:
        if corrections:
            yield _underlined(self.studio.gettext("Corrections"), "-")
            yield from (f"{self._day(one.date)}: {one.text}\n\n" for one in corrections)

    def _day(self, day: str) -> str:
        return format_day(day, "full", self.studio.config.language)


def _underlined(title: str, line: str) -> str:
    return f"{title}\n{line * min(len(title), 78)}\n\n"
