"""Paragraphs that were broken into lines of one width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefgen.cleaning.findings import joined
from briefgen.cleaning.line_shape import ends_like_a_sentence, is_unspaced
from briefgen.cleaning.rule import rule
from briefgen.model import Draft, Edit, Line

WIDEST = 100
"""Characters of the widest lines that somebody wraps to."""
NARROWEST = 50
USUAL = 95
"""Percent of lines that are no wider than the wrapping width; stray lines are wider."""
SHORT = 60
"""Percent of the width below which a line has a reason of its own to end."""
SLACK = 3
"""Columns that a line may fall short: invisible characters were removed after it was wrapped."""
LONGEST_WORD = 30
"""Characters; what is longer is a line of a script that writes without blanks."""
SURE = 3
"""Pairs of lines that have to look wrapped before any is taken for it."""


@rule(authored=True)
def hard_wrap(draft: Draft) -> Iterator[Edit]:
    """A paragraph wrapped to lines of one width, as in mail and archives.

    A line continues where the next word did not fit.
    """
    if not draft.plain:  # Markdown joins such lines itself
        return
    pairs = [(one, other) for block in _blocks(draft.lines) for one, other in pairwise(block)]
    widths = sorted(used for one, _ in pairs if (used := _width(one)) <= WIDEST)
    width = widths[len(widths) * USUAL // 100] if len(widths) >= SURE else 0
    if width < NARROWEST:
        return
    full = [(one, other) for one, other in pairs if _goes_on(one, other, width)]
    if len(full) < SURE or 2 * len(full) < len(pairs):
        return
    for block in _blocks(draft.lines):
        paragraph = block[:1]
        for one, other in pairwise(block):
            if _goes_on(one, other, width):
                paragraph.append(other)
                continue
            yield from _whole(paragraph)
            paragraph = [other]
        yield from _whole(paragraph)


def _whole(lines: Sequence[Line]) -> Iterator[Edit]:
    return joined(lines) if len(lines) > 1 else iter(())


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The runs of lines between blank ones."""
    block: list[Line] = []
    for line in lines:
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _goes_on(one: Line, other: Line, width: int) -> bool:
    """Whether the first word of ``other`` did not fit, or ``one`` ends within a sentence."""
    used = _width(one)
    if used > WIDEST or is_unspaced(one.text):
        return False
    word = len(other.text.split(None, 1)[0])
    no_room = word <= LONGEST_WORD and used + 1 + word > width - SLACK
    return no_room or (100 * used >= SHORT * width and not ends_like_a_sentence(one.text))


def _width(line: Line) -> int:
    """The line's characters when it was wrapped: later double blanks do not count."""
    text = line.text
    return len(" ".join(text.split())) if "  " in text or not text.isprintable() else len(text.strip())
