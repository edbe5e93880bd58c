"""Addresses by patterns such as ``/:year/:month/:title/``, as Hugo and Jekyll have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

_TOKEN = re.compile(r":([a-z]+(?:_[a-z]+)*)(?:\[[^\]]*\])?")
_SLASHES = re.compile(r"/{2,}")


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The address that a pattern gives; empty if it names something unknown."""
    if any(token[1] not in values for token in _TOKEN.finditer(pattern)):
        return ""
    return slashed(_TOKEN.sub(lambda token: values[token[1]], pattern))


def slashed(path: str) -> str:
    """A path that begins with one slash and has no empty part."""
    return _SLASHES.sub("/", f"/{path}")


def hyphenated(text: str) -> str:
    """The words of a text joined by hyphens, without other signs."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip())


def date_values(day: date | None) -> dict[str, str]:
    """The tokens of a date; none without one."""
    if day is None:
        return {}
    return {
        "year": f"{day:%Y}", "short_year": f"{day:%y}", "month": f"{day:%m}", "i_month": str(day.month),
        "day": f"{day:%d}", "i_day": str(day.day), "yearday": str(day.timetuple().tm_yday),
        "y_day": f"{day:%j}", "monthname": f"{day:%B}", "long_month": f"{day:%B}",
        "short_month": f"{day:%b}", "weekday": str((day.weekday() + 1) % 7), "weekdayname": f"{day:%A}",
        "week": f"{day.isocalendar().week:02d}",
    }  # fmt: skip
