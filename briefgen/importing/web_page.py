"""Import a web page: trafilatura finds the text, the page declares the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from briefgen.importing.document import ImportedDocument, Input, TextLine, missing, refusal
from briefgen.importing.line_builder import LineBuilder
from briefgen.importing.page_blocks import article_lines, is_blob, own_lines
from briefgen.importing.page_dates import read_dates
from briefgen.importing.page_metadata import read_metadata

DEEPEST = 250
"""How deep elements may be nested. Written pages stay under a hundred, and what follows walks recursively."""
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
    base = next((one.get("href") or "" for one in tree.iter("base")), "")
    base = urljoin(payload.url or fields.get("url", ""), base)
    lines = own_lines(tree, base)
    if not lines:
        article = article_lines(tree, base)
        extraction = _extract(tree)
        lines = tuple(_lines(extraction.body, base)) if extraction is not None else ()
        lines = article if is_blob(lines) and len(article) > 1 else lines
    if not lines:
        raise refusal(payload.origin, "this page has no article", "save its text and add that")
    yield ImportedDocument(
        payload.origin, payload.data, ".html", lines, fields, dates=dates, kind=payload.kind
    )


def _tree(payload: Input) -> Any:
    try:
        from trafilatura import load_html
    except Exception as error:  # a broken library fails in its own way
        raise missing(payload.origin, "a web page", error) from None
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

    extraction: Any = bare_extraction(
        tree, include_comments=False, include_tables=True, include_links=True, with_metadata=False
    )
    return None if extraction is None or _is_menu(extraction.body) else extraction


def _is_menu(body: Any) -> bool:
    """Whether links are all that was extracted, as on a page that has no article."""
    links = sum(len("".join(link.itertext()).strip()) for link in body.iter("ref"))
    return links >= len("".join(body.itertext()).strip())


def _lines(body: Any, base: str) -> Iterator[TextLine]:
    """The extracted elements as lines with their marks; relative links begin at ``base``."""
    line = LineBuilder(base)
    for node in body:
        if node.tag == "head":
            yield from _texts(node, line, _HEADINGS.get(node.get("rend", ""), "### "))
        elif node.tag == "table":
            for row in node.iter("row"):
                _fill(line, [cell for cell in row.iter("cell") if "".join(cell.itertext()).strip()])
                yield from line.end()
        elif node.tag == "list":
            for item in node.iter("item"):
                _fill(line, [item])
                yield from line.end("- ")
        elif node.tag == "quote":
            for inner in [*node.iter("p")] or [node]:
                yield from _texts(inner, line, "> ")
        else:
            yield from _texts(node, line)


def _fill(line: LineBuilder, nodes: list[Any]) -> None:
    """Add the words of elements, with points between them."""
    for n, node in enumerate(nodes):
        line.add(" · " if n else "")
        for _ in _breaks(node, line):
            line.add(" ")


def _texts(node: Any, line: LineBuilder, mark: str = "") -> Iterator[TextLine]:
    """The lines of an element, cut where it breaks lines."""
    for _ in _breaks(node, line):
        yield from line.end(mark)
    yield from line.end(mark)


def _breaks(node: Any, line: LineBuilder) -> Iterator[None]:
    """Add the words and links of an element to ``line``; yields at each line break."""
    if node.tag == "ref":
        line.open_link(node.get("target") or "")
    line.add(node.text or "")
    for child in node:
        if child.tag == "lb":
            yield
        else:
            yield from _breaks(child, line)
        line.add(child.tail or "")
    if node.tag == "ref":
        line.close_link()
