"""Write digits, spaces and marks of other scripts in ASCII; read dates of digits alone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_ZEROS = "٠۰०০๐０"
_DIGITS = {ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)}
_SPACES = "\u00a0\u2007\u2009\u202f\u3000\t\n\r"
_INVISIBLE = "\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff"
_MARKS = {
    **str.maketrans("：／．−‐‑،，（）ʼ", ":/.---,,()'"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _INVISIBLE)),
}
_PLAIN = {**_DIGITS, **_MARKS}
_COMPACT = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})"
    r"(?:[T ]?([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?)?(?![0-9])"
)
_EPOCH = re.compile(r"([0-9]{9,10})(?:\.[0-9]{1,9})?|([0-9]{12,13})|([0-9]{16})")
_OLDEST, _NEWEST = 1980, 2100
"""Years that a count of seconds can mean; another number is no date."""


def with_ascii_digits(text: str) -> str:
    """Return the text with ASCII digits, each character at its place."""
    return text if text.isascii() else text.translate(_DIGITS)


def plain(text: str) -> str:
    """Return a date with ASCII digits, spaces and punctuation, and with marks in ``20240115T1030``."""
    text = " ".join((text if text.isascii() and text.isprintable() else text.translate(_PLAIN)).split())
    return _COMPACT.sub(_spread, text, count=1) if text[:8].isdecimal() else text


def _spread(match: re.Match[str]) -> str:
    year, month, day, *clock = match.groups()
    return f"{year}-{month}-{day}" + (f" {':'.join(filter(None, clock))}" if clock[0] else "")


def from_epoch(text: str) -> datetime | None:
    """Return the UTC moment of seconds, milliseconds or microseconds since 1970, or None."""
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    seconds = int(match[1] or (match[2] or match[3])[: -3 if match[2] else -6])
    start = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - as in util.periods
    moment = start + timedelta(seconds=seconds)
    return moment if _OLDEST <= moment.year < _NEWEST else None
