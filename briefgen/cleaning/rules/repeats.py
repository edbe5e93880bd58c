"""Paragraphs that stand a second time, as a page break leaves them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from briefgen.cleaning.findings import doubtful, removed, said_lines
from briefgen.cleaning.line_shape import width
from briefgen.cleaning.rule import Mark, rule
from briefgen.model import Draft
from briefgen.util.text import fold

BLOCK = 120
"""Characters that a repeated block holds at the least: shorter runs are refrains, table rows and lists."""
LONG_LINE = 60
"""Columns of a paragraph: half of a repeated block's lines are as wide, or it is a list or a table.
A single line said twice is worth a look from here on."""
_QUOTES = (*((mark, '"') for mark in "“”„‟«»"), *((mark, "'") for mark in "‘’‚‛"))
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_LISTS = ("- ", "* ", "+ ", "|", ">", "#", "[^", "    ")


@rule()
def repeated_block(draft: Draft) -> Iterator[Mark]:
    """Two or more paragraphs in the same order as before, or a repeated last paragraph."""
    lines = list(said_lines(draft))
    texts = [line.text for line in lines]
    keys = list(map(_key, texts))
    headings = list(accumulate((bool(_HEADING.match(text)) for text in texts), initial=0))
    if len(set(keys)) == len(keys):
        return
    seen: dict[str, list[int]] = {}
    at = 0
    while at < len(keys):
        first, length = _longest(keys, seen.get(keys[at], ()), at)
        block = lines[at : at + length]
        # What stands in two sections is said of two things.
        elsewhere = bool(length) and headings[at] > headings[first + length]
        size = sum(len(line.text) for line in block)
        tail = length == 1 and first + 1 == at and at + 1 == len(keys)
        wide = sum(width(line.text) >= LONG_LINE for line in block)
        again = size >= BLOCK and wide > 1 and 2 * wide >= length
        if not elsewhere and (again or (tail and wide)):
            where = lines[first].number
            yield from (removed(line, f"The paragraphs from line {where} on, said again.") for line in block)
        elif length and not elsewhere:
            yield from (
                doubtful(line, f"It is the same as line {lines[first + n].number}.")
                for n, line in enumerate(block)
                if len(line.text) >= LONG_LINE and not line.text.startswith(_LISTS)
            )
        if elsewhere or not again:
            for n in range(at, at + max(length, 1)):
                seen.setdefault(keys[n], []).append(n)
        at += max(length, 1)


def _key(text: str) -> str:
    """A line for comparison: one copy may have curly quotation marks."""
    if not text.isascii():
        for curly, straight in _QUOTES:
            text = text.replace(curly, straight)
    return fold(text)


def _longest(keys: Sequence[str], starts: Sequence[int], at: int) -> tuple[int, int]:
    """Start and length of the longest, then earliest, run that the one at ``at`` repeats."""
    best, best_length = 0, 0
    for start in starts[:50]:
        length = 0
        while at + length < len(keys) and start + length < at and keys[start + length] == keys[at + length]:
            length += 1
        if length > best_length:
            best, best_length = start, length
    return best, best_length
