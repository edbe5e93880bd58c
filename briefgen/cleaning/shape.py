"""What the shape of a line says, whatever its language: how wide it is, whether it is prose, whether it ends a sentence."""

from __future__ import annotations

import re

PROSE = 80
"""Columns from which a line that ends like a sentence is a paragraph."""
LONG = 160
"""Columns from which a line is a paragraph however it ends: the longest headlines have about 150."""

_CLOSING = " \t*_\"'”’»)]"
_STOPS = (".", "。", "!", "?", "！", "？", "…", ";", ":", ",")
_NEXT_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?][\"”’»]? +[\"“‘„«]?[^\W\d_a-z]")


def width(text: str) -> int:
    """How many columns a line takes: a Chinese, Japanese or Korean character says as much as two letters."""
    return len(text) if text.isascii() else len(text) + sum(char >= "\u2e80" for char in text)


def ends_like_a_sentence(text: str, stops: tuple[str, ...] = _STOPS) -> bool:
    """Whether the line's last mark, quotation marks and brackets aside, closes or goes on with a sentence."""
    return text.rstrip(_CLOSING).endswith(stops)


def is_prose(text: str) -> bool:
    """Whether the line is a paragraph of the text, rather than a headline, a label or a stamp."""
    if len(text) < PROSE // 2:
        return False
    columns = width(text)
    return (
        columns >= LONG
        or (columns >= PROSE and ends_like_a_sentence(text))
        or (columns >= 100 and _NEXT_SENTENCE.search(text) is not None)
    )
