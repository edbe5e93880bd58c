"""Calendar days in all their forms: which patterns find them, and which day each means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from briefgen.cleaning.lexicon import month_number
from briefgen.util.text import LETTER

_YEAR_FIRST_LANGUAGES = ("zh", "ja", "ko", "hu", "lt")
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
"""The orders of ``05/03/2024``."""

_NAME = rf"(?P<month>{LETTER}{{2,15}}(?: ال(?:ثاني|أول|اول)|/{LETTER}{{2,15}})?)"
"""One word; in Arabic also two, or two names with a slash."""
_YEAR = "(?P<year>[0-9]{4})(?![0-9])"
_ANY_YEAR = "(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
"""With two digits too: only in a text that is nothing but a date."""

YEAR_FIRST = re.compile(
    r"(?<![0-9])(?P<year>[0-9]{4})"
    r"(?:(?P<mark>[/.-]) ?(?P<month>[0-9]{1,2})(?P=mark) ?(?P<day>[0-9]{1,2})(?![0-9])"
    r"|[年년] ?(?P<east_month>[0-9]{1,2})[月월] ?(?P<east_day>[0-9]{1,2})(?![0-9])[日일号號]?)"
)
_DAY_OF_YEAR = rf"{_NAME}\.?[ /-] {{0,4}}(?P<day>[0-9]{{1,2}})(?![0-9])\.?(?:-[áaéeiíjnt]{{2,3}}| d\.)?"
YEAR_BEFORE_NAME = re.compile(rf"(?P<year>[0-9]{{4}})(?: m)?\. {{1,4}}{_DAY_OF_YEAR}")
"""As Hungarian and Lithuanian write."""
AMERICAN = re.compile(rf"{_NAME}\.? {{1,4}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? {{1,4}}{_YEAR}")


def _numbers(year: str) -> re.Pattern[str]:
    """``31/3/2022``, ``31.03.2022``, ``31. 3. 2022``."""
    return re.compile(
        rf"(?<![0-9])(?P<first>[0-9]{{1,2}})(?P<mark>[/.-]) ?(?P<second>[0-9]{{1,2}})(?P=mark) ?{year}"
        r"(?: ?г\.)?"
    )


def _words(year: str) -> re.Pattern[str]:
    """``31 March 2022``, ``31. März 2022``, ``1er mai 2022``, ``31 de marzo del 2022``."""
    return re.compile(
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?[ /-] {{0,3}}(?:(?:de|of|di) {{1,4}}|d['’])?{_NAME}"
        rf"\.?[, /-] {{0,4}}(?:del? {{1,4}})?{year}(?: (?:[гр]\.|года|року|roku))?"
    )


def _numbered_month(year: str) -> re.Pattern[str]:
    """``31 tháng 3, 2022``, as Vietnamese writes."""
    return re.compile(
        rf"(?P<first>[0-9]{{1,2}}) *(?:tháng|thg\.?) {{0,4}}(?P<second>[0-9]{{1,2}}),?(?: +năm)?"
        rf" {{1,4}}{year}",
        re.IGNORECASE,
    )


NUMBERS, WORDS, NUMBERED_MONTH = _numbers(_YEAR), _words(_YEAR), _numbered_month(_YEAR)
IN_TEXT = (YEAR_FIRST, YEAR_BEFORE_NAME, NUMBERS, WORDS, NUMBERED_MONTH)
"""Patterns for a line of text. ``AMERICAN`` begins with a word; to try it at every word takes long."""


@cache
def whole_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns for a text that is nothing but a date.

    Most builds need none of them.
    """
    year_before_name = re.compile(rf"(?P<year>[0-9]{{4}})(?: m)?\.?[ /-] {{0,4}}{_DAY_OF_YEAR}")
    american = re.compile(
        rf"{_NAME}\.?[ /-] {{0,4}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[, /-] {{0,4}}{_YEAR}"
    )
    of_any_year = (_numbered_month(_ANY_YEAR), _numbers(_ANY_YEAR), _words(_ANY_YEAR))
    return YEAR_FIRST, year_before_name, *of_any_year, american


class AmbiguousDateError(ValueError):
    """A date with two meanings: the day or the month stands first."""

    def __init__(self, text: str, meanings: tuple[date, date]) -> None:
        super().__init__(f'"{text}" can be {meanings[0]} or {meanings[1]}')
        self.meanings = meanings


def read_day(match: re.Match[str], lang: str, order: str = "") -> date:
    """Return the day that a match of one of the patterns means.

    ``order`` is known from other dates of the same file or column; without it, the language decides.

    Raises:
        ValueError: when there is no such day, or two (``AmbiguousDateError``).
    """
    parts = match.groupdict()
    year = full_year(parts["year"])
    if "first" in parts:
        return _from_numbers(match, year, lang, order)
    if parts.get("east_day"):
        return make_day(year, int(parts["east_month"]), int(parts["east_day"]))
    if match.re is YEAR_FIRST:
        return make_day(year, int(parts["month"]), int(parts["day"]))
    month = month_number(parts["month"], lang)
    if not month:
        raise ValueError(f'"{parts["month"]}" is no month in the language {lang}')
    return make_day(year, month, int(parts["day"]))


def _from_numbers(match: re.Match[str], year: int, lang: str, order: str) -> date:
    if len(match["year"]) == 2 and lang.partition("-")[0] in _YEAR_FIRST_LANGUAGES:
        raise ValueError(f'the year in "{match[0]}" needs four digits')
    first, second, mark = int(match["first"]), int(match["second"]), match.groupdict().get("mark", "")
    if first <= 12 < second and mark:
        order = MONTH_FIRST
    elif second <= 12 < first or first == second or mark in ("", "."):
        order = DAY_FIRST
    if not order and _is_undecided(lang):
        raise AmbiguousDateError(match[0], (make_day(year, second, first), make_day(year, first, second)))
    if (order or _order_in(lang)) == MONTH_FIRST:
        first, second = second, first
    return make_day(year, second, first)


def _is_undecided(lang: str) -> bool:
    """Whether a language has both orders. English has, unless its region decides."""
    return lang.partition("-")[0].lower() == "en" and (len(lang) < 5 or lang[-2:].upper() == "CA")


def _order_in(lang: str) -> str:
    return MONTH_FIRST if lang.lower() in ("en-us", "en-ph") else DAY_FIRST


def order_of(texts: Iterable[str]) -> str:
    """Return the day-month order of a file or column, if it is clear."""
    orders, numbers = set(), _numbers(_ANY_YEAR)
    for text in texts:
        match = numbers.search(text)
        if match and match["mark"] != "." and len(match["year"]) + (match["mark"] == "/") > 2:
            orders |= {DAY_FIRST} if int(match["first"]) > 12 else set()
            orders |= {MONTH_FIRST} if int(match["second"]) > 12 else set()
    return orders.pop() if len(orders) == 1 else ""


def full_year(text: str) -> int:
    """Return a year of four digits; ``24`` is 2024 and ``97`` is 1997."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def make_day(year: int, month: int, day: int) -> date:
    """Return the day.

    Raises:
        ValueError: saying which month or day does not exist.
    """
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {year:04d}-{month:02d}-{day:02d}") from None
