"""Make e-books (EPUB 3) of editions, weeks and months, and their catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

from markupsafe import Markup

from briefgen.builders import CARDS
from briefgen.builders.context import BaseBuilder
from briefgen.builders.epub import opds
from briefgen.builders.epub.opds import Catalogue, CatalogueEntry
from briefgen.builders.epub.package import NAVIGATION, Book, Chapter, NavEntry, write
from briefgen.builders.epub.pictures import BookPictures
from briefgen.builders.epub.xhtml import Converter, outside
from briefgen.builders.feed.builder import FIRST_DAY, entry_id
from briefgen.builders.html_body import filled, picture
from briefgen.builders.labels import marked, marking_on
from briefgen.builders.social_cards import FILE, CardsBuilder, can_draw
from briefgen.images import resize
from briefgen.model import Article, Edition, Page
from briefgen.model.rights import LINK
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.hashing import digest
from briefgen.util.i18n import format_day
from briefgen.util.periods import PERIODS, edition_of, first_day, zone
from briefgen.util.text import without_controls
from briefgen.util.urls import beside

EPUB = "epub"
TEMPLATE = "epub.xhtml"
MOST_LISTED = 100
"""Books in the catalogue."""
MOST_IN_SUMMARY = 5
"""Headlines that a book's description names."""
COVER_HEIGHT, ITEMS_ON_COVER = 1600, 12


class EpubBuilder(BaseBuilder):
    """Plans and writes the e-books and their catalogue."""

    name: ClassVar[str] = "epub"

    def plan(self, site: Site) -> Iterator[Page]:
        """A book for each edition, week and month that is asked for, and the catalogue."""
        if TEMPLATE not in self.studio.theme.templates:
            return
        for time in self._times(site.editions.by_day):
            if url := site.address("epub", date=time):
                yield Page(url, self.name, "epub", TEMPLATE, (time,))
        if url := site.address("opds"):
            yield Page(url, self.name, "opds", "")

    def fingerprint(self, page: Page) -> str:
        """The templates of text and cover, and what draws and resizes."""
        if page.kind == "opds":
            return self.studio.fingerprint
        cover = CardsBuilder(self.studio).fingerprint(page) if can_draw(self.studio) else ""
        return digest(self.studio.fingerprint, self.studio.theme.closure(TEMPLATE), cover, resize.version())

    def render(self, page: Page, site: QueryRecorder) -> str | bytes:
        """One book, or the catalogue."""
        return self._catalogue(page, site) if page.kind == "opds" else self._book(page, site)

    def _times(self, days: Iterable[str]) -> list[str]:
        """The names of all books, newest first: editions, then weeks and months."""
        names = list(days)
        periods = [one for one in PERIODS if one in self.studio.config.epub.periods]
        longer = [edition_of(first_day(name), period) for period in periods for name in names]
        return list(dict.fromkeys([*names, *longer]))

    def _book(self, page: Page, site: QueryRecorder) -> bytes:
        config, time = self.studio.config, str(page.subject[0])
        editions = [site.edition(day) for day in site.editions_in(time)]
        pictures = BookPictures(site, config)
        chapters, entries = [], []
        for n, edition in enumerate(editions, 1):
            made = _Chapters(self, page, site, pictures, edition, f"e{n}")
            chapters += list(made.chapters())
            entries.append(made.entry())
        whole = entries[0].children if len(entries) == 1 else tuple(entries)
        title, marking = self._title(time, editions), self._marking(time, site)
        contents = self._fill(page, {"part": "contents", "title": title, "entries": whole})
        return write(
            Book(
                id=self._id(time, editions),
                title=marked(f"{config.title}: {title}", marking),
                rights=marking,
                language=config.language,
                publisher=config.title,
                modified=self._modified(editions),
                day=first_day(time),
                number=editions[0].number if len(editions) == 1 else 0,
                summary=_summary(editions),
                chapters=(Chapter(NAVIGATION, contents), *chapters),
                pictures=pictures.files(),
                cover=self._cover(page, editions[-1], site),
                is_described=pictures.is_described,
            )
        )

    def _cover(self, page: Page, edition: Edition, site: QueryRecorder) -> bytes:
        """The card of the edition in the shape of a book."""
        if not can_draw(self.studio):
            return b""
        return CardsBuilder(self.studio).cover(page, edition.date, site, (COVER_HEIGHT, ITEMS_ON_COVER))

    def _catalogue(self, page: Page, site: QueryRecorder) -> str:
        config = self.studio.config
        names = self._times([day for day, _ in site.days()])
        newest = sorted(names, key=lambda name: (first_day(name), name), reverse=True)[:MOST_LISTED]
        entries = [self._listed(name, site) for name in newest]
        name = entry_id(config, FIRST_DAY, "opds", config.tree or "site")
        home = self.absolute(site.address("home"))
        return opds.write(Catalogue(name, config.title, self.absolute(page.url), home, entries))

    def _listed(self, time: str, site: QueryRecorder) -> CatalogueEntry:
        editions = [site.edition(day) for day in site.editions_in(time)]
        at = site.address("edition", date=editions[-1].date) if CARDS in self.studio.builders else ""
        has_card = at and can_draw(self.studio)
        return CatalogueEntry(
            id=self._id(time, editions),
            title=marked(self._title(time, editions), self._marking(time, site)),
            language=self.studio.config.language,
            updated=self._modified(editions),
            day=first_day(time),
            summary=_summary(editions),
            url=self.absolute(site.address("epub", date=time)),
            cover=self.absolute(beside(at, FILE)) if has_card else "",
        )

    def _id(self, time: str, editions: list[Edition]) -> str:
        name = editions[0].id if len(editions) == 1 else time
        return entry_id(self.studio.config, first_day(time), "epub", name)

    def _marking(self, time: str, site: QueryRecorder) -> str:
        return marking_on(EPUB, site.editions_in(time), site, self.studio.config)

    def _title(self, time: str, editions: list[Edition]) -> str:
        own = editions[0].title if len(editions) == 1 else ""
        return own or format_day(time, "full", self.studio.config.language)

    def _modified(self, editions: Iterable[Edition]) -> str:
        """The newest moment of what a book says, in UTC."""
        moments = {one.updated or one.moment for edition in editions for one in edition.articles}
        moments |= {one.date for edition in editions for one in edition.corrections}
        here = zone(self.studio.config.timezone)
        instants = [datetime.fromisoformat(one) for one in moments]
        newest = max([one if one.tzinfo else one.replace(tzinfo=here) for one in instants])
        return f"{newest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def _fill(self, page: Page, values: Mapping[str, Any]) -> str:
        config = {"config": self.studio.settings.in_templates}
        return without_controls(self.studio.fill(page, {**config, "page": page, **values}))

    # --- for the chapters of one edition

    def fill(self, page: Page, site: QueryRecorder, values: Mapping[str, Any]) -> str:
        """The text of a chapter."""
        common = {"site": site, "link": partial(self.link, site), "edition_of": partial(site.edition_of)}
        return self._fill(page, {**common, **values})

    def link(self, site: QueryRecorder, article: Article) -> str:
        """The whole address of an article, or of its original."""
        at = site.article_address(article)
        return outside(self.absolute(at)) if at else ""


