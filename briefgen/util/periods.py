"""The period of editions: the day, ISO week or month of a day.

A name sorts, compares and stores as it is, and all editions of a site have one period: ``2022-03-31``,
``2022-W13``, ``2022-03``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

PERIODS = ("day", "week", "month")

_FORMS = {
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "week": re.compile(r"[0-9]{4}-W[0-9]{2}"),
    "month": re.compile(r"[0-9]{4}-[0-9]{2}"),
}
EXAMPLES = {"day": "2022-03-31", "week": "2022-W13", "month": "2022-03"}
"""An edition's name in each period."""


@lru_cache(maxsize=1 << 14)
def edition_of(day: str, period: str) -> str:
    """The name of the edition that an ISO day belongs to."""
    if period == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year:04}-W{week:02}"
    return day[:7] if period == "month" else day


def period_of(name: str) -> str:
    """The period of an edition's name, or an empty text for what names none."""
    for period, form in _FORMS.items():
        if form.fullmatch(name):
            try:
                first_day(name)
            except ValueError:
                return ""
            return period
    return ""


def first_day(name: str) -> str:
    """The ISO day on which an edition begins.

    Raises:
        ValueError: for a name of no day, week or month.
    """
    if "W" in name:
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1).isoformat()
    return date.fromisoformat(name if len(name) == 10 else f"{name}-01").isoformat()


def last_day(name: str) -> str:
    """The ISO day on which an edition ends.

    Raises:
        ValueError: for a name of no day, week or month.
    """
    first = date.fromisoformat(first_day(name))
    if len(name) == 10:
        return first.isoformat()
    if "W" in name:
        return (first + timedelta(days=6)).isoformat()
    following = (first + timedelta(days=31)).replace(day=1)
    return (following - timedelta(days=1)).isoformat()


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The time zone of a name; UTC for an unknown one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return timezone.utc  # noqa: UP017 - datetime.UTC is no tzinfo to mypy before 3.12's stubs
