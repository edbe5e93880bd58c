"""Files for the web host: ``robots.txt``, and ``.nojekyll`` and ``CNAME`` for GitHub Pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.model import Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.util.files import static_folder
from briefgen.util.urls import custom_domain

ROBOTS, NOJEKYLL, CNAME = "/robots.txt", "/.nojekyll", "/CNAME"


class HostingBuilder(BaseBuilder):
    """Plans and writes the host's files; the project's static files take precedence."""

    name: ClassVar[str] = "hosting"

    def plan(self, site: Site) -> Iterator[Page]:
        """``.nojekyll``, ``robots.txt`` and, for a custom domain, ``CNAME``."""
        if site.tree:
            return  # the host has one of each
        config = self.studio.config
        static = {f"/{name}" for name, _ in static_folder(config.root, config.static)}
        for url in (NOJEKYLL, ROBOTS, CNAME):
            if url not in static and (url != CNAME or custom_domain(config.url)):
                yield Page(url, self.name, "hosting", "", ())

    def render(self, page: Page, site: QueryRecorder) -> str:
        """One of the files; an empty ``.nojekyll`` lets names begin with an underscore."""
        if page.url == ROBOTS:
            return self._robots(site)
        return f"{custom_domain(self.studio.config.url)}\n" if page.url == CNAME else ""

    def _robots(self, site: QueryRecorder) -> str:
        sitemap = site.address("sitemap") if "sitemap" in self.studio.builders else ""
        where = f"\nSitemap: {self.absolute(sitemap)}\n" if sitemap else ""
        return f"User-agent: *\nAllow: /\n{where}"