@dataclass(frozen=True, slots=True)
class _Chapters:
    """The chapters of one edition: its front, a file for each topic, and the corrections.

    ``name`` begins the names of its files.
    """

    _builder: EpubBuilder
    _page: Page
    _site: QueryRecorder
    _pictures: BookPictures
    _edition: Edition
    _name: str

    def chapters(self) -> Iterator[Chapter]:
        """The files of the edition in the order of the page."""
        title = self._edition.title or self._day(self._edition.date)
        marking = marking_on(EPUB, (self._edition.date,), self._site, self._builder.studio.config)
        front = {"part": "front", "title": title, "introduction": self._introduction(), "marking": marking}
        yield self._chapter("front", front)
        for n, (title, stories) in enumerate(self._edition.numbered_sections):
            values = {"part": "section", "title": title or stories[0][1].title, "is_lead": not title}
            yield self._chapter(f"s{n}", {**values, "stories": stories})
        if self._edition.corrections:
            yield self._chapter("corrections", {"part": "corrections", "title": self._corrections_title})

    def entry(self) -> NavEntry:
        """The edition's part of the table of contents."""
        language = self._builder.studio.config.language
        children = []
        for n, (title, stories) in enumerate(self._edition.numbered_sections):
            file = f"{self._name}-s{n}.xhtml"
            items = tuple([NavEntry(f"{file}#i{k}", one.title, one.lang) for k, one in stories])
            children.append(NavEntry(file, title, language, items) if title else items[0])
        if self._edition.corrections:
            file = f"{self._name}-corrections.xhtml"
            children.append(NavEntry(file, self._corrections_title, language))
        title = self._edition.title or self._day(self._edition.date)
        return NavEntry(f"{self._name}-front.xhtml", title, language, tuple(children))

    @property
    def _corrections_title(self) -> str:
        return self._builder.studio.gettext("Corrections")

    def _day(self, day: str) -> str:
        return format_day(day, "full", self._builder.studio.config.language)

    def _chapter(self, name: str, values: Mapping[str, Any]) -> Chapter:
        builder = self._builder
        web = builder.absolute(self._site.address("edition", date=self._edition.date))
        own = {"edition": self._edition, "web": outside(web), "body": self._body, "image": self._image}
        text = builder.fill(self._page, self._site, {**own, **values})
        return Chapter(f"{self._name}-{name}.xhtml", text)

    def _introduction(self) -> Markup:
        body = self._site.introduction(self._edition.date)
        language = self._builder.studio.config.language
        html = filled(body, self._site, str, language) if body else ""
        return self._converted(html, "intro")

    def _body(self, article: Article, number: int) -> Markup:
        """The text of an article, as much of it as may be shown."""
        html = filled(self._site.body(article.id), self._site, str, article.lang)
        return self._converted(html, f"b{number}")

    def _converted(self, html: str, prefix: str) -> Markup:
        converter = Converter(self._builder.absolute, self._pictures.add, prefix)
        return Markup(converter.convert(html))  # noqa: S704 - it has been through the sanitiser

    def _image(self, article: Article) -> str:
        if article.rights == LINK:
            return ""
        address = picture(article, self._site, str)
        return self._pictures.add(address, article.image_alt) if address else ""


def _summary(editions: Iterable[Edition]) -> str:
    titles = [story.title for edition in editions for story in edition.stories]
    return " · ".join(titles[:MOST_IN_SUMMARY])
