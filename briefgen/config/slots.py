"""``slots:``, the editions of one day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from briefgen.util.text import slugify

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MINUTES = 24 * 60


class EditionSlot(NamedTuple):
    """One edition of a day; ``start`` (HH:MM) is where its articles begin."""

    name: str
    start: str


def slots_of(value: Sequence[str] | Mapping[str, str]) -> tuple[EditionSlot, ...]:
    """The slots of ``slots:``. Without times, they divide the day equally."""
    if isinstance(value, Mapping):
        return tuple([EditionSlot(name, _clock(start)) for name, start in value.items()])
    starts = [_MINUTES * n // len(value) for n in range(len(value))]
    return tuple(
        [EditionSlot(name, f"{at // 60:02}:{at % 60:02}") for name, at in zip(value, starts, strict=True)]
    )


def slot_at(slots: Sequence[EditionSlot], time: str) -> str:
    """The slot of an article by its time.

    What comes before the first slot, and what has no time, belongs to the first.
    """
    return next((one.name for one in reversed(slots) if one.start <= time), slots[0].name if slots else "")


def wrong_slots(slots: Sequence[EditionSlot], period: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the slots, each with a hint."""
    if slots and period != "day":
        yield f"an edition here is one {period}, so a day has no slots", "delete slots: or briefings:"
    names = [one.name for one in slots]
    for name in dict.fromkeys(names):
        if name != slugify(name):
            yield f'"{name}" cannot stand in an address', f"write {slugify(name)}"
        if names.count(name) > 1:
            yield f'the slot "{name}" is declared twice', "keep one of the two"
    for one in slots:
        if not _CLOCK.fullmatch(one.start):
            yield f'"{one.start}" is not a time of day', "write it as 17:00"
    for before, after in pairwise(slots):
        if after.start <= before.start and _CLOCK.fullmatch(after.start):
            yield f'"{after.name}" does not begin after "{before.name}"', "order the slots by time"


def _clock(text: str) -> str:
    match = _CLOCK.fullmatch(text)
    return f"{int(match[1]):02}:{match[2]}" if match else text
