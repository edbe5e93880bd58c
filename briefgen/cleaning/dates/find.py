"""Find the first date in a line of text."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from briefgen.cleaning.dates.clocks import find_clock
from briefgen.cleaning.dates.days import AMERICAN, IN_TEXT, NUMBERS, AmbiguousDateError, read_day
from briefgen.cleaning.dates.digits import with_ascii_digits

_DAY_BEFORE_YEAR = re.compile(r"[0-9](?:st|nd|rd|th)?,? {1,4}[0-9]{4}")
"""What an American date ends with."""
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_CENTURIES = ("19", "20")
"""What the years of news begin with; an older one is history."""
REACH = 40
"""Characters before and after a year in which its day and month stand."""


class Stamp(NamedTuple):
    """A moment in a text.

    ISO (a day, with its time and zone if they are there), and its start and end.
    """

    moment: str
    start: int
    end: int


def find_day(text: str, lang: str) -> str:
    """Return the first day (ISO) with a year in a line, or an empty text."""
    stamp = find_moment(text, lang)
    return stamp.moment[:10] if stamp else ""


def find_moment(text: str, lang: str, start: int = 0) -> Stamp | None:
    """Return the first day with a year from ``start`` on, and the time after it."""
    text = with_ascii_digits(text)
    if "19" not in text and "20" not in text:
        return None
    for year in _YEAR.finditer(text, start):
        begin = max(start, year.start() - REACH)
        around = text[begin : year.end() + REACH]
        if begin and text[begin - 1].isdigit():  # a number cut in two would be another number
            cut = around.lstrip("0123456789")
            begin, around = begin + len(around) - len(cut), cut
        if stamp := _first_day(around, lang):
            return Stamp(stamp.moment, begin + stamp.start, begin + stamp.end)
    return None


def find_ambiguous(text: str, lang: str) -> str:
    """Return the first ``05/03/2024`` of a line that has two meanings, or an empty text."""
    for match in NUMBERS.finditer(with_ascii_digits(text)):
        try:
            read_day(match, lang)
        except AmbiguousDateError:
            return match[0]
        except ValueError:
            continue
    return ""


@lru_cache(maxsize=1 << 10)
def _first_day(text: str, lang: str) -> Stamp | None:
    patterns = (*IN_TEXT, AMERICAN) if _DAY_BEFORE_YEAR.search(text) else IN_TEXT
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        try:
            day = read_day(match, lang)
        except ValueError:
            continue
        if f"{day}".startswith(_CENTURIES):
            clock = find_clock(text, match.end())
            if clock is None:
                return Stamp(f"{day}", match.start(), match.end())
            moment = datetime.combine(day, clock.time, clock.zone)
            precision = "seconds" if moment.second else "minutes"
            return Stamp(moment.isoformat(timespec=precision), match.start(), clock.end)
    return None
