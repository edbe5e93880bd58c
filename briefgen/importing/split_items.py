"""Make an article of each item of a newsletter: its headings are the titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from briefgen.importing.document import RULE, ImportedDocument, Inline, TextLine, refusal
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.publication import LeftOut

SEPARATOR = "#item-"
"""What stands between the name of a document and the number of an item in it."""
INTRODUCTION = LeftOut("introduction", "introductions")
LONGEST_HEADING = 150
"""Characters of a bold line that is a heading."""


class _Item(NamedTuple):
    heading: TextLine
    lines: tuple[TextLine, ...]


def split(document: ImportedDocument) -> Iterator[ImportedDocument | LeftOut]:
    """Each item as its own article, with the date and outlet of all.

    Raises:
        BriefgenError: for a document with less than two headings.
    """
    lines = _headed(document.lines)
    first, items = _items(lines)
    if len(items) < 2:
        raise refusal(document.origin, "it has no headings to split it at", "add it without --split")
    if any(line.text.strip() for line in first):
        yield INTRODUCTION
    for n, item in enumerate(items, 1):
        yield _article(document, n, item)


def split_all(
    documents: Iterable[ImportedDocument | LeftOut | BriefgenError | Diagnostic],
) -> Iterator[ImportedDocument | LeftOut | BriefgenError | Diagnostic]:
    """The items of every document; what has none is an error of its own."""
    for document in documents:
        try:
            yield from split(document) if isinstance(document, ImportedDocument) else (document,)
        except BriefgenError as error:
            yield error


def item_of(document: ImportedDocument, name: str) -> ImportedDocument | None:
    """The item of a split document that has this name."""
    if not name.startswith(f"{document.item}{SEPARATOR}"):
        return None
    try:
        parts = [one for one in split(document) if isinstance(one, ImportedDocument)]
    except BriefgenError:
        return None
    return next((one for one in parts if one.item == name), None)


def _headed(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines, with bold lines as headings if there are no others."""
    if sum(line.mark.startswith("#") for line in lines) >= 2:
        return lines
    return [line._replace(mark="## ") if _is_bold(line) else line for line in lines]


def _is_bold(line: TextLine) -> bool:
    """Whether a paragraph is one bold line without a full stop."""
    strong = any(span.kind is Inline.STRONG and span.text == line.text for span in line.spans)
    is_short = 0 < len(line.text) <= LONGEST_HEADING and not line.text.endswith((".", ":", ",", "。"))
    return strong and is_short and not line.within and not line.continues


def _items(lines: Sequence[TextLine]) -> tuple[tuple[TextLine, ...], list[_Item]]:
    """The lines above the first heading, and each heading with the text below it.

    A heading right above another one names a section; the ones below it are the items.
    """
    heads = [n for n, line in enumerate(lines) if line.mark.startswith("#") and line.text.strip()]
    items: list[_Item] = []
    if not heads:
        return tuple(lines), items
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        below = tuple(line for line in lines[start + 1 : end] if line.mark != RULE)
        if any(line.text.strip() for line in below) or lines[start].links:
            items.append(_Item(lines[start], below))
    return tuple(lines[: heads[0]]), items


def _article(document: ImportedDocument, number: int, item: _Item) -> ImportedDocument:
    fields = {key: value for key, value in document.fields.items() if key not in ("summary", "url", "image")}
    fields["title"] = item.heading.text
    if url := _address(item):
        fields["url"] = url
    return replace(
        document,
        origin=f"{document.origin}{SEPARATOR}{number}",
        lines=item.lines,
        fields=fields,
        item=f"{document.item}{SEPARATOR}{number}",
    )


def _address(item: _Item) -> str:
    """The address of an item: its heading's, or the only one below."""
    urls = [link.url for link in item.heading.links if not link.url.startswith("mailto:")]
    urls = urls or [*{link.url for line in item.lines for link in line.links}]
    return urls[0] if urls and (item.heading.links or len(urls) == 1) else ""
