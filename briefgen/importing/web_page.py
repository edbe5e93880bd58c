"""Import a web page: trafilatura finds the text, the page declares the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefgen.importing.document import ImportedDocument, TextLine, missing, refusal
from briefgen.importing.page_dates import read_dates
from briefgen.importing.page_metadata import read_metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefgen.importing.document import Input

DEEPEST = 250
"""How deep elements may be nested. Written pages stay under a hundred, and what follows walks recursively."""
_MARKS = {"item": "- ", "quote": "> "}
_HEADINGS = {"h1": "## ", "h2": "## ", "h3": "### "}


def read(payload: Input) -> Iterator[ImportedDocument]:
    """The page's article.

    Raises:
        BriefgenError: when the libraries are not there, and for a page in which no article is found.
    """
    tree = _tree(payload)
    fields = read_metadata(tree, payload.url)
    dates = read_dates(tree, fields.get("lang", ""))
    if dates and fields.get("updated", "")[:16] == dates[0].text[:16]:
        del fields["updated"]
    extraction = _extract(tree)
    lines = tuple(_lines(extraction.body)) if extraction is not None else ()
    if not lines:
        raise refusal(payload.origin, "this page has no article", "save its text and add that")
    yield ImportedDocument(payload.origin, payload.data, ".html", lines, fields, dates=dates)


def _tree(payload: Input) -> Any:
    try:
        from trafilatura import load_html
    except ImportError:
        raise missing(payload.origin, "a web page") from None
    tree = load_html(_decode(payload))
    if tree is None:
        raise refusal(payload.origin, "this web page cannot be read", "save its text and add that")
    if _depth(tree) > DEEPEST:
        raise refusal(
            payload.origin, f"its elements are nested more than {DEEPEST} deep", "save its text and add that"
        )
    return tree


def _decode(payload: Input) -> str | bytes:
    """Decode the page as the server declares, else let the bytes decide."""
    charset = re.search(r"charset=[\"']?([\w-]+)", payload.kind)
    try:
        return payload.data.decode(charset[1]) if charset else payload.data
    except (LookupError, UnicodeDecodeError):
        return payload.data


def _depth(tree: Any) -> int:
    """How deep the deepest element lies, without recursion."""
    deepest, todo = 0, [(tree, 1)]
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        if depth <= DEEPEST:
            todo += [(child, depth + 1) for child in node]
    return deepest


def _extract(tree: Any) -> Any:
    from trafilatura import bare_extraction

    return bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)


def _lines(body: Any) -> Iterator[TextLine]:
    """The extracted elements as lines with their marks."""
    for node in body:
        if node.tag == "head":
            yield from _texts(node, _HEADINGS.get(node.get("rend", ""), "### "))
        elif node.tag == "table":
            for row in node.iter("row"):
                yield from _line(" · ".join(filter(None, map(_text, row.iter("cell")))))
        elif node.tag == "list":
            for item in node.iter("item"):
                yield from _line(_text(item), "- ")
        elif node.tag == "quote":
            for inner in [*node.iter("p")] or [node]:
                yield from _texts(inner, "> ")
        else:
            yield from _texts(node)


def _texts(node: Any, mark: str = "") -> Iterator[TextLine]:
    """The lines of an element, cut where it breaks lines."""
    parts: list[str] = [""]
    for piece, is_break in _pieces(node):
        if is_break:
            parts.append("")
        parts[-1] += piece
    for part in parts:
        yield from _line(part, mark)


def _pieces(node: Any) -> Iterable[tuple[str, bool]]:
    yield node.text or "", False
    for child in node:
        if child.tag == "lb":
            yield "", True
        else:
            yield from _pieces(child)
        yield child.tail or "", False


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def _line(text: str, mark: str = "") -> Iterator[TextLine]:
    if text := re.sub(r"[^\S\u00a0]+", " ", text).strip():
        yield TextLine(text, mark)
