"""A Markdown body cut at its plain paragraphs, which need no parser; only what stands between them goes through markdown-it-py.

Most of the news is paragraphs of words alone. One that begins at the margin with a letter, between blank lines, closes every list,
quotation, table and block of code before it and is no part of those after it. So the body may be cut there, and each piece be parsed
by itself, unless something in it acts across blank lines: then it stays whole. ``tests/reading/test_paragraphs.py`` holds that both
ways give the same HTML, byte for byte.
"""

from __future__ import annotations

import re
from enum import Enum
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class PieceKind(Enum):
    """What a piece is: paragraphs without a mark, one paragraph with marks within its lines, or blocks of any kind."""

    PLAIN = 1
    MARKED = 2
    BLOCKS = 3


class Piece(NamedTuple):
    """A part of a body, the blank lines after it included, and where in the body it begins."""

    kind: PieceKind
    text: str
    start: int


# HTML, footnotes, definitions of links and fences reach over blank lines; so can links within links, which only a role makes.
# They are looked for by the one character that is rare in news: a search for two takes many times as long.
_ACROSS = {"<": ("<",), "^": ("[^", "^["), "]": ("]:",), "`": ("```", "}`"), "~": ("~~~",)}
# What means something within a line, or is written otherwise in HTML; "!" and "^" mean something beside one of these only.
_MARKS = ("*", "[", "_", "&", "\\", "`", "~", "{", "://", "\u00a0")
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
        # Nothing else begins or goes on with a letter or an opening quotation mark, and no space at the line's end is to be lost.
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
