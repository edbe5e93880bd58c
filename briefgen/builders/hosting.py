"""What a web host wants beside the pages: ``robots.txt``, and for GitHub Pages ``.nojekyll`` and ``CNAME``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from briefgen.model import Page
from briefgen.theming import static_folder
from briefgen.util.urls import absolute, custom_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.builders.context import BuilderContext
    from briefgen.site.queries import QueryRecorder
    from briefgen.site.site import Site

ROBOTS, NOJEKYLL, CNAME = "/robots.txt", "/.nojekyll", "/CNAME"


@dataclass(frozen=True)
class HostingBuilder:
    """Plans and writes the host's files. One of the same name in the project's static folder goes before ours."""

    studio: BuilderContext
    name: ClassVar[str] = "hosting"

    def plan(self, site: Site) -> Iterator[Page]:
        """``.nojekyll`` and ``robots.txt``, and ``CNAME`` where ``url`` is a domain of the site's own."""
        if site.tree:
            return  # the host has one of each
        config = self.studio.config
        static = {f"/{name}" for name, _ in static_folder(config.root, config.static)}
        for url in (NOJEKYLL, ROBOTS, CNAME):
            if url not in static and (url != CNAME or custom_domain(config.url)):
                yield Page(url, self.name, "hosting", "", ())

    def fingerprint(self, page: Page) -> str:
        """What shapes every page."""
        return self.studio.fingerprint

    def render(self, page: Page, site: QueryRecorder) -> str:
        """One of the files; ``.nojekyll`` is empty and says by being there that files whose names begin with _ are to be served."""
        if page.url == ROBOTS:
            return self._robots(site)
        return f"{custom_domain(self.studio.config.url)}\n" if page.url == CNAME else ""

    def _robots(self, site: QueryRecorder) -> str:
        sitemap = site.address("sitemap") if "sitemap" in self.studio.builders else ""
        where = f"\nSitemap: {absolute(self.studio.config.url, sitemap)}\n" if sitemap else ""
        return f"User-agent: *\nAllow: /\n{where}"
