"""Who wrote a web page, where only its byline says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefgen.cleaning.rules.bylines import is_person, jobs_of, split_names
from briefgen.importing.page_parts import classes_of, heading_of, is_elsewhere, text_of

_CLASS = re.compile(
    r"(?:[\w-]*[-_])?(?:byline|author|writer|penulis|autor|auteur|reporter)s?(?:[-_]{1,2}(?:name|names|link|text))?"
)
_ABOUT = re.compile(r"bio|box|about|avatar|image|photo|card|email|twitter|date|time")
"""Words in a class of what describes the author instead of naming them."""
LONGEST = 120
"""Characters of the longest byline."""


def read_authors(tree: Any, lang: str) -> str:
    """The people in the article's first byline, separated by commas; empty without one."""
    for node in _bylines(tree):
        if names := _names(text_of(node, LONGEST), lang):
            beside = (_names(text_of(one, LONGEST), lang) for one in _alike(node))
            return ", ".join(dict.fromkeys([*names, *(name for more in beside for name in more)]))
    return ""


def _bylines(tree: Any) -> Iterator[Any]:
    """The elements marked as the author, those below the headline first."""
    marked = [node for node in tree.iter() if _is_marked(node) and not is_elsewhere(node)]
    order = {node: place for place, node in enumerate(tree.iter())}
    start = order.get(heading_of(tree), 0)
    yield from (node for node in marked if order[node] > start)
    yield from (node for node in marked if order[node] < start)


def _is_marked(node: Any) -> bool:
    if not isinstance(node.tag, str) or node.tag in ("meta", "link", "body", "html", "article", "main"):
        return False
    classes = classes_of(node).split()
    if any(map(_ABOUT.search, classes)):
        return False
    rel, prop = (node.get("rel") or "").lower().split(), (node.get("itemprop") or "").lower()
    return "author" in rel or prop == "author" or any(map(_CLASS.fullmatch, classes))


def _alike(node: Any) -> Iterator[Any]:
    """The other authors beside the first: `<a rel="author">Ann Lee</a> and <a rel="author">Bob Ray</a>`."""
    return (one for one in node.itersiblings(node.tag) if _is_marked(one))


def _names(text: str, lang: str) -> list[str]:
    """The people whom a byline names, with or without a label; empty for anything else."""
    if len(text) > LONGEST:
        return []
    jobs = jobs_of(text, lang.partition("-")[0].lower())
    if jobs:
        return [name for job, names in jobs if job == "by" for name in names]
    names = split_names(text)
    return names if names and all(map(_is_full_name, names)) else []


def _is_full_name(name: str) -> bool:
    """Two capitalised words at least: one may be the name of a section."""
    return is_person(name) and (len(name.split()) > 1 or not name.isascii())
