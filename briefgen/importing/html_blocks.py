"""Convert HTML without page furniture to lines: one for each block.

Feed entries and mails have such HTML. Links and tables stay; emphasis is reduced to its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from briefgen.importing.document import TextLine
from briefgen.importing.line_builder import LineBuilder, address
from briefgen.importing.markdown_escape import CELL, ROW

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "title",
        "button",
        "select",
        "textarea",
    ]
)
_MARKS = {
    "li": "- ",
    "blockquote": "> ",
    "h1": "## ",
    "h2": "## ",
    "h3": "### ",
    "h4": "### ",
    "h5": "### ",
    "h6": "### ",
}
_LISTS = frozenset({"ul", "ol"})
_MAY_BE_HIDDEN = frozenset({"div", "span", "p", "table", "section", "font", "center"})
"""Elements that are always closed, and ``p``."""
_HIDDEN = re.compile(r"(?:^|;)(?:display:none|visibility:hidden|max-height:0(?:px)?(?:!|;|$))")


_CELLS = ("td", "th")
_SMALLEST = 3
"""Pixels of the side of a picture that is smaller only to count readers."""
_LONGEST_CELL = 200
"""Characters of a cell; longer ones are paragraphs of a page that is laid out by a table."""


class Picture(NamedTuple):
    """A picture of a text: its address and what it shows."""

    url: str
    alt: str


def _is_hidden(attrs: dict[str, str | None]) -> bool:
    style = "".join((attrs.get("style") or "").lower().split())
    return "hidden" in attrs or bool(_HIDDEN.search(style))


def blocks(html: str, base: str = "") -> Iterator[TextLine]:
    """The lines of ``html``; scripts, forms and comments say nothing.

    Relative links begin at the address ``base``; without one they are only words.
    """
    yield from _parse(html, base).lines


def first_picture(html: str, base: str = "") -> Picture | None:
    """The first picture of a text that a reader sees."""
    return next(iter(_parse(html, base).pictures), None)


def _parse(html: str, base: str) -> _Blocks:
    parser = _Blocks(base)
    parser.feed(html)
    parser.close()
    parser.end()
    return parser


class _Blocks(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[TextLine] = []
        self.pictures: list[Picture] = []
        self._base = base
        self._line = LineBuilder(base)
        self._open: list[str] = []
        self._skipping = ""
        self._depth = 0
        self._tables: list[int] = []
        self._place = (0, 0)
        self._places: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping == "p" and tag in _BLOCKS:
            self._skipping = ""  # a paragraph ends where a block begins
        if self._skipping:
            self._depth += tag == self._skipping
        elif tag in _SKIPPED or (tag in _MAY_BE_HIDDEN and _is_hidden(dict(attrs))):
            self._skipping, self._depth = tag, 1
        if tag in _BLOCKS:
            self.end()
        if tag == "a":
            self._line.open_link(dict(attrs).get("href") or "")
        if tag == "img" and not self._skipping:
            self._add_picture(dict(attrs))
        self._enter_cell(tag)
        if tag == "li" and self._open[-1:] == ["li"]:
            self._open.pop()  # the item before ends where the next begins
        if tag in _MARKS or tag in _LISTS:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._depth -= 1
            self._skipping = tag if self._depth else ""
        if tag == "a":
            self._line.close_link()
        if tag in _BLOCKS:
            self.end()
        if tag == "table" and self._tables:
            self._end_table(self._tables.pop())
        if tag in _CELLS:
            self._place = (self._place[0], -abs(self._place[1]))
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._line.add(data)

    def end(self) -> None:
        """The block that was open is a line, if it says something."""
        mark = next((_MARKS[tag] for tag in reversed(self._open) if tag in _MARKS), "")
        for line in self._line.end(mark):
            self.lines.append(line)
            self._places.append(self._place if self._tables else (0, 0))

    def _add_picture(self, attrs: dict[str, str | None]) -> None:
        sides = [attrs.get(name) or "" for name in ("width", "height")]
        is_small = any(side.isdecimal() and int(side) <= _SMALLEST for side in sides)
        if not is_small and (url := address(attrs.get("src") or "", self._base)):
            self.pictures.append(Picture(url, attrs.get("alt") or ""))

    def _enter_cell(self, tag: str) -> None:
        """Note the row and the column in which the next lines stand."""
        row, column = self._place
        if tag == "table":
            self._tables.append(len(self.lines))
            self._place = (row + 1, 0)
        elif tag == "tr":
            self._place = (row + 1, 0)
        elif tag in _CELLS:
            self._place = (row, abs(column) + 1)

    def _end_table(self, first: int) -> None:
        """Join the cells of each row, if the table holds data.

        One line in each cell, two columns.
        """
        lines, places = self.lines[first:], self._places[first:]
        rows: dict[int, dict[int, TextLine]] = {}
        for line, (row, column) in zip(lines, places, strict=True):
            rows.setdefault(row, {})[abs(column)] = line
        width = max((max(cells) for cells in rows.values()), default=0)
        is_data = len(set(places)) == len(places) and all(column for _, column in places)
        is_plain = all(not line.mark and len(line.text) <= _LONGEST_CELL for line in lines)
        if is_data and is_plain and width > 1 and len(rows) > 1 and not self._tables:
            self.lines[first:] = [_row(cells, width) for cells in rows.values()]
            self._places[first:] = [(0, 0)] * len(rows)


def _row(cells: dict[int, TextLine], width: int) -> TextLine:
    """A row as one line, with the links of its cells."""
    text, links = "", []
    for n in range(1, width + 1):
        cell = cells.get(n, TextLine(""))
        text += CELL if n > 1 else ""
        links += [link._replace(at=link.at + len(text)) for link in cell.links]
        text += cell.text.replace(CELL.strip(), "|")
    return TextLine(text, ROW, tuple(links))
