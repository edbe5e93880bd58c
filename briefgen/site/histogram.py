"""Counts over time: days of articles -> numbers by week, month, year or decade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from briefgen.model import Histogram
from briefgen.util.periods import edition_of


class _Unit(NamedTuple):
    """A unit of time, with the most of them that a histogram may show."""

    name: str
    most: int
    number: Callable[[str], int]
    called: Callable[[int], str]


UNITS = (
    # The first day of the calendar is a Monday.
    _Unit(
        "week",
        53,
        lambda day: (date.fromisoformat(day).toordinal() - 1) // 7,
        lambda n: edition_of(date.fromordinal(n * 7 + 1).isoformat(), "week"),
    ),
    _Unit(
        "month",
        60,
        lambda day: int(day[:4]) * 12 + int(day[5:7]) - 1,
        lambda n: f"{n // 12:04}-{n % 12 + 1:02}",
    ),
    _Unit("year", 60, lambda day: int(day[:4]), lambda n: f"{n:04}"),
    _Unit("decade", 1000, lambda day: int(day[:3]), lambda n: f"{n:03}0–{n:03}9"),
)
"""From the finest to the coarsest: 1000 decades are all that there are."""


def histogram(days: Mapping[str, Sequence[str]]) -> Histogram:
    """Counts of ISO days by slug, in the finest unit that fits."""
    every = {day for those in days.values() for day in those}
    if not every:
        return Histogram(UNITS[0].name, (), ())
    first, last = min(every), max(every)
    unit = next(one for one in UNITS if one.number(last) - one.number(first) < one.most)
    numbers = range(unit.number(first), unit.number(last) + 1)
    counts = {slug: Counter([unit.number(day) for day in those]) for slug, those in days.items()}
    rows = tuple([(slug, tuple([hit[n] for n in numbers])) for slug, hit in counts.items()])
    return Histogram(unit.name, tuple([unit.called(n) for n in numbers]), rows)
