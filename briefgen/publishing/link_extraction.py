"""The links and anchors in a file of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


class Link(NamedTuple):
    """An address in a file; an ``asset`` is fetched to show the page."""

    target: str
    asset: bool = False


class Markup(NamedTuple):
    """The links of a file, its anchors, and whether it leads readers elsewhere at once."""

    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    redirects: bool = False


FETCHED_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
"""The kinds of ``<link>`` that a browser follows by itself."""

_CSS_URL = re.compile(rb"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*url\s*=\s*['\"]?(.+?)['\"]?\s*$", re.IGNORECASE)


def read(path: str, content: bytes) -> Markup | None:
    """The markup of a page, a stylesheet, a feed or a sitemap; else None."""
    if path.endswith((".html", ".htm")):
        return _html(content)
    if path.endswith(".css"):
        result = [(one or two).decode("utf-8", "replace") for one, two in _CSS_URL.findall(content)]
        return Markup(tuple([Link(target, asset=True) for target in result]))
    return _xml(content) if path.endswith(".xml") else None


def _html(content: bytes) -> Markup:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(content)
    named = [node.attributes for node in tree.css("[id], a[name]")]
    anchors = [a.get("id") or a.get("name") or "" for a in named]
    links = [link for node in tree.css(_WITH_ADDRESS) for link in _addresses(node)]
    return Markup(tuple(links), frozenset(anchors), bool(tree.css_first("meta[http-equiv=refresh i]")))


_WITH_ADDRESS = "[href], [src], [srcset], [poster], [action], object[data], meta[http-equiv=refresh i]"


def _addresses(node: LexborNode) -> Iterator[Link]:
    values = {name: value for name, value in node.attributes.items() if value is not None}
    fetched = node.tag == "link" and bool(FETCHED_RELS & set(values.get("rel", "").lower().split()))
    if "href" in values and node.tag != "base":
        yield Link(values["href"], fetched)
    for name in ("src", "poster", *(("data",) if node.tag == "object" else ())):
        if name in values:
            yield Link(values[name], asset=True)
    if "action" in values:
        yield Link(values["action"])
    # A candidate is an address and perhaps a width; commas stand between candidates, followed by a space.
    for candidate in re.split(r",\s+", values.get("srcset", "")):
        if candidate.strip():
            yield Link(candidate.split()[0], asset=True)
    if node.tag == "meta" and (target := _REFRESH.match(values.get("content", ""))):
        yield Link(target[1])


def _xml(content: bytes) -> Markup | None:
    """The addresses of a sitemap (``loc``) or of a feed (``link``)."""
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - our own file, and expat bounds expansion
    except ElementTree.ParseError:
        return None
    named = [element for element in root.iter() if element.tag.rpartition("}")[2] in ("loc", "link")]
    targets = [element.get("href") or (element.text or "").strip() for element in named]
    return Markup(tuple([Link(target) for target in targets if target]))
