"""``llms.txt`` (llmstxt.org), and each edition and article as Markdown beside its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.feed.edition_text import edition_html
from briefgen.builders.html_body import filled
from briefgen.builders.html_to_text import to_markdown
from briefgen.model import Article, Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.i18n import format_day
from briefgen.util.text import escape_markdown, plural
from briefgen.util.urls import beside

FILE = "index.md"
NEWEST = 100
"""Articles that ``llms.txt`` names; the others are found from the editions."""


class LlmsBuilder(BaseBuilder):
    """Plans and writes the list and the articles."""

    name: ClassVar[str] = "llms"

    def plan(self, site: Site) -> Iterator[Page]:
        """The list, and a file beside each edition, article and page."""
        if url := site.address("llms"):
            yield Page(url, self.name, "llms", "", ("list",))
        for day in site.editions.by_day:
            if address := site.address("edition", date=day):
                yield Page(beside(address, FILE), self.name, "llms", "", ("edition", day))
        for article in (*site.with_pages(), *site.pages()):
            address = beside(site.article_address(article), FILE)
            yield Page(address, self.name, "llms", "", ("article", article.id))

    def render(self, page: Page, site: QueryRecorder) -> str:
        """The list, one article or one edition."""
        what, *names = map(str, page.subject)
        if what == "edition":
            return self._edition(names[0], site)
        return "".join(self._article(names[0], site) if what == "article" else self._list(site))

    def _edition(self, day: str, site: QueryRecorder) -> str:
        """An edition as its feed has it."""
        edition, date = site.edition(day), format_day(day, "full", self.studio.config.language)
        title = f"{edition.title}, {date}" if edition.title else date
        return f"# {_line(title)}\n\n{to_markdown(edition_html(edition, site, self.studio))}"

    def _list(self, site: QueryRecorder) -> Iterator[str]:
        config = self.studio.config
        yield f"# {_line(config.title)}\n\n"
        if config.description:
            yield f"> {_line(config.description)}\n\n"
        yield "## Topics\n\n"
        for topic in site.topics():
            if address := site.address("topic", topic=topic.slug):
                yield f"- [{_line(topic.title)}]({self.absolute(address)})\n"
        if pages := site.pages():
            yield "\n## Pages\n\n"
        for own in pages:
            yield f"- [{_line(own.title)}]({self.absolute(beside(site.article_address(own), FILE))})\n"
        yield "\n## Latest articles\n\n"
        for article in site.latest(NEWEST):
            about = ", ".join(filter(None, (article.source, article.day)))
            address = site.article_address(article)
            address = self.absolute(beside(address, FILE)) if article.has_page else address
            title = _line(article.title)
            yield f"- {f'[{title}]({address})' if address else title}: {_line(about)}\n"
        yield "\n## Optional\n\n"
        for issue in [one for year, _ in site.years() for one in site.issues(year)]:
            if address := site.address("edition", date=issue.date):
                title = f"{_line(issue.title)}, " if issue.title else ""
                yield f"- [{issue.date}]({self.absolute(address)}): {title}{plural(issue.count, 'article')}\n"

    def _article(self, name: str, site: QueryRecorder) -> Iterator[str]:
        article = site.article(name)
        yield f"# {_line(article.title)}\n\n"
        yield from (f"- {_line(fact)}\n" for fact in self._facts(article, site))
        if article.summary:
            yield f"\n> {_line(article.summary)}\n"
        if article.note:
            yield f"\nEditor's note: {_line(article.note)}\n"
        yield f"\n{to_markdown(filled(site.body(name), site, self.absolute, article.lang))}"

    def _facts(self, article: Article, site: QueryRecorder) -> Iterator[str]:
        """What is known of an article beside its text."""
        yield from filter(None, (article.moment, article.source, article.author, article.place))
        yield article.lang
        yield from (url for url in (article.url, self.absolute(site.article_address(article))) if url)


def _line(text: str) -> str:
    """A text as one line of Markdown, with its special characters escaped."""
    return escape_markdown(" ".join(text.split())).replace("#", r"\#")
