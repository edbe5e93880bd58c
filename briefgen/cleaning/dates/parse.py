"""Read a text that is nothing but a date."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from briefgen.cleaning.dates.clocks import Clock, parse_clock
from briefgen.cleaning.dates.days import AmbiguousDateError, read_day, whole_patterns
from briefgen.cleaning.dates.digits import from_epoch, plain
from briefgen.cleaning.lexicon import is_weekday
from briefgen.util.text import fold, shorten

ACCEPTED = "write 2022-03-31, 2022-03-31 06:31 or 2022-03-31T06:31+07:00"

_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_LAST = re.compile(
    r"(?P<day>[^\W\d_]{3,12}\.? [0-9]{1,2}),? "
    r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: [AP]M)?(?: [A-Z]{3,5})?)"
    r" (?P<year>[0-9]{4})(?P<zone>(?: [+-][0-9]{4})?)$"
)
"""``Mar 5 10:00:00 UTC 2024``, as C and Unix write."""
_EAST_WEEKDAY = re.compile(
    r"[(]?(?:(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
    r"|[月火水木金土日]曜日?|[월화수목금토일]요일)[)]?"
    r"|[(][月火水木金土日월화수목금토일一二三四五六][)]"
)
_DRESS = " .,;:()|•·–—、-"
_BEFORE = frozenset(
    ("ad", "am", "an", "at", "dem", "den", "der", "dne", "dnia", "el", "em", "hari", "il", "la", "le", "lo",
     "ngày", "of", "on", "pada", "tanggal", "tgl", "the", "vom", "yang")
)  # fmt: skip
_AFTER = frozenset(("d", "r", "roku", "г", "года", "р", "року"))
"""Small words that stand around dates and say nothing more."""
LONGEST = 120
"""Characters of the longest text that is a date."""


class ParsedDate(NamedTuple):
    """A date as written.

    ``clock`` is None for a day, ``zone`` is None if the text names none.
    """

    day: date
    clock: time | None = None
    zone: tzinfo | None = None

    def instant(self, home: tzinfo) -> datetime | None:
        """Return the moment in its own zone, or in ``home`` if it names none.

        None for a day.
        """
        return datetime.combine(self.day, self.clock, self.zone or home) if self.clock else None


class Moment(NamedTuple):
    """A day (ISO) in the site's zone, with its time if one is known.

    ``instant`` is in the site's zone. ``own`` is the same in the offset that the text names; it is None if
    the text names none, or names UTC, which says nothing of the place.
    """

    day: str
    instant: datetime | None = None
    own: datetime | None = None


def parse_moment(text: str, lang: str, home: tzinfo, order: str = "") -> Moment:
    """Return a date in the zone ``home``.

    A date without a zone is one of ``home``.

    Raises:
        ValueError: saying why it is no date.
    """
    parsed = parse_date(text, lang, order)
    try:
        own = parsed.instant(home)
        instant = own.astimezone(home) if own else None
    except (OverflowError, ValueError):
        raise ValueError(f"{parsed.day} is out of range") from None
    if own is None or instant is None:
        return Moment(parsed.day.isoformat())
    return Moment(instant.date().isoformat(), instant, own if parsed.zone and own.utcoffset() else None)


def parse_date(text: str, lang: str = "", order: str = "") -> ParsedDate:
    """Return what a text says, whatever its form. ``order`` decides ``05/03/2024`` (see ``order_of``).

    Raises:
        ValueError: when it is no date, or none that exists.
        AmbiguousDateError: when it has two meanings and nothing decides.
    """
    bare = text.strip()
    if _ISO.fullmatch(bare):
        try:
            return _from_iso(bare)
        except ValueError:
            pass  # what follows says what is wrong
    result = _parse(plain(bare), lang, order) if len(bare) <= LONGEST else None
    if result is None:
        raise ValueError(f'"{shorten(bare)}" is no date')
    return result


def _from_iso(text: str) -> ParsedDate:
    if len(text) == 10:
        return ParsedDate(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return ParsedDate(moment.date(), moment.time().replace(microsecond=0), moment.tzinfo)


def _parse(text: str, lang: str, order: str) -> ParsedDate | None:
    if epoch := from_epoch(text):
        return ParsedDate(epoch.date(), epoch.time(), epoch.tzinfo)
    text = _YEAR_LAST.sub(r"\g<day> \g<year> \g<clock>\g<zone>", text)
    problem: ValueError | None = None
    for pattern in whole_patterns():
        match = pattern.search(text)
        if match is None:
            continue
        try:
            clock = _clock_beside(text[: match.start()], text[match.end() :])
            if clock is not None:
                return _at(read_day(match, lang, order), clock)
        except ValueError as error:
            problem = problem if isinstance(problem, AmbiguousDateError) else error
    if problem:
        raise problem
    return None


_NO_CLOCK = Clock(time(), None, 0)


def _at(day: date, clock: Clock) -> ParsedDate:
    return ParsedDate(day) if clock is _NO_CLOCK else ParsedDate(day, clock.time, clock.zone)


def _clock_beside(before: str, after: str) -> Clock | None:
    """Return the time before or after a day, or None if other words stand there."""
    texts = [text for text in (_core(before, _BEFORE), _core(after, _AFTER)) if text]
    if not texts:
        return _NO_CLOCK
    return parse_clock(texts[0]) if len(texts) == 1 else None


def _core(text: str, small_words: frozenset[str]) -> str:
    """Return the text without weekdays and small words at its ends; a time stays whole."""
    words = _EAST_WEEKDAY.sub(" ", text).split()
    while words and (size := _noise(words, small_words)):
        words = words[size:]
    while words and not _is_clock(" ".join(words)) and (size := _noise(words[::-1], small_words)):
        words = words[:-size]
    return " ".join(words).strip(" ,;:|")


def _noise(words: list[str], small_words: frozenset[str]) -> int:
    """Return how many of the first words are noise."""
    for size in (2, 1):
        word = fold(" ".join(words[:size])).strip(_DRESS)
        if not word and size == 1:
            return 1
        if word and len(words) >= size and (is_weekday(word) or word in small_words):
            return size
    return 0


def _is_clock(text: str) -> bool:
    try:
        return parse_clock(text) is not None
    except ValueError:
        return True
