"""Redirect pages: what stands at an address that an article or page had before."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from briefgen.config import Config
from briefgen.config.navigation import former_address
from briefgen.model import Article, Page
from briefgen.site.site import Site
from briefgen.util.urls import absolute, relative

KIND = "redirect"


def redirects(site: Site, builder: str) -> Iterator[Page]:
    """A page at each former address of an article or page."""
    for article in site.texts():
        now, page_address = site.article_address(article), site.permalinks.page_address
        subject = (article.id,) if article.has_page else ("to", now)
        for alias in article.aliases if now else ():
            url = alias if alias[0] == "/" else page_address(article._replace(slug=alias))
            if url != now:
                yield Page(url, builder, KIND, "", subject, (article.at("aliases"),))


def moved(config: Config, builder: str) -> Iterator[Page]:
    """A page at each address of ``redirects:``."""
    for old, new in config.redirects.items():
        yield Page(former_address(old), builder, KIND, "", ("to", new), (config.place(f"redirects.{old}"),))


def redirect_to(page: Page, to: str, config: Config) -> str:
    """The page at a former address of the site; ``to`` may be on another site."""
    at, whole = (relative(page.url, to), absolute(config.url, to)) if to.startswith("/") else (to, to)
    return _page(at, whole, whole, config.language)


def redirect(page: Page, article: Article, to: str, config: Config) -> str:
    """The page: it redirects browsers and search engines, and has a link."""
    return _page(relative(page.url, to), absolute(config.url, to), article.title, article.lang)


def _page(to: str, address: str, name: str, lang: str) -> str:
    at, title, whole = escape(to), escape(name), escape(address)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{title}</title>\n<link rel="canonical" href="{whole}">\n'
        f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={at}">\n'
        f'</head>\n<body>\n<p><a href="{at}">{title}</a></p>\n</body>\n</html>\n'
    )
