"""``sitemap.xml`` (sitemaps.org, version 0.9): where the pages are that a search engine should know."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar

from briefgen.environment.digest import digest
from briefgen.model import Page
from briefgen.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.builders.studio import Studio
    from briefgen.environment.tracing import Tracer
    from briefgen.site import Site


@dataclass(frozen=True)
class SitemapBuilder:
    """Lists the home page, the editions and the articles."""

    studio: Studio
    name: ClassVar[str] = "sitemap"

    def plan(self, site: Site) -> Iterator[Page]:
        """The one file."""
        if url := site.address("sitemap"):
            yield Page(url, self.name, "sitemap", "", ())

    def fingerprint(self, page: Page) -> str:
        """The settings that shape addresses."""
        return digest(self.studio.fingerprint)

    def render(self, page: Page, site: Tracer) -> str:
        """The list, in the sitemap protocol's XML."""
        return "".join(self._lines(site))

    def _lines(self, site: Tracer) -> Iterator[str]:
        base = self.studio.config.url
        yield '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        places = [("/", "")]
        places += [(site.address("edition", date=day), "") for day, _ in site.days()]
        places += [
            (site.article_address(article), article.updated or article.moment)
            for article in site.everything()
        ]
        for path, changed in places:
            if path:
                stamp = f"<lastmod>{changed}</lastmod>" if changed else ""
                yield f"<url><loc>{escape(absolute(base, path))}</loc>{stamp}</url>\n"
        yield "</urlset>\n"
