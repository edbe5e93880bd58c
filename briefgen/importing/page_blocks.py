"""Take the lines of a page from its elements where its form is clear."""

from __future__ import annotations

from typing import Any

from briefgen.importing.document import TextLine
from briefgen.importing.html_blocks import blocks

_TEXT = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "hr", "br", "a", "b",
     "i", "em", "strong", "font", "img", "small", "span"}
)  # fmt: skip
_FRAME = ("nav", "header", "footer", "aside", "form", "main", "article", "section", "iframe")
_LAYOUT = frozenset({"table", "tbody", "tr", "td", "center", "font", "div"})
MOST = 0.7
"""The part of a table's words that its cell of text has."""


def own_lines(tree: Any, base: str) -> tuple[TextLine, ...]:
    """The lines of a page of nothing but text, maybe in one table cell."""
    body = next(tree.iter("body"), None)
    if body is None or any(True for _ in tree.iter(*_FRAME)):
        return ()
    node = _inmost(body)
    plain = all(child.tag in _TEXT for child in _children(node))
    paragraphs = sum(child.tag == "p" for child in node)
    return _blocks(node, base) if plain and paragraphs > 1 else ()


def _blocks(node: Any, base: str) -> tuple[TextLine, ...]:
    from lxml.html import tostring

    return tuple(blocks(tostring(node, encoding="unicode", with_tail=False), base))


def _children(node: Any) -> list[Any]:
    return [child for child in node if isinstance(child.tag, str) and child.tag not in ("script", "style")]


def _inmost(node: Any) -> Any:
    """The element of a page's layout that has nearly all of its words."""
    whole = _length(node)
    while large := [
        child for child in _children(node) if child.tag in _LAYOUT and _length(child) >= MOST * whole
    ]:
        node = large[0]
    return node


def _length(node: Any) -> int:
    return sum(len(text.strip()) for text in node.itertext(with_tail=False))
