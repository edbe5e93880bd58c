"""The shape of a line in any language: its width and how it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefgen.model import Line
from briefgen.model.cleaning import PARAGRAPH

PROSE = 80
"""Columns from which a line that ends like a sentence is a paragraph."""
LONG = PARAGRAPH
"""Columns from which a line is a paragraph however it ends: the longest headlines have about 150."""
SECOND_SENTENCE = 100
"""Columns from which a line of two sentences is prose."""

SENTENCES = 110
"""Columns from which two sentences on a line are a paragraph, whatever it ends with."""
WIDEST = 180
"""Columns of the widest line that is no paragraph, as it does not end like a sentence."""
BRIEF = 2
"""Sentences that a credit, a notice or a prompt may have."""

_WIDE = re.compile("[\u2e80-\U0010ffff]")
_NO_STOPS = ("?", "!", "？", "؟", "！", "'", "’", '"', "”", "»", "“")
CLOSING = " \t*_\"'”’»)]"
"""What may stand after the mark that ends a sentence."""
STOPS = (".", "。", "।", "۔", "!", "?", "！", "？", "؟", "…")
"""What ends a sentence."""
_MARKS = (*STOPS, ";", ":", ",")
_NEXT_SENTENCE = re.compile(r"[.!?](?<=[^\W\d_]{3}.)[\"”’»]? +[\"“‘„«]?[^\W\d_a-z]")


def width(text: str) -> int:
    """The line's columns: a Chinese, Japanese or Korean character counts as two letters."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def is_unspaced(text: str) -> bool:
    """Whether much of the line is in a script that writes without blanks."""
    return 4 * width(text) > 5 * len(text)


def ends_like_a_sentence(text: str, stops: tuple[str, ...] = _MARKS) -> bool:
    """Whether the line ends with a sentence's punctuation, ignoring quotation marks and brackets."""
    return text.rstrip(CLOSING).endswith(stops)


def is_prose(text: str) -> bool:
    """Whether the line is a paragraph, not a headline, label or stamp."""
    if len(text) < PROSE // 2:
        return False
    columns = width(text)
    return (
        columns >= LONG
        or (columns >= PROSE and ends_like_a_sentence(text))
        or (columns >= SECOND_SENTENCE and two_sentences(text))
    )


def is_paragraph(text: str) -> bool:
    """Whether the line is a paragraph; stricter, as long headlines ask or quote."""
    if len(text) < PROSE // 2:
        return False
    columns = width(text)
    return (
        columns >= LONG
        or (columns >= PROSE and ends_like_a_sentence(text) and not text.endswith(_NO_STOPS))
        or (columns >= SENTENCES and two_sentences(text))
    )


def two_sentences(text: str) -> bool:
    """Whether a second sentence begins on the line."""
    return _NEXT_SENTENCE.search(text) is not None


def sentences(text: str) -> list[str]:
    """The sentences of a line."""
    starts = [0, *(match.end() - 1 for match in _NEXT_SENTENCE.finditer(text)), len(text)]
    return [text[one:other].strip() for one, other in pairwise(starts)]


def is_brief(text: str) -> bool:
    """Whether a line is short enough for a credit, notice, prompt or label."""
    return len(text) < PROSE // 2 or (is_narrow(text) and len(sentences(text)) <= BRIEF)


def is_narrow(text: str) -> bool:
    """Whether a line is narrower than paragraphs are.

    One that ends no sentence may be a bit wider.
    """
    columns = width(text)
    return columns <= LONG or (columns <= WIDEST and not ends_like_a_sentence(text))


def main_text(widths: Sequence[float], prose: Sequence[bool]) -> tuple[int, int]:
    """The first and last line of the article's own text.

    It is the segment of the greatest sum (Bentley, Programming Pearls, 1984): a paragraph counts for its
    width and a short line against it.
    """
    best, best_start, best_end = -1.0, 0, 0
    total, start = 0.0, 0
    for at, (columns, is_text) in enumerate(zip(widths, prose, strict=True)):
        if total <= 0:
            total, start = 0.0, at
        total += min(columns, 300) / 100 if is_text else -0.35
        if total > best:
            best, best_start, best_end = total, start, at
    return best_start, best_end


def start_of_text(lines: Sequence[Line]) -> int:
    """The index of the main text's first paragraph, or the number of lines."""
    paragraphs = [is_paragraph(line.text) for line in lines]
    return main_text([width(line.text) for line in lines], paragraphs)[0] if any(paragraphs) else len(lines)
