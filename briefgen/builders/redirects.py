"""Redirect pages: what stands at an address that an article or page had before."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from briefgen.config import Config
from briefgen.model import Article, Page
from briefgen.site.site import Site
from briefgen.util.urls import absolute, relative

KIND = "redirect"


def redirects(site: Site, builder: str) -> Iterator[Page]:
    """A page at each former address of an article or page."""
    for article in site.texts():
        now = site.article_address(article)
        for alias in article.aliases:
            url = alias if alias[0] == "/" else site.article_address(article._replace(slug=alias))
            if url != now:
                yield Page(url, builder, KIND, "", (article.id,), (article.at("aliases"),))


def redirect(page: Page, article: Article, to: str, config: Config) -> str:
    """The page: it redirects browsers and search engines, and has a link."""
    at, title, whole = escape(relative(page.url, to)), escape(article.title), escape(absolute(config.url, to))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(article.lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{title}</title>\n<link rel="canonical" href="{whole}">\n'
        f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={at}">\n'
        f'</head>\n<body>\n<p><a href="{at}">{title}</a></p>\n</body>\n</html>\n'
    )
