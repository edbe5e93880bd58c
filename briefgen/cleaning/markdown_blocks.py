"""What each line of a Markdown body is.

Code and the like, a part of a larger block, or a bare line.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from briefgen.model import Line

LONGEST = 500_000
"""Characters of a body that is parsed; all of a longer one is taken for verbatim."""
WRAPPED = 40
"""Columns of the shortest line that is broken because the next word has no room."""
USUAL = 4
"""A text is wrapped when a sentence goes on below one line in so many."""

_VERBATIM = frozenset(("fence", "code_block", "html_block", "table_open"))
_LEAVES = _VERBATIM | {"paragraph_open", "heading_open", "hr"}
_MAY_BE_VERBATIM = re.compile(
    r"```|~~~|^(?: {4}|\t)|^ {0,3}<|\]:|\||^[ \t]*(?:[-*+>]|[0-9]+[.)]) {5,}", re.MULTILINE
)
# Lengths are bounded so that a hostile text takes no longer than any other.
_INLINE = re.compile(
    r"\]\(|\]\[|\[\^|`[^`\n]{1,300}`|</?[A-Za-z][^>\n]{0,300}>"
    r"|\*\*\w|(?<![\w*])\*\w|(?<!\w)_\w|\{[%{]|\{\w{1,30}\}`"
)
_BLOCK = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]|[-+*][ \t]+\S|[0-9]{1,9}[.)][ \t]|>|```|~~~|\||\[[^\]\n]{1,300}\]:|<[A-Za-z/!?])"
    r"|^ {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$|^(?: {4}|\t)[ \t]*\S",
    re.MULTILINE,
)
_ADJACENT = re.compile(r"\S[ \t\r]*\n[ \t]*\S")
_ENDS = (".", "!", "?", ":", "…", "。", "！", "？", "।", "۔")
_CLOSING = "\"'”’»)]*_"


class LineKind(Enum):
    """What a line of Markdown is."""

    VERBATIM = 1
    PART = 2
    """In a heading, list, quotation or wrapped paragraph."""
    MARKED = 3
    """A paragraph with links, emphasis or the like."""
    BARE = 4
    """A paragraph without marks."""


def has_structure(text: str) -> bool:
    """Whether a text has blocks, marks or paragraphs of several lines, as Markdown has."""
    return bool(_ADJACENT.search(text) or _INLINE.search(text) or _BLOCK.search(text))


def has_inline_mark(text: str) -> bool:
    """Whether a line has a link, emphasis, code, a tag or the like."""
    return _INLINE.search(text) is not None


def is_block(text: str) -> bool:
    """Whether a line begins a block other than a paragraph."""
    return _BLOCK.match(text) is not None


def may_be_verbatim(text: str) -> bool:
    """Whether a text has a sign of code, a table, HTML or link definitions.

    Most news has none.
    """
    return _MAY_BE_VERBATIM.search(text) is not None


def line_kinds(lines: Sequence[Line]) -> dict[int, LineKind]:
    """The kind of each line that holds something, by the line's number."""
    if sum(len(line.text) for line in lines) > LONGEST:
        return {line.number: LineKind.VERBATIM for line in lines}
    # What no block covers is a definition of a link.
    kinds = {line.number: LineKind.VERBATIM for line in lines if line.text.strip()}
    # A return within a line would be a line's end to the parser.
    for token in _parser().parse("\n".join([line.text.replace("\r", " ") for line in lines])):
        if token.map and token.type in _LEAVES:
            block = [line for line in lines[slice(*token.map)] if line.text.strip()]
            kind = _kind(token, block)
            kinds |= {line.number: _kind_of_line(line, kind) for line in block}
    return kinds


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether a sentence goes on from one of the lines to the next."""
    return any(
        max(len(one.text), len(other.text)) >= WRAPPED and _goes_on(one.text, other.text)
        for one, other in pairwise(lines)
    )


def wrapped_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines in wrapped paragraphs.

    None in a text of one line a paragraph.
    """
    pairs = [(one, other) for one, other in pairwise(lines) if one.text.strip() and other.text.strip()]
    continued = [pair for pair in pairs if _goes_on(pair[0].text, pair[1].text)]
    if USUAL * sum(len(one.text) >= WRAPPED for one, _ in continued) < len(pairs):
        return frozenset()
    return frozenset(line.number for pair in continued for line in pair)


def _goes_on(text: str, below: str) -> bool:
    """Whether a sentence goes on below a line.

    It does not end there, and no capital follows.
    """
    return below.lstrip()[:1].islower() and not text.rstrip().rstrip(_CLOSING).endswith(_ENDS)


def _kind(token: Token, block: Sequence[Line]) -> LineKind:
    if token.type in _VERBATIM:
        return LineKind.VERBATIM
    bare = token.type == "paragraph_open" and token.level == 0 and not is_wrapped(block)
    return LineKind.BARE if bare else LineKind.PART


def _kind_of_line(line: Line, kind: LineKind) -> LineKind:
    return LineKind.MARKED if kind is LineKind.BARE and has_inline_mark(line.text) else kind


@cache
def _parser() -> MarkdownIt:
    """A parser of blocks alone: it looks into no line."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
