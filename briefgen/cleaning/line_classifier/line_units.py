"""Lines that belong together.

They are like lines of a list or table, and a heading with what follows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.cleaning.line_classifier import line_features

CHANGE = 0.5
"""The cost, in log odds, of changing between text and page from one line to the next: both come in runs."""
ALIKE = 2.0
"""The same between like lines: a list, a table or a menu is nearly always one or the other as a whole."""
HEADED = 1.0
"""What a line says of the heading above it."""
NARROWEST, WIDEST = 8, 90
"""Columns of a heading."""

_OF = {name: at for at, name in enumerate(line_features.NAMES)}
_WIDTH, _STOP, _COLON, _CUES = (_OF[name] for name in ("width", "full-stop", "colon", "cue-most"))
_MARK, _DIGIT, _LOWER = (_OF[name] for name in ("mark-first", "digit-first", "lower-first"))


def units(looks: Sequence[Sequence[float]], prose: Sequence[bool]) -> list[slice]:
    """The lines in runs of like short ones.

    A paragraph, and a line like no other, is a unit of its own.
    """
    result, start = [], 0
    for at in range(1, len(looks) + 1):
        together = (
            at < len(looks) and not (prose[at - 1] or prose[at]) and _are_alike(looks[at - 1], looks[at])
        )
        if not together:
            result.append(slice(start, at))
            start = at
    return result


def costs_of_change(
    looks: Sequence[Sequence[float]], prose: Sequence[bool]
) -> tuple[list[float], list[float]]:
    """The cost of another verdict between each line and the next, downwards and upwards."""
    down, up = [], []
    for at in range(len(looks) - 1):
        here, below = looks[at], looks[at + 1]
        if not (prose[at] or prose[at + 1]) and _are_alike(here, below):
            down.append(ALIKE)
            up.append(ALIKE)
            continue
        down.append(CHANGE)
        heads = not prose[at] and _is_heading(here) and (prose[at + 1] or below[_MARK] or below[_DIGIT])
        up.append(HEADED if heads else CHANGE)
    return down, up


def _are_alike(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two short lines begin and end alike and are about as wide."""
    narrow, wide = (
        (one[_WIDTH], other[_WIDTH]) if one[_WIDTH] < other[_WIDTH] else (other[_WIDTH], one[_WIDTH])
    )
    return (
        wide <= 2 * narrow + 10
        and one[_STOP] == other[_STOP]
        and one[_COLON] == other[_COLON]
        and one[_MARK] == other[_MARK]
        and one[_DIGIT] == other[_DIGIT]
        and one[_LOWER] == other[_LOWER]
    )


def _is_heading(look: Sequence[float]) -> bool:
    return NARROWEST <= look[_WIDTH] <= WIDEST and not (look[_STOP] or look[_CUES] or look[_LOWER])
