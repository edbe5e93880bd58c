"""Card images for shared links: the theme's ``card.svg``, drawn as PNG beside the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from briefgen.builders import CARDS
from briefgen.builders.context import BaseBuilder
from briefgen.builders.html_body import picture
from briefgen.images import rasterize
from briefgen.images.text_layout import Lettering
from briefgen.model import Article, Location, Page
from briefgen.model.diagnostics import ERROR, BriefgenError, diagnostic
from briefgen.util.hashing import digest
from briefgen.util.i18n import direction, format_day
from briefgen.util.urls import absolute, beside, host_of, scheme

if TYPE_CHECKING:
    from briefgen.builders.context import BuilderContext
    from briefgen.site.queries import QueryRecorder
    from briefgen.site.site import Site

NAME, TEMPLATE, FILE = CARDS, "card.svg", "card.png"
WIDTH, HEIGHT = 1200, 630
"""The size that the sites which show cards ask for."""
MARGIN = 72
INNER = WIDTH - 2 * MARGIN
SIZES, ITEM, SMALL = (84, 72, 62, 54), 36, 30
"""In pixels: of a title (the first at which it fits), of an edition's items, of the rest."""
MOST_ITEMS = 3
MISSING = "card images need resvg, fonttools and a font, which are not all installed"
INSTALL = "pip install 'briefgen[cards]'"


class CardsBuilder(BaseBuilder):
    """Plans and draws cards for editions, and for articles without a picture."""

    name: ClassVar[str] = NAME

    def plan(self, site: Site) -> Iterator[Page]:
        """A card beside each page that is shared by one.

        Raises:
            BriefgenError: when nothing can be drawn and only ``-b cards`` asks for it.
        """
        if not rasterize.engine() and NAME not in self.studio.builders:
            raise BriefgenError(diagnostic("extra-missing", Location(f"-b {NAME}"), MISSING, INSTALL, ERROR))
        if not can_draw(self.studio):
            return
        for article in site.with_pages():
            if not article.image:
                address = beside(site.article_address(article), FILE)
                yield Page(address, NAME, "card", TEMPLATE, ("article", article.id))
        for day in site.editions.by_day:
            if address := site.address("edition", date=day):
                yield Page(beside(address, FILE), NAME, "card", TEMPLATE, ("edition", day))

    def fingerprint(self, page: Page) -> str:
        """The template and what draws."""
        return digest(self.studio.fingerprint, self._mark, self.studio.theme.closure(TEMPLATE))

    def render(self, page: Page, site: QueryRecorder) -> bytes:
        """One card."""
        what, name = map(str, page.subject)
        card = self._article(name, site) if what == "article" else self._edition(name, site)
        return self._drawn(page, card)

    def cover(self, page: Page, day: str, site: QueryRecorder, shape: tuple[int, int]) -> bytes:
        """The card of an edition with another height and number of items."""
        height, most = shape
        card = {**self._edition(day, site, most), "height": height}
        return self._drawn(page._replace(template=TEMPLATE), card)

    def _drawn(self, page: Page, card: Mapping[str, Any]) -> bytes:
        svg = self.studio.fill(
            page, {"page": page, "config": self.studio.settings.in_templates, "card": card}
        )
        return rasterize.png(svg, self._fonts, self._lettering.family)

    def _article(self, name: str, site: QueryRecorder) -> Mapping[str, Any]:
        article = site.article(name)
        foot = [article.source, format_day(article.day, "full", self.studio.config.language)]
        return self._card(article.title, " · ".join(filter(None, foot)), article.lang)

    def _edition(self, day: str, site: QueryRecorder, most: int = MOST_ITEMS) -> Mapping[str, Any]:
        """The date, and the first of what the edition holds."""
        language = self.studio.config.language
        edition, date = site.edition(day), format_day(day, "full", language)
        firsts = [self._line(story.title, ITEM) for story in edition.stories[:most]]
        number = self.studio.gettext("No. %(number)s") % {"number": edition.number} if edition.number else ""
        foot = " · ".join(filter(None, (date if edition.title else "", number)))
        return self._card(edition.title or date, foot, language, tuple(filter(None, firsts)))

    def _card(self, title: str, foot: str, language: str, firsts: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """The values of the template: texts that fit the card and its fonts."""
        name, letters = self.studio.config.title, self._lettering
        sayable = letters.sayable(title)
        instead = letters.sayable(name) or host_of(self.studio.config.url)
        large = letters.set(sayable or instead, INNER, SIZES, 2 if firsts else 4)
        return {
            "width": WIDTH, "height": HEIGHT, "margin": MARGIN, "lines": large.lines, "size": large.size,
            "firsts": firsts, "item_size": ITEM, "site": self._line(name, SMALL) if sayable else "",
            "foot": self._line(foot, SMALL), "small": SMALL, "rtl": direction(language) == "rtl",
        }  # fmt: skip

    def _line(self, text: str, size: int) -> str:
        return self._lettering.set(self._lettering.sayable(text), INNER, (size,), 1).lines[0]

    @property
    def _mark(self) -> str:
        config = self.studio.settings.tree  # the fingerprint covers the fonts
        return rasterize.mark(config.root, config.card_fonts)

    @cached_property
    def _fonts(self) -> Any:
        config = self.studio.settings.tree  # the fingerprint covers the fonts
        return rasterize.font_files(config.root, config.card_fonts)

    @cached_property
    def _lettering(self) -> Lettering:
        return Lettering(self._fonts)


def can_draw(studio: BuilderContext) -> bool:
    """Whether cards can be drawn: the extra is installed and there is a template."""
    return bool(rasterize.engine()) and TEMPLATE in studio.theme.templates


def shared(page: Page, site: QueryRecorder, studio: BuilderContext) -> Mapping[str, Any]:
    """The picture of a shared page: address, alternative text and size; or nothing."""
    kind, url = page.kind, studio.config.url
    if kind in ("article", "page"):
        article = site.article(page.subject[0])
        if article.image:
            return _own(article, site, url)
        return _card(page.url, article.title, studio) if kind == "article" else {}
    day = str(page.subject[0]) if kind in ("home", "edition") else ""
    address = site.address("edition", date=day) if day else ""
    return _card(address, format_day(day, "full", studio.config.language), studio) if address else {}


def _own(article: Article, site: QueryRecorder, url: str) -> Mapping[str, Any]:
    address = picture(article, site, lambda at: absolute(url, at))
    known = None if scheme(article.image) else site.picture(article.image)
    size = {"width": known.width, "height": known.height} if known else {"width": 0, "height": 0}
    return {"url": address, "alt": article.image_alt or article.title, **size} if address else {}


def _card(address: str, alt: str, studio: BuilderContext) -> Mapping[str, Any]:
    if NAME not in studio.builders or not can_draw(studio):
        return {}
    url = absolute(studio.config.url, beside(address, FILE))
    return {"url": url, "alt": alt, "width": WIDTH, "height": HEIGHT}
