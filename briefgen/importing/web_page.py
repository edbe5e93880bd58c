"""Import a web page: trafilatura finds the text, the page declares the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from briefgen.importing.article_region import Words, article_blocks
from briefgen.importing.decoding import decode_page
from briefgen.importing.document import ImportedDocument, Input, TextLine, missing, refusal
from briefgen.importing.html_blocks import Block, placed_blocks
from briefgen.importing.line_builder import joined, with_whole_addresses
from briefgen.importing.page_authors import read_authors
from briefgen.importing.page_blocks import own_lines
from briefgen.importing.page_dates import read_dates
from briefgen.importing.page_metadata import json_ld_articles, read_metadata
from briefgen.importing.picture_words import of_figure
from briefgen.importing.saved_page import saved_from
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.util.text import plural
from briefgen.util.urls import scheme

DEEPEST = 250
"""How deep elements may be nested. Written pages stay under a hundred, and what follows walks recursively."""
MOST_LINES = 5_000
"""Lines of a text that a page declares."""
_TOO_DEEP = f"boolean({'/*' * (DEEPEST + 1)})"
LITTLE = 0.5
"""An extraction with less than this part of a page's prose is not trusted alone."""
PROSE = 70
"""Characters of a block that is no label and no headline."""
_AROUND = frozenset({"nav", "footer", "form", "aside"})
_INSIDE = frozenset({"ref", "hi", "code", "del"})
"""Elements of an extraction that stand in a line."""


def read(payload: Input) -> Iterator[ImportedDocument]:
    """The page's article.

    Raises:
        BriefgenError: when the libraries are not there, and for a page in which no article is found.
    """
    text = decode_page(payload)
    tree = _tree(payload, text)
    fields = read_metadata(tree, payload.url or saved_from(text))
    fields = of_figure(text, fields.get("image", "")) | fields
    if "author" not in fields and (authors := read_authors(tree, fields.get("lang", ""))):
        fields["author"] = authors
    dates = read_dates(tree, fields.get("lang", ""))
    if dates and fields.get("updated", "")[:16] == dates[0].text[:16]:
        del fields["updated"]
    base = next((one.get("href") or "" for one in tree.iter("base")), "")
    base = joined(payload.url or fields.get("url", ""), base)
    lines = own_lines(tree, base)
    relative = sum(map(_is_relative, (one.get("href") or "" for one in tree.iter("a")))) if lines else 0
    if not lines:
        blocks = placed_blocks(text)
        chosen = article_blocks(blocks, Words(_found(tree, blocks)))
        relative = sum(_is_relative(link.url) for block in chosen for link in block.line.links)
        lines = tuple(with_whole_addresses(block.line, base) for block in chosen)
        lines = tuple(line for line in lines if line.says_something)
    lines = lines or _declared_lines(tree)
    if not lines:
        raise refusal(payload.origin, "this page has no article", "save its text and add that")
    problems = () if base else tuple(_unplaced(payload.origin, relative))
    yield ImportedDocument(
        payload.origin,
        payload.data,
        ".html",
        lines,
        fields,
        dates=dates,
        kind=payload.kind,
        problems=problems,
    )


def _unplaced(origin: str, links: int) -> Iterator[Diagnostic]:
    """What to know of a page whose links begin at an address that it does not name."""
    if links:
        message = (
            f"{plural(links, 'link')} of this page cannot be kept: the page does not say its own address"
        )
        hint = 'save it with the browser\'s "Save page as", or add it by its address'
        yield diagnostic("links-relative", Location(origin), message, hint)


def _is_relative(href: str) -> bool:
    """Whether a link leads to another page of the same site."""
    return bool(href.strip()) and not scheme(href) and not href.startswith(("#", "//"))


def _tree(payload: Input, text: str) -> Any:
    try:
        from trafilatura import load_html
    except Exception as error:  # a broken library fails in its own way
        raise missing(payload.origin, "a web page", error) from None
    tree = load_html(text)
    if tree is None:
        raise refusal(payload.origin, "this web page cannot be read", "save its text and add that")
    if tree.xpath(_TOO_DEEP):
        raise refusal(
            payload.origin, f"its elements are nested more than {DEEPEST} deep", "save its text and add that"
        )
    return tree


def _found(tree: Any, blocks: Sequence[Block]) -> list[str]:
    """The texts that are the article's.

    A page that hides most of it gets a second look.
    """
    texts = _extracted(tree, favor_recall=True)
    texts += [text for one in json_ld_articles(tree) for text in _body_of(one)][:MOST_LINES]
    if sum(map(len, texts)) < LITTLE * sum(map(_prose, blocks)):
        texts += _extracted(tree)
    return texts


def _body_of(article: Mapping[str, Any]) -> list[str]:
    """The text of an article that a page declares."""
    body = article.get("articleBody")
    return (
        [words for line in unescape(body).split("\n") if (words := line.strip())]
        if isinstance(body, str)
        else []
    )


def _declared_lines(tree: Any) -> tuple[TextLine, ...]:
    """The text that a page declares and does not show; scripts do that."""
    bodies = [lines for one in json_ld_articles(tree) if (lines := _body_of(one))]
    return tuple(map(TextLine, bodies[0][:MOST_LINES])) if bodies else ()


def _prose(block: Block) -> int:
    """The characters of a block that can only be a paragraph."""
    text = block.line.text
    return len(text) if len(text) >= PROSE and not _AROUND.intersection(block.tags) else 0


def _extracted(tree: Any, *, favor_recall: bool = False) -> list[str]:
    from trafilatura import bare_extraction

    extraction: Any = bare_extraction(
        tree,
        favor_recall=favor_recall,
        include_comments=False,
        include_tables=True,
        include_links=True,
        with_metadata=False,
    )
    return [] if extraction is None or _is_menu(extraction.body) else [*_texts(extraction.body)]


def _is_menu(body: Any) -> bool:
    """Whether links are all that was extracted, as on a page that has no article."""
    links = sum(len("".join(link.itertext()).strip()) for link in body.iter("ref"))
    return links >= len("".join(body.itertext()).strip())


def _texts(node: Any) -> Iterator[str]:
    """The words of each block, cut at line breaks."""
    parts: list[str] = [node.text or ""]
    for child in node:
        if child.tag in _INSIDE:
            parts.append("".join(child.itertext()))
        else:
            yield "".join(parts)
            parts = []
            yield from _texts(child)
        parts.append(child.tail or "")
    yield "".join(parts)
