"""Redirect pages: what stands at an address that an article or page had before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from briefgen.config import Config
from briefgen.config.navigation import former_address
from briefgen.model import Article, Page
from briefgen.site.site import Site
from briefgen.util.urls import absolute, relative

KIND = "redirect"
PUBLISHED = "published"
"""Marks a page at an address at which an article was published, which any other page may take."""


def redirects(site: Site, builder: str) -> Iterator[Page]:
    """A page at each former address of an article or page."""
    for article in site.texts():
        now, page_address = site.article_address(article), site.permalinks.page_address
        subject = (article.id,) if article.has_page else ("to", now)
        for alias in article.aliases if now else ():
            url = alias if alias[0] == "/" else page_address(article._replace(slug=alias))
            if url != now:
                yield Page(url, builder, KIND, "", subject, (article.at("aliases"),))


def moves(site: Site, builder: str) -> Iterator[Page]:
    """A page at each former address of an article or page."""
    for article in site.texts():
        now = site.article_address(article)
        for url in site.permalinks.former.get(article.id, ()) if now else ():
            if url != now:
                subject = (PUBLISHED, article.id)
                yield Page(url, builder, KIND, "", subject, (article.at("id"),))


def without_taken(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without redirects from published addresses that another page has now."""
    if not any(map(_is_move, pages)):
        return tuple(pages)
    taken = {page.path.casefold() for page in pages if not _is_move(page)}
    folders = {parent for path in taken for parent in _above(path)}
    kept = []
    for page in pages:
        path = page.path.casefold()
        if not _is_move(page):
            kept.append(page)
        elif path not in taken | folders and not taken.intersection(_above(path)):
            kept.append(page)
            taken.add(path)
            folders.update(_above(path))
    return tuple(kept)


def _is_move(page: Page) -> bool:
    return page.kind == KIND and page.subject[0] == PUBLISHED


def _above(path: str) -> Iterator[str]:
    """The folders that a file lies in."""
    while path := path.rpartition("/")[0]:
        yield path


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
