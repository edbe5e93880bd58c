"""Find tables of figures amid a text, one cell a line.

A table is text or noise as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median_low

from briefgen.cleaning.line_shape import is_paragraph
from briefgen.cleaning.phrases import lists_of
from briefgen.model import Line

FEWEST = 9
"""Cells of a table."""
NUMBERS, SHARE = 3, 0.08
"""Cells of a table that are figures: this many, and this share of all."""
WIDEST = 35
"""Characters of a table's middle cell: lists of headlines have longer lines."""
STRANGE = 0.03
"""The share of lines that pages have, as *Share* or *Reply*, from which it is a part of the page."""
LONGEST = 24
"""Characters of a figure with its sign and unit."""

SECTIONS = frozenset(("sections",))
"""Rows have the names of sections, too: days, trades, sports."""

_FIGURE = re.compile(r"[^\w\s]{0,3} ?[0-9][0-9.,:/\u2013-]*(?: ?[^\W\d_]{1,3})? ?[^\w\s]{0,3}")


def data_tables(lines: Sequence[Line], lang: str) -> frozenset[int]:
    """The numbers of the lines that are cells of tables between two paragraphs."""
    figures = [_is_figure(line.text) for line in lines]
    if sum(figures) < NUMBERS:
        return frozenset()
    return frozenset(
        line.number
        for run in _between_paragraphs(lines)
        if _is_table(lines[run], figures[run], lang)
        for line in lines[run]
    )


def _is_figure(text: str) -> bool:
    return len(text) <= LONGEST and _FIGURE.fullmatch(text.strip()) is not None


def _between_paragraphs(lines: Sequence[Line]) -> Iterator[slice]:
    start = 0
    for is_text, run in groupby(is_paragraph(line.text) for line in lines):
        end = start + len(list(run))
        if not is_text and 0 < start < end < len(lines):
            yield slice(start, end)
        start = end


def _is_table(cells: Sequence[Line], figures: Sequence[bool], lang: str) -> bool:
    count = sum(figures)
    if len(cells) < FEWEST or count < NUMBERS or count < SHARE * len(cells):
        return False
    if median_low([len(cell.text) for cell in cells]) > WIDEST or _is_numbered(cells, figures):
        return False
    named = (cell.text for cell, is_figure in zip(cells, figures, strict=True) if not is_figure)
    return sum(bool(lists_of(text, lang) - SECTIONS) for text in named) <= STRANGE * len(cells)


def _is_numbered(cells: Sequence[Line], figures: Sequence[bool]) -> bool:
    """Whether it is a list with each number on its own line, as *Most read* is."""
    numbers = [cell.text.strip(" .#)") for cell, is_figure in zip(cells, figures, strict=True) if is_figure]
    return numbers == [str(n) for n in range(1, len(numbers) + 1)]
