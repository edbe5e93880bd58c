"""The pages for readers, one HTML file each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from briefgen.builders.citations import bibtex, cite_article, cite_edition, csl_json
from briefgen.builders.context import BaseBuilder
from briefgen.builders.feed.subjects import FeedLink, feeds_of, followed
from briefgen.builders.html_body import filled, picture, plain_text
from briefgen.builders.json_ld import structured
from briefgen.builders.navigation import Navigation
from briefgen.builders.pagefind import can_ask
from briefgen.builders.redirects import KIND as REDIRECT
from briefgen.builders.redirects import moved, moves, redirect, redirect_to, redirects
from briefgen.builders.responsive_images import KIND as COPY
from briefgen.builders.responsive_images import Showing, copies, copy_fingerprint, make_copy
from briefgen.builders.social_cards import can_draw, shared
from briefgen.model import Article, Body, Location, Page, Version
from briefgen.model.rights import EXCERPT, LINK
from briefgen.nlp.novelty import Addition, additions
from briefgen.site.data import TemplateData
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.site.taxonomies import page_count
from briefgen.util.files import static_folder
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.i18n import utc_offset
from briefgen.util.urls import base_path, host_of, is_remote, may_load, relative, scheme

if TYPE_CHECKING:
    from markupsafe import Markup

WORDS_A_MINUTE = 200
"""A usual reading speed for newspaper prose; minutes are rounded up."""


class HtmlBuilder(BaseBuilder):
    """Plans and renders the HTML site, with the files that its pages need."""

    name: ClassVar[str] = "html"

    def plan(self, site: Site) -> Iterator[Page]:
        """Every page for readers, and the files of theme, project and articles."""
        yield from self._days(site)
        yield from self._articles(site)
        yield from self._lists(site)
        for kind in ("topics", "tags", "sources", "archive", *([] if site.tree else ["404"])):
            yield from self._page(site, kind, ())
        for kind, builder in (("feeds", "feed"), ("search", "search")):
            # A theme that stands alone may have no page for what another builder makes.
            if builder in self.studio.builders and f"{kind}.html" in self.studio.theme.templates:
                yield from self._page(site, kind, ())
        for one in site.pages():
            address, sources = site.article_address(one), (Location(one.path),)
            yield Page(address, self.name, "page", "page.html", (one.id,), sources)
        yield from self._archive(site)
        yield from self._files(site)
        yield from redirects(site, self.name)
        yield from moves(site, self.name)
        if not site.tree:
            yield from moved(self.studio.config, self.name)

    def fingerprint(self, page: Page) -> str:
        """A file's own digest; for a page, its template's closure and what shapes every page."""
        if page.kind == "file":
            return digest_bytes(self._file(page))
        if page.kind == COPY:
            return copy_fingerprint(page, self.studio.config)
        template = self.studio.theme.closure(page.template) if page.template else ""
        # What is installed decides, besides the settings, what some builders make.
        installed = ("cards" in self.studio.builders and can_draw(self.studio), can_ask(self.studio))
        return digest(self.studio.fingerprint, template, installed)

    def render(self, page: Page, site: QueryRecorder) -> str | bytes:
        """One page's HTML, or one file's bytes."""
        if page.kind == "file":
            return self._file(page)
        if page.kind == COPY:
            return make_copy(page, self.studio.config)
        if page.kind == "tokens":
            return str(page.subject[0])
        if page.kind == REDIRECT and page.subject[0] == "to":
            return redirect_to(page, str(page.subject[1]), self.studio.config)
        if page.kind == REDIRECT:
            article = site.article(page.subject[-1])
            to = site.article_address(article)
            if not article.has_page:
                return redirect_to(page, to, self.studio.config)
            return redirect(page, article, to, self.studio.config)
        return self.studio.fill(page, self._context(page, site))

    # --- planning

    def _page(self, site: Site, kind: str, subject: tuple[str | int, ...], **slots: str) -> Iterator[Page]:
        if url := site.address(kind, **slots):
            yield Page(url, self.name, kind, f"{kind}.html", subject)

    def _days(self, site: Site) -> Iterator[Page]:
        yield from self._page(site, "home", (site.latest_day(),))
        for day, topics in site.editions.by_day.items():
            yield from self._page(site, "edition", (day,), date=day)
            for topic in topics:
                yield from self._page(site, "briefing", (topic, day), date=day, topic=topic)

    def _articles(self, site: Site) -> Iterator[Page]:
        for article in site.with_pages():
            address, sources = site.article_address(article), (Location(article.path),)
            yield Page(address, self.name, "article", "article.html", (article.id,), sources)
        for story in site.stories():
            yield from self._page(site, "story", (story,), slug=story)

    def _lists(self, site: Site) -> Iterator[Page]:
        terms = site.taxonomies
        for kind, index in (("topic", terms.by_topic), ("tag", terms.by_tag), ("source", terms.by_source)):
            for slug, ids in index.articles.items():
                first = site.address(kind, **{kind: slug})
                for number in range(1, page_count(len(ids), terms.per_page) + 1) if first else ():
                    yield Page(page_address(first, number), self.name, kind, f"{kind}.html", (slug, number))

    def _archive(self, site: Site) -> Iterator[Page]:
        """A page for each year and, where editions are days, for each month."""
        dates = site.editions.days_of.get("", ())
        for year, _ in site.years():
            yield from self._page(site, "archive_year", (year,), year=year)
        for month in sorted({date[:7] for date in dates}) if site.editions.period == "day" else ():
            yield from self._page(site, "archive_month", (month,), year=month[:4], month=month[5:])

    def _files(self, site: Site) -> Iterator[Page]:
        if not site.tree:
            yield from self._static()
            yield from copies(site, self.name)
        for name in sorted(site.referred()):
            yield Page(f"/{name}", self.name, "file", "", ("project", name))

    def _static(self) -> Iterator[Page]:
        """What the pages of all trees share: the theme's files and the project's own."""
        for name in self.studio.theme.static:
            yield Page(f"/static/{name}", self.name, "file", "", ("theme", name))
        if tokens := self.studio.theme.tokens:
            yield Page("/static/tokens.css", self.name, "tokens", "", (tokens,))
        for name, _ in static_folder(self.studio.config.root, self.studio.config.static):
            yield Page(f"/{name}", self.name, "file", "", ("project", f"{self.studio.config.static}/{name}"))

    def _file(self, page: Page) -> bytes:
        """A file's bytes; a stylesheet of the theme includes those that it imports."""
        where, name = map(str, page.subject[:2])
        theme = self.studio.theme
        if where == "theme" and name.endswith(".css"):
            return theme.stylesheet(name)
        return (theme.static[name].path if where == "theme" else self.studio.config.root / name).read_bytes()

    # --- rendering

    def _context(self, page: Page, site: QueryRecorder) -> Mapping[str, Any]:
        config = self.studio.config
        has_search = "search" in self.studio.builders and bool(site.address("search"))
        values = {
            "site": site,
            "data": TemplateData(site),
            "page": page,
            "config": self.studio.settings.in_templates,
            "href": partial(self._href, page),
            "absolute": partial(self.absolute),
            "address": partial(site.address),
            "article_address": partial(site.article_address),
            "edition_of": partial(site.edition_of),
            "site_offset": partial(self._site_offset),
            "page_address": page_address,
            "has_feed": "feed" in self.studio.builders and "atom" in config.feeds.formats,
            "has_pagefind": can_ask(self.studio),
            "has_search": has_search,
            "frame": Navigation(page, site, self.studio, has_search=has_search),
            "feeds": partial(self._feeds, site),
            "followed": partial(followed, site, self.studio),
            "shared": shared(page, site, self.studio),
            "structured": partial(structured, page, site, config),
            "versions": partial(self._versions, page, site),
            "languages": partial(self._languages, page, site),
        }
        if page.kind == "story":
            values["adds"] = self._adds(page, site)
            name = site.story_head(page.subject[0])
            values["introduction"] = self._introduction(page, site, site.body(name) if name else None)
        elif page.kind in ("article", "page"):
            values |= self._article(page, site)
        elif page.kind in ("home", "edition"):
            values |= self._edition(page, site)
        return values

    def _href(self, page: Page, target: str) -> str:
        """A link from ``page``; links of the 404 page begin at the root."""
        if target.startswith("/") and page.kind == "404":
            return base_path(self.studio.config.url).rstrip("/") + target
        return relative(page.url, target) if target.startswith("/") else target

    def _versions(self, page: Page, site: QueryRecorder) -> tuple[Version, ...]:
        """The page in other languages; for lists, only the first page counts."""
        if page.kind in ("article", "page"):
            return tuple(site.versions(page.kind, *page.subject))
        if len(self.studio.config.trees) < 2 or page.kind == "404":
            return ()
        about = {"home": (), "topic": page.subject[:1], "tag": page.subject[:1], "source": page.subject[:1]}
        return tuple(site.versions(page.kind, *about.get(page.kind, page.subject)))

    def _languages(self, page: Page, site: QueryRecorder) -> tuple[Version, ...]:
        """For each language, the address of this page or of the home page."""
        config, versions = self.studio.config, self._versions(page, site)
        if len(config.trees) < 2:
            return ()
        home, main = config.address("home"), self.studio.declared.language
        known = {one.lang.partition("-")[0]: one.url for one in versions}
        known |= {one.lang: one.url for one in versions}
        trees = [(tree or main, path) for tree, path in config.trees.items()]
        return tuple(Version(lang, known.get(lang, path + home)) for lang, path in trees)

    def _feeds(self, site: QueryRecorder, kind: str = "", slug: str = "") -> tuple[FeedLink, ...]:
        """The feeds of the site, or of a topic, source, language or story."""
        return feeds_of(site, self.studio, kind, slug) if "feed" in self.studio.builders else ()

    def _edition(self, page: Page, site: QueryRecorder) -> Mapping[str, Any]:
        """The introduction of an edition, and how to cite it."""
        date = str(page.subject[0])
        body, showing = site.introduction(date) if date else None, self._showing(page, site)
        return {
            "introduction": self._introduction(page, site, body, showing),
            "picture": partial(self._picture, page, site, showing),
            "citation": partial(self._cite_edition, page, site, date),
        }

    def _introduction(
        self, page: Page, site: QueryRecorder, body: Body | None, showing: Showing | None = None
    ) -> Markup:
        """A curator's text, which has been through the sanitiser as bodies have."""
        from markupsafe import Markup

        language, showing = self.studio.config.language, showing or self._showing(page, site)
        html = filled(body, site, partial(self._href, page), language, showing) if body else ""
        return Markup(html)  # noqa: S704 - see above

    def _showing(self, page: Page, site: QueryRecorder) -> Showing:
        """The pictures of a page that is about to be rendered."""
        sizes = str(self.studio.theme.options.get("picture_sizes", "100vw"))
        return Showing(site, partial(self._href, page), sizes)

    def _picture(
        self, page: Page, site: QueryRecorder, showing: Showing, article: Article
    ) -> Mapping[str, Any] | None:
        """The ``url`` and ``attributes`` of an article's picture in a list.

        None if browsers block it.
        """
        from markupsafe import Markup

        config, address = self.studio.config, picture(article, site, partial(self._href, page))
        own = (*config.image_hosts, host_of(config.url))
        if (
            not address
            or article.rights == LINK
            or (is_remote(article.image) and not may_load(article.image, own))
        ):
            return None
        attributes = showing.attributes("" if scheme(article.image) else article.image)
        return {"url": address, "attributes": Markup(attributes)}  # noqa: S704 - numbers, escaped addresses

    def _site_offset(self, moment: str) -> str:
        """The offset of the site's zone at a moment."""
        return utc_offset(moment, self.studio.config.timezone)

    def _cite_edition(self, page: Page, site: QueryRecorder, date: str, title: str) -> Mapping[str, str]:
        """Cite an edition; an edition without a title gets ``title``, its date in words."""
        issue, address = site.issue(date), self.absolute(page.url)
        return _citation(cite_edition(issue, issue.title or title, address, self.studio.config))

    def _cite_article(self, page: Page, article: Article) -> Mapping[str, str]:
        return _citation(cite_article(article, self.absolute(page.url), self.studio.config))

    def _adds(self, page: Page, site: QueryRecorder) -> Mapping[str, Addition]:
        """What each article of a story adds to those before it, by article."""
        articles = site.story(page.subject[0]).articles
        texts = [plain_text(site.body(one.id)) for one in articles]
        result = additions(texts, [one.lang for one in articles], [one.summary for one in articles])
        # Nobody can say what an article adds of which most is not shown.
        return {
            one.id: Addition(()) if one.rights in (EXCERPT, LINK) else added
            for one, added in zip(articles, result, strict=True)
        }

    def _article(self, page: Page, site: QueryRecorder) -> Mapping[str, Any]:
        from markupsafe import Markup

        article = site.article(page.subject[0])
        body: Body = site.body(page.subject[0])
        showing = self._showing(page, site)
        image = picture(article, site, partial(self._href, page))
        lead = showing.attributes("" if scheme(article.image) else article.image) if image else ""
        content = filled(body, site, partial(self._href, page), article.lang, showing)
        # The body has been through the sanitiser and is the one text that a page takes as HTML.
        return {
            "content": Markup(content),  # noqa: S704 - see above
            "minutes": 0 if article.rights == EXCERPT else -(-body.words // WORDS_A_MINUTE),
            "edits": body.edits,
            "image": image,
            "image_attributes": Markup(lead),  # noqa: S704 - numbers, and escaped addresses
            "citation": partial(self._cite_article, page, article),
        }


def _citation(item: Mapping[str, Any]) -> Mapping[str, str]:
    return {"csl": csl_json(item), "bibtex": bibtex(item)}


def page_address(first: str, number: int) -> str:
    """The address of a page of a list, whose first page stands at ``first``."""
    return first if number == 1 or not first else f"{first}page/{number}/"
