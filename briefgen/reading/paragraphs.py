"""A Markdown body cut at its plain paragraphs, which need no parser; only what stands between them goes through markdown-it-py.

Most of the news is paragraphs of words alone. One that begins at the margin with a letter, between blank lines, closes every list,
quotation, table and block of code before it and is no part of those after it. So the body may be cut there, and each piece be parsed
by itself, unless something in it acts across blank lines: then it stays whole. ``tests/reading/test_paragraphs.py`` holds that both
ways give the same HTML, byte for byte.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    """What a piece is: a paragraph without a mark, a paragraph with marks within its lines, or blocks of any kind."""

    PLAIN = 1
    MARKED = 2
    BLOCKS = 3


class Piece(NamedTuple):
    """A part of a body, and where in the body it begins."""

    kind: Kind
    text: str
    start: int


# HTML, footnotes, definitions of links and fences reach over blank lines; so can links within links, which only a role makes.
_ACROSS = ("<", "[^", "^[", "]:", "```", "~~~", "}`")
# What means something within a line, or is written otherwise in HTML; "!", "^" and "{" mean something beside one of these only.
_MARKS = ("*", "[", "_", "&", "\\", "`", "~", "\t", "\u00a0")
_OPENING_QUOTES = "\"“”„'‘«("
_BLOCK = re.compile(r".+(?:\n.+)*")


def cut(text: str) -> Iterator[Piece]:
    """The pieces of a body in their order; what stands between two of them is blank."""
    if any(mark in text for mark in _ACROSS):
        yield Piece(Kind.BLOCKS, text, 0)
        return
    marks = [mark for mark in _MARKS if mark in text]
    begun = -1
    for found in _BLOCK.finditer(text):
        block, start = found[0], found.start()
        if not _is_paragraph(block):
            begun = start if begun < 0 else begun
            continue
        if begun >= 0:
            yield Piece(Kind.BLOCKS, text[begun:start], begun)
            begun = -1
        for mark in marks:
            if mark in block:
                yield Piece(Kind.MARKED, block, start)
                break
        else:
            yield Piece(Kind.PLAIN, block, start)
    if begun >= 0:
        yield Piece(Kind.BLOCKS, text[begun:], begun)


def _is_paragraph(block: str) -> bool:
    """Whether no line of the block could be anything else: nothing else begins or goes on with a letter or an opening quotation mark."""
    for line in block.split("\n"):
        if not (line[0].isalpha() or line[0] in _OPENING_QUOTES) or line[-1].isspace():
            return False
    return True
