"""Dates as people write them: ISO, numbers, and words in the languages of the lexicons."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from briefgen.cleaning.lexicon import months, weekdays
from briefgen.text import fold

if TYPE_CHECKING:
    from datetime import tzinfo

ACCEPTED = "write 2022-03-31, 2022-03-31 06:31 or 2022-03-31T06:31+07:00"

_ISO = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"(?:[T ]+(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)\s*(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?<![0-9])(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})(?![0-9])"
)
_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)? +(?:de +)?(?P<month>[^\W\d_]{3,12})\.?,? +(?:de +)?(?P<year>[0-9]{4})(?![0-9])"
)
_AMERICAN = re.compile(
    r"(?P<month>[^\W\d_]{3,12})\.? +(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? +(?P<year>[0-9]{4})(?![0-9])"
)
_CLOCK = re.compile(
    r"[, |]*(?:(?:pukul|jam|at) +)?(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?: *(?P<zone>WIB|WITA|WIT|UTC|GMT))?",
    re.IGNORECASE,
)
_ZONES = {"wib": 7, "wita": 8, "wit": 9, "utc": 0, "gmt": 0}
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?:[./] ?|年)(?P<month>[0-9]{1,2})(?:[./] ?|月)(?P<day>[0-9]{1,2})(?![0-9])"
)
_IN_TEXT = (_ISO, _YEAR_FIRST, _NUMBERS, _WORDS, _AMERICAN)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
REACH = 40
"""Characters before and after a year in which its day and month stand."""
_CENTURIES = ("19", "20")
"""What the years begin with that news gives as its own; an older one is history."""


class Moment(NamedTuple):
    """A day (ISO), with its time of day where one is known: ``instant`` is an aware datetime in the site's zone, or None."""

    day: str
    instant: datetime | None = None


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The time zone of a name that the config has checked; UTC for one that is not there."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return timezone.utc  # noqa: UP017 - datetime.UTC is no tzinfo to mypy before 3.12's stubs


def parse_moment(text: str, lang: str, home: tzinfo) -> Moment:
    """A date as somebody typed it, in the zone ``home``; what names no zone is meant there.

    Raises:
        ValueError: saying what is wrong, when it is no date.
    """
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        day = _day(*map(int, iso["day"].split("-")))
        return _at(day, iso["time"], iso["zone"], home) if iso["time"] else Moment(day.isoformat())
    bare = _without_weekday(text, lang)
    for match in (_NUMBERS.match(bare), _WORDS.match(bare), _AMERICAN.match(bare)):
        if match is None:
            continue
        day = _from_match(match, lang)
        rest = bare[match.end() :].strip(" )")
        clock = _CLOCK.fullmatch(rest)
        if not rest:
            return Moment(day.isoformat())
        if clock:
            named = _ZONES.get((clock["zone"] or "").lower())
            away = home if named is None else timezone(timedelta(hours=named))
            return _at(day, f"{clock['hour']}:{clock['minute']}", None, home, away)
    raise ValueError(f'"{text[:60]}" is no date')


def find_day(text: str, lang: str) -> str:
    """The first day (ISO) that a line of text names with its year, or an empty text."""
    if not any(century in text for century in _CENTURIES):
        return ""
    for year in _YEAR.finditer(text):
        start = max(0, year.start() - REACH)
        around = text[start : year.end() + REACH]
        if start and text[start - 1].isdigit():  # a number cut in two would be another number
            around = around.lstrip("0123456789")
        if day := _first_day(around, lang):
            return day
    return ""


def _first_day(text: str, lang: str) -> str:
    found = [m for pattern in _IN_TEXT for m in pattern.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        try:
            day = _from_match(match, lang).isoformat()
        except ValueError:
            continue
        if day.startswith(_CENTURIES):
            return day
    return ""


def _from_match(match: re.Match[str], lang: str) -> date:
    parts = match.groupdict()
    if "time" in parts:
        return _day(*map(int, parts["day"].split("-")))
    if match.re is _YEAR_FIRST:
        return _day(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if "month" in parts:
        month = months(lang.partition("-")[0]).get(fold(parts["month"]))
        if month is None:
            raise ValueError(f'"{parts["month"]}" is no month in the language {lang}')
        return _day(int(parts["year"]), month, int(parts["day"]))
    first, second, year = int(parts["first"]), int(parts["second"]), int(parts["year"])
    if lang.startswith("en") and first <= 12 and second <= 12 and first != second and parts["mark"] == "/":
        one, other = date(year, second, first).isoformat(), date(year, first, second).isoformat()
        raise ValueError(f'"{match[0]}" can be {one} or {other}')
    if lang == "en-US" or (lang.startswith("en") and first <= 12 < second):
        first, second = second, first
    return _day(year, second, first)


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {year:04d}-{month:02d}-{day:02d}") from None


def _at(day: date, time: str, offset: str | None, home: tzinfo, away: tzinfo | None = None) -> Moment:
    hour, minute, *second = time.split(":")
    if int(hour) > 23 or int(minute) > 59 or (second and float(second[0]) >= 60):
        raise ValueError(f"there is no time {time}")
    there = away or home
    if offset:
        sign = -1 if offset[0] == "-" else 1
        shift = (
            timedelta()
            if offset in "Zz"
            else sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
        )
        if abs(shift) >= timedelta(hours=24):
            raise ValueError(f"there is no offset {offset}")
        there = timezone(shift)
    written = datetime(
        day.year,
        day.month,
        day.day,
        int(hour),
        int(minute),
        int(float(second[0])) if second else 0,
        tzinfo=there,
    )
    try:
        instant = written.astimezone(home)
    except OverflowError:
        raise ValueError(f"{day} is out of range") from None
    return Moment(instant.date().isoformat(), instant)


def _without_weekday(text: str, lang: str) -> str:
    """``Kamis, 31 Maret 2022`` and ``Kamis (31/3/2022)`` without the day's name, which says nothing more."""
    word, _, rest = text.partition(" ")
    return rest.strip(" (") if fold(word.strip(",.")) in weekdays(lang) else text.strip("()")
