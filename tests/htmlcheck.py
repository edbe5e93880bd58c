"""Checks for every site: pages parse, and internal links and anchors exist."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib


def parse(path: Path) -> Element:
    """The tree of a page; html5lib's strict mode raises for the first parse error."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(path.read_bytes())
    return tree


def broken_links(site: Path, base: str = "/") -> list[str]:
    """``page -> link`` for each link, picture, stylesheet or anchor of the site's own that leads nowhere.

    ``base`` is the path that the site lives under, which absolute links (those of the page for missing
    addresses) begin with.
    """
    trees = {path.relative_to(site).as_posix(): parse(path) for path in sorted(site.rglob("*.html"))}
    ids = {name: {e.get("id") for e in tree.iter() if e.get("id")} for name, tree in trees.items()}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    broken = []
    for name, tree in trees.items():
        for link in links_of(tree):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = target_of(name, parts.path, base)
            if target not in files or (
                parts.fragment and unquote(parts.fragment) not in ids.get(target, set())
            ):
                broken.append(f"{name} -> {link}")
    return broken


def links_of(tree: Element) -> Iterator[str]:
    """Every address that a page names in an attribute."""
    for element in tree.iter():
        for attribute in ("href", "src"):
            if value := element.get(attribute):
                yield value


def target_of(page: str, path: str, base: str) -> str:
    """The output file that a link of ``page`` leads to."""
    if not path:
        return page
    if path.startswith("/"):
        inside = "/" + path.removeprefix(base)
    else:
        inside = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), path)) + (
            "/" if path.endswith(("/", "..", "./")) else ""
        )
    inside = unquote(inside).lstrip("/")
    return f"{inside}index.html" if inside.endswith("/") or not inside else inside
