"""Dates as people write them: ISO, numbers, and words in the languages of the lexicons."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning.lexicon import months, weekdays
from briefgen.util.periods import zone
from briefgen.util.text import LETTER, cut, fold

if TYPE_CHECKING:
    from datetime import tzinfo

ACCEPTED = "write 2022-03-31, 2022-03-31 06:31 or 2022-03-31T06:31+07:00"

_ISO = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"(?:[T ]{1,4}(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r" {0,4}(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?<![0-9])(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)"
    r"(?P<year>[0-9]{4})(?![0-9])"
)
_NAME = rf"(?P<month>{LETTER}{{2,15}})"
_WORDS = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|\.)? {{1,4}}(?:de {{1,4}}|d['’])?{_NAME}\.?,? {{1,4}}"
    r"(?:del? {1,4})?(?P<year>[0-9]{4})(?![0-9])"
)
_NUMBERED_MONTH = re.compile(
    r"(?P<first>[0-9]{1,2}) +tháng {1,4}(?P<second>[0-9]{1,2}),?(?: +năm)? {1,4}(?P<year>[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"{_NAME}\.? {{1,4}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? {{1,4}}(?P<year>[0-9]{{4}})(?![0-9])"
)
_CLOCK = re.compile(
    r"[, |•·–—/@-]{0,8}(?:(?:pukul|jam|at|um|à|às|a las|alle|kl\.|lúc) {1,4})?"
    r"(?P<hour>[0-9]{1,2})(?: ?h ?|[:.時点시] ?)(?P<minute>[0-9]{2})(?::[0-9]{2})?(?![0-9])[分분]?"
    r"(?: {0,4}(?P<half>[ap])\.?m\b\.?)?(?: {0,4}(?:uhr|hrs|h)\b)?"
    r"(?: {0,4}\(?(?P<zone>(?:GMT|UTC) ?[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Z]{2,5})\b\)?)?",
    re.IGNORECASE,
)
_AMERICAN_ZONES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
"""Zones that stand for the summer's and the winter's hour."""
_HOURS = {
    "wib": 7, "wita": 8, "wit": 9, "myt": 8, "sgt": 8, "hkt": 8, "pht": 8, "ict": 7, "jst": 9, "kst": 9,
    "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 5.5, "wat": 1, "cat": 2, "sast": 2,
    "eat": 3, "awst": 8, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Hours from UTC of the zones in newspapers. ``IST`` is India's: Ireland and Israel seldom name theirs."""
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?:[./] ?|年|년 ?)(?P<month>[0-9]{1,2})(?:[./] ?|月|월 ?)"
    r"(?P<day>[0-9]{1,2})(?![0-9])[日일]?"
)
_YEAR_BEFORE_NAME = re.compile(
    rf"(?P<year>[0-9]{{4}})(?: m)?\. {{1,4}}{_NAME}\.? {{1,4}}(?P<day>[0-9]{{1,2}})(?![0-9])\.?(?: d\.)?"
)
"""As Hungarian and Lithuanian write."""
_IN_TEXT = (_ISO, _YEAR_FIRST, _YEAR_BEFORE_NAME, _NUMBERS, _WORDS, _NUMBERED_MONTH)
_DAY_BEFORE_YEAR = re.compile(r"[0-9](?:st|nd|rd|th)?,? {1,4}[0-9]{4}")
"""How an American date ends. Trying its beginning, a word, at every word of a line is slow."""
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
REACH = 40
"""Characters before and after a year in which its day and month stand."""
_CENTURIES = ("19", "20")
"""What the years begin with that news gives as its own; an older one is history."""


class Moment(NamedTuple):
    """A day (ISO); ``instant`` is its time in the site's zone, or None."""

    day: str
    instant: datetime | None = None


def parse_moment(text: str, lang: str, home: tzinfo) -> Moment:
    """Read a date as a person types it; one without a zone is in ``home``.

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
            return _at(day, _time(clock), None, home, zone_named(clock["zone"] or "") or home)
    raise ValueError(f'"{cut(text)}" is no date')


def zone_named(name: str) -> tzinfo | None:
    """The zone of an abbreviation (``WIB``, ``ET``, ``GMT+7``), or None for one that nobody knows."""
    name = name.lower().replace(" ", "")
    if name in _AMERICAN_ZONES:
        return zone(_AMERICAN_ZONES[name])
    if name[:3] in ("gmt", "utc") and name[3:]:
        hours, _, minutes = name[4:].partition(":")
        if not minutes and len(hours) > 2:
            hours, minutes = hours[:-2], hours[-2:]
        shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(shift if name[3] == "+" else -shift) if shift < timedelta(hours=24) else None
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else None


def find_day(text: str, lang: str) -> str:
    """The first day (ISO) with a year in a line, or an empty text."""
    hit = find_moment(text, lang)
    return hit.moment[:10] if hit else ""


class Stamp(NamedTuple):
    """A moment in a text: ISO day, time and zone as written, and its place."""

    moment: str
    start: int
    end: int


def find_moment(text: str, lang: str, start: int = 0) -> Stamp | None:
    """The first day with a year from ``start`` on, and the time after it."""
    if "19" not in text and "20" not in text:
        return None
    for year in _YEAR.finditer(text, start):
        begin = max(start, year.start() - REACH)
        around = text[begin : year.end() + REACH]
        if begin and text[begin - 1].isdigit():  # a number cut in two would be another number
            cut = around.lstrip("0123456789")
            begin, around = begin + len(around) - len(cut), cut
        if hit := _first_day(around, lang):
            return Stamp(hit.moment, begin + hit.start, begin + hit.end)
    return None


@lru_cache(maxsize=1 << 10)
def _first_day(text: str, lang: str) -> Stamp | None:
    patterns = (*_IN_TEXT, _AMERICAN) if _DAY_BEFORE_YEAR.search(text) else _IN_TEXT
    result = [m for pattern in patterns for m in pattern.finditer(text)]
    for match in sorted(result, key=lambda m: m.start()):
        try:
            day = _from_match(match, lang).isoformat()
        except ValueError:
            continue
        if day.startswith(_CENTURIES):
            return _with_time(text, match, day)
    return None


def _with_time(text: str, match: re.Match[str], day: str) -> Stamp:
    """The day of ``match`` with the time after it, in the zone named there."""
    if match.groupdict().get("time"):
        return Stamp(match[0].replace(" ", "T").upper(), match.start(), match.end())
    clock = _CLOCK.match(text, match.end())
    if clock is None or int(clock["hour"]) > 23 or int(clock["minute"]) > 59:
        return Stamp(day, match.start(), match.end())
    named = zone_named(clock["zone"] or "")
    written = datetime.fromisoformat(f"{day}T{_time(clock)}").replace(tzinfo=named)
    end = clock.end() if named or not clock["zone"] else clock.start("zone")
    return Stamp(written.isoformat(timespec="minutes"), match.start(), end)


def _time(clock: re.Match[str]) -> str:
    """``HH:MM`` of the day's 24 hours."""
    hour = int(clock["hour"])
    if clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    return f"{hour:02d}:{clock['minute']}"


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
