"""Times and numbers above the parts of a text, as in a live blog."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefgen.cleaning.line_shape import ends_like_a_sentence
from briefgen.model import Line

FEWEST = 3
"""How many heads show that a text has parts; a page shows a number or two that it counts."""
LONGEST = 20
"""Characters of a head; what it heads is longer, and ends like a sentence. A ticker has headlines."""
_TIME = re.compile(r"\W*([01]?[0-9]|2[0-4])[:.h]([0-5][0-9])(?: ?(?:[ap]\.?m\.?|[A-Za-z]{3,4}))?\W*")
_DAY = 24 * 60
_NUMBER = re.compile(r"\W*([0-9]{1,2})\W*")


def entry_heads(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that are heads: times in order, or 1, 2, 3."""
    heads = [one for one, text in pairwise(lines) if _may_head(one.text, text.text)]
    times = {one.number: 60 * int(m[1]) + int(m[2]) for one in heads if (m := _TIME.fullmatch(one.text))}
    numbers = {one.number: int(m[1]) for one in heads if (m := _NUMBER.fullmatch(one.text))}
    out: set[int] = set()
    if len(times) >= FEWEST and _is_in_order([*times.values()]):
        out.update(times)
    if len(numbers) >= FEWEST and [*numbers.values()] == [*range(1, len(numbers) + 1)]:
        out.update(numbers)
    return frozenset(out)


def _may_head(head: str, text: str) -> bool:
    return len(head) <= LONGEST < len(text) and ends_like_a_sentence(text)


def _is_in_order(minutes: Sequence[int]) -> bool:
    """Whether times of day go forwards or backwards, over midnight as well.

    Each step is less than half a day.
    """
    steps = [(after - before) % _DAY for before, after in pairwise(minutes)]
    return all(2 * step < _DAY for step in steps) or all(2 * (-step % _DAY) < _DAY for step in steps)
