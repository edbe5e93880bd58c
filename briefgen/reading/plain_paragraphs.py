"""Split a Markdown body at plain paragraphs, which need no parser.

News is mostly paragraphs of words alone. One that begins at the margin with a letter, between blank lines,
ends every list, quotation, table and block of code before it. So the body may be split there, and each
piece parsed by itself, unless something acts across blank lines. ``tests/reading/test_paragraphs.py``
checks that both ways give the same HTML, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from html import escape
from typing import NamedTuple


class PieceKind(Enum):
    """A piece is paragraphs without marks, one paragraph with marks, or any blocks."""

    PLAIN = 1
    MARKED = 2
    BLOCKS = 3


class Piece(NamedTuple):
    """A part of a body with the blank lines after it, and its start."""

    kind: PieceKind
    text: str
    start: int


# HTML, footnotes, link definitions and fences reach over blank lines; so can links that roles nest.
# Search for the one character that is rare in news first: a search for two takes many times as long.
_ACROSS = {"<": ("<",), "^": ("[^", "^["), "]": ("]:",), "`": ("```", "}`"), "~": ("~~~",)}
# Characters with a meaning within a line or in HTML; "!" and "^" have one only beside one of these.
# What stands between "%%" is a comment of another program, which is reported.
_MARKS = ("*", "[", "_", "&", "\\", "`", "~", "{", "://", "\u00a0", "%%")
_OPENING_QUOTES = "\"“”„'‘«("
_BLANK = re.compile(r"\n\n+")
_BLOCK = re.compile(r".+(?:\n.+)*")


def cut(text: str) -> Iterator[Piece]:
    """The pieces of a body in their order."""
    if any(char in text and any(mark in text for mark in marks) for char, marks in _ACROSS.items()):
        yield Piece(PieceKind.BLOCKS, text, 0)
        return
    marks = [mark for mark in _MARKS if mark in text]
    last, begun = None, 0
    for match in _BLOCK.finditer(text):
        kind, start = _kind(match[0], marks), match.start()
        if kind is not last or kind is PieceKind.MARKED:
            if last:
                yield Piece(last, text[begun:start], begun)
            last, begun = kind, start
    if last:
        yield Piece(last, text[begun:], begun)


def _kind(block: str, marks: Sequence[str]) -> PieceKind:
    for line in block.split("\n"):
        # No other block has lines that begin so. A space at a line's end has a meaning.
        if not (line[0].isalpha() or line[0] in _OPENING_QUOTES) or line[-1].isspace():
            return PieceKind.BLOCKS
    for mark in marks:
        if mark in block:
            return PieceKind.MARKED
    return PieceKind.PLAIN


def plain_html(text: str) -> str:
    """Paragraphs without marks, blank lines between them, as Markdown and the sanitiser would write them."""
    between = _BLANK.sub("</p>\n<p>", escape(text.strip("\n"), quote=False))
    return f"<p>{between}</p>\n"
