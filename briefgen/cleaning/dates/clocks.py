"""Times of day: ``06:31``, ``3:30 PM``, ``11h26``, ``20時50分``, ``08.30 WIB``."""

from __future__ import annotations

import re
from datetime import time, tzinfo
from functools import cache
from typing import NamedTuple

from briefgen.cleaning.dates.zones import zone_named

_BEFORE = (
    r"[T, |•·–—/@、.-]{0,8}"
    r"(?:(?:pukul|jam|at|um|om|a|à|às|as|a las|alle|ore|kl\.?|klo|o godz\.?|o|godz\.?|u|a les|v|в|о"
    r"|ora|la ora|la|saat|lúc|στις) {1,4})?"
)
_EARLY_OR_LATE = r"(?:(?P<part>上午|下午|午前|午後|오전|오후|AM|PM) ?)?"
_HALF = r"(?: {0,4}(?P<half>[ap](?:\. ?)?m\b\.?|[πμ]\. ?μ\.|[صم](?![^\W\d_])))?"
_ZONE = (
    r"(?: {0,4}\(?(?P<zone>(?:GMT|UTC) ?[+-][0-9]{1,2}(?::?[0-9]{2})?|[+-][0-9]{2}:?[0-9]{2}(?![0-9])"
    r"|[A-Z][a-z]{2,12}(?:/[A-Z][a-z_]{1,20}){1,2}|МСК|TSİ|[A-Z]{1,5}\b)\)?)?"
)
CLOCK = re.compile(
    rf"{_BEFORE}{_EARLY_OR_LATE}(?P<hour>[0-9]{{1,2}})"
    rf"(?: ?h ?|[:.時时点點시] ?)(?P<minute>[0-9]{{2}})"
    rf"(?:[:.分분](?P<second>[0-9]{{2}})(?:[.,][0-9]{{1,9}})?)?(?![0-9])[分분秒초]?"
    rf"{_HALF}(?: {{0,4}}(?:uhr|uur|hrs|h|น\.)(?![^\W\d_]))?{_ZONE}",
    re.IGNORECASE,
)
"""A time of day in a text, after a date."""
_SHORT_OFFSET = re.compile(r" {0,4}(?P<zone>[+-][0-9]{1,2})")
"""``-4``, as YAML has it."""
_OTHER_NAME = re.compile(r" ?(?:\([^()]{1,60}\)|\[[^\[\]]{1,60}\])")
"""Another name of the zone behind its offset, as in JavaScript and Java."""


@cache
def _whole_hour() -> re.Pattern[str]:
    """Return the pattern of ``3 PM`` and ``15 Uhr`` in a bare date."""
    return re.compile(
        rf"{_BEFORE}{_EARLY_OR_LATE}(?P<hour>[0-9]{{1,2}})"
        rf"(?: ?(?:h|uhr|uur|[時时点點시])|{_HALF[:-1]}){_ZONE}",
        re.IGNORECASE,
    )


class Clock(NamedTuple):
    """A time of day, the zone beside it, and where it ends in its text."""

    time: time
    zone: tzinfo | None
    end: int


def find_clock(text: str, start: int) -> Clock | None:
    """Return the time of day at ``start``, or None.

    A word that names no zone is no part of it.
    """
    match = CLOCK.match(text, start)
    if match is None:
        return None
    try:
        clock = _time(match)
    except ValueError:
        return None
    named = zone_named(match["zone"] or "")
    return Clock(clock, named, match.start("zone") if match["zone"] and not named else match.end())


def parse_clock(text: str) -> Clock | None:
    """Return the time of day that ``text`` is, or None.

    Raises:
        ValueError: for a time, an offset or a zone that does not exist.
    """
    for pattern in (CLOCK, _whole_hour()):
        if match := pattern.match(text):
            zone = match if match["zone"] else _SHORT_OFFSET.match(text, match.end()) or match
            end = max(match.end(), zone.end())
            if end == len(text) or (zone["zone"] and _OTHER_NAME.fullmatch(text, end)):
                return Clock(_time(match), _zone(zone["zone"]), end)
    return None


def _time(match: re.Match[str]) -> time:
    parts = match.groupdict()
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts["half"] or parts["part"] or "").casefold()
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError(f"there is no time {hour:02}:{minute:02}")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pμم" or half in ("下午", "午後", "오후") else 0)
    return time(hour, minute, min(second, 59))  # a leap second is no second of the library


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if found := zone_named(name):
        return found
    what = "offset" if name[0] in "+-" else "time zone"
    raise ValueError(f"there is no {what} {name}")
