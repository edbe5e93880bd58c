"""Times and numbers that head the parts of a text, as those of a live blog do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefgen.model import Line

FEWEST = 3
"""How many heads show that a text has parts; a page shows a number or two that it counts."""
LONGEST = 20
"""Characters of a head; what it heads is longer."""
_TIME = re.compile(r"\W*([01]?[0-9]|2[0-4])[:.h]([0-5][0-9])(?: ?(?:[ap]\.?m\.?|[A-Za-z]{3,4}))?\W*")
_NUMBER = re.compile(r"\W*([0-9]{1,2})\W*")


def entry_heads(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that are heads: times that run one way, or 1, 2, 3."""
    heads = [one for one, text in pairwise(lines) if len(one.text) <= LONGEST < len(text.text)]
    times = {one.number: 60 * int(m[1]) + int(m[2]) for one in heads if (m := _TIME.fullmatch(one.text))}
    numbers = {one.number: int(m[1]) for one in heads if (m := _NUMBER.fullmatch(one.text))}
    moments, counts = [*times.values()], [*numbers.values()]
    out: set[int] = set()
    if len(times) >= FEWEST and moments in (sorted(moments), sorted(moments, reverse=True)):
        out.update(times)
    if len(numbers) >= FEWEST and counts == [*range(1, len(counts) + 1)]:
        out.update(numbers)
    return frozenset(out)
