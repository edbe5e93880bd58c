"""Find the links to whole web addresses, and where they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from briefgen.model import Article, Body, Location
from briefgen.publishing.source_location import place_of
from briefgen.site.site import Site
from briefgen.util.urls import WEB_SCHEMES, base_path, scheme

_ADDRESS = re.compile(r' (?:href|src)="([^"]*)"')
"""Bodies are nh3's HTML, whose values stand in double quotes."""
FIELDS = (("url", ("url",)), ("source_url", ("source.url", "source")), ("image", ("image",)))
"""The front matter's addresses, with the keys that they stand under."""


def links_of(site: Site, root: Path) -> dict[str, tuple[Location, ...]]:
    """Every http(s) address that an article, page or introduction names, with its places."""
    places: dict[str, dict[Location, None]] = {}
    for article in (*site.articles.values(), *site.pages()):
        for url, at in _of_article(article, site, root):
            places.setdefault(url, {})[at] = None
    for edition in site.editions.edition_files.values():
        for url in _of_body(site.articles.bodies(edition.path)) if edition.body_digest else ():
            places.setdefault(url, {})[place_of(edition.path, url, root) or edition.at()] = None
    return {url: tuple(sorted(places[url])) for url in sorted(places)}


def own_path(url: str, home: str) -> str:
    """The path of an address on this site; empty for another site."""
    try:
        there, here = urlsplit(url), urlsplit(home)
    except ValueError:
        return ""
    base = base_path(home)
    inside = there.netloc.lower() == here.netloc.lower() and f"{there.path}/".startswith(base)
    return "/" + unquote(there.path)[len(base) :] if inside else ""


def _of_article(article: Article, site: Site, root: Path) -> Iterator[tuple[str, Location]]:
    for name, keys in FIELDS:
        if scheme(url := getattr(article, name)) in WEB_SCHEMES:
            yield url, article.at(*keys)
    for url in _of_body(site.body(article.id)):
        yield url, place_of(article.path, url, root) or article.at()


def _of_body(body: Body) -> Iterator[str]:
    addresses = [unescape(address) for address in _ADDRESS.findall("".join(body.parts))]
    return (url for url in addresses if scheme(url) in WEB_SCHEMES)
