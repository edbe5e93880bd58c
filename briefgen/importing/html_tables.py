"""Tables of data in HTML as rows; tables that lay out a page are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from briefgen.importing.document import Inline, TextLine
from briefgen.importing.line_builder import LineBuilder
from briefgen.importing.markdown_writer import CELL, ROW

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LONGEST_CELL = 200
_LONGEST_NAMED_CELL = 1_000
"""Characters of a cell, without and with headers; a table with longer ones lays out a page."""
_MOST_CELLS = 100
_STRUCTURE = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "blockquote",
        "pre",
        "figure",
        "form",
        "article",
        "section",
    ]
)
_SKIPPED = frozenset(["script", "style", "template", "noscript", "svg", "math", "button", "-comment"])
_INLINE = {"b": Inline.STRONG, "strong": Inline.STRONG, "i": Inline.EMPHASIS, "em": Inline.EMPHASIS,
           "code": Inline.CODE}  # fmt: skip
_ALIGN = re.compile(r"text-align:\s*(left|center|right)|align-(left|center|right)")


class Rows(NamedTuple):
    """The rows of a table, and a sign for each column's alignment."""

    lines: tuple[TextLine, ...]
    aligns: str


def data_rows(table: LexborNode) -> Rows | None:
    """The rows of a table of data; None if it lays out a page."""
    if table.attributes.get("role") in ("presentation", "none") or _holds_structure(table):
        return None
    rows = [[*_cells(row)] for row in table.css("tr")]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or not 2 <= width <= _MOST_CELLS:
        return None
    longest = max(len(cell.text().strip()) for row in rows for cell in row)
    is_named = table.css_first("th") is not None
    if longest > (_LONGEST_NAMED_CELL if is_named else _LONGEST_CELL):
        return None
    lines = [_row(row) for row in _squared(rows)]
    lines = [line for line in lines if line.text.strip(" ¦")]
    return Rows(tuple(lines), "".join(map(_align, rows[0]))) if len(lines) > 1 else None


def _holds_structure(table: LexborNode) -> bool:
    """Whether cells hold headings, lists or several paragraphs."""
    for node in table.traverse():
        if node.tag in _STRUCTURE and node.mem_id != table.mem_id:
            return True
        if node.tag in ("td", "th") and sum(one.tag == "p" for one in node.iter()) > 1:
            return True
    return False


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    return (cell for cell in row.iter() if cell.tag in ("td", "th"))


def _squared(rows: list[list[LexborNode]]) -> Iterator[list[LexborNode | None]]:
    """The rows with empty cells where a cell goes over several columns or rows."""
    below: dict[int, int] = {}
    for row in rows:
        out: list[LexborNode | None] = []
        for cell in row:
            while below.get(len(out), 0) > 0:
                below[len(out)] -= 1
                out.append(None)
            for n in range(_span(cell, "colspan")):
                below[len(out)] = _span(cell, "rowspan") - 1
                out.append(None if n else cell)
        while below.get(len(out), 0) > 0:
            below[len(out)] -= 1
            out.append(None)
        yield out[: 2 * _MOST_CELLS]


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return (
        min(_MOST_CELLS, max(1, int(value)))
        if value.isascii() and value.isdecimal() and len(value) < 5
        else 1
    )


def _row(cells: list[LexborNode | None]) -> TextLine:
    """A row as one line, with the links and emphasis of its cells."""
    text, spans = "", []
    for n, cell in enumerate(cells):
        line = _cell(cell) if cell is not None else TextLine("")
        text += CELL if n else ""
        spans += [span._replace(at=span.at + len(text)) for span in line.spans]
        text += line.text
    return TextLine(text, ROW, tuple(spans))


def _cell(cell: LexborNode) -> TextLine:
    line = LineBuilder()
    _fill(cell, line, 0)
    text = next(line.end(), TextLine(""))
    return text._replace(text=text.text.replace(CELL.strip(), "|"))


def _fill(node: LexborNode, line: LineBuilder, depth: int) -> None:
    child = node.first_child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            line.add(child.text_content or "")
        elif tag in ("br", "p", "div", "li", "dd", "dt"):
            line.add(" ")
            _fill(child, line, depth + 1)
            line.add(" ")
        elif tag in _SKIPPED or depth > 50:
            pass
        elif (kind := Inline.LINK if tag == "a" else _INLINE.get(tag)) and not line.is_open(kind):
            url = (child.attributes.get("href") or "").strip() if tag == "a" else ""
            if cell_is_head(child) and kind is Inline.STRONG:
                _fill(child, line, depth + 1)
            else:
                line.open(kind, url)
                _fill(child, line, depth + 1)
                line.close(kind)
        else:
            _fill(child, line, depth + 1)
        child = child.next


def cell_is_head(node: LexborNode) -> bool:
    """Whether an element is the whole content of a header's cell."""
    return node.parent is not None and node.parent.tag == "th"


def _align(cell: LexborNode) -> str:
    attributes = cell.attributes
    said = f"{attributes.get('style') or ''} {attributes.get('class') or ''}".lower()
    match = _ALIGN.search(said)
    word = (match[1] or match[2]) if match else (attributes.get("align") or "").lower()
    return {"left": "l", "center": "c", "right": "r"}.get(word, "-")
