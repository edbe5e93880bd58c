"""The period of editions: the day, ISO week or month of a day.

All editions of a site have one period: ``2022-03-31``, ``2022-W13``, ``2022-03``. A day can have several
editions, each in a slot: ``2022-03-31-morning``. Names without a slot sort as they are; see
``edition_order``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
def edition_of(day: str, period: str, slot: str = "") -> str:
    """The name of the edition of an ISO day, or of a slot of it."""
    if slot:
        return f"{day}-{slot}"
    if period == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year:04}-W{week:02}"
    return day[:7] if period == "month" else day


def slot_of(name: str) -> str:
    """The slot in an edition's name, or an empty text."""
    return name[11:]


def edition_order(name: str, slots: Sequence[str]) -> tuple[str, int]:
    """What the names of editions sort by: the date, then the slot."""
    slot = slot_of(name)
    return name[:10], slots.index(slot) + 1 if slot in slots else 0


def is_edition_name(name: str, period: str, slots: Sequence[str] = ()) -> bool:
    """Whether a name is that of an edition in this period and these slots.

    A day without a slot is the whole day.
    """
    date, slot = name[:10], slot_of(name)
    return period_of(date) == period and (name == date or (name[10] == "-" and slot in slots))


def what_names(period: str, slots: Sequence[str] = ()) -> tuple[str, str]:
    """What an edition is, in words, and an example of its name."""
    if slots:
        return f"day and one of {', '.join(slots)}", f"{EXAMPLES[period]}-{slots[0]}"
    return period, EXAMPLES[period]


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
    name = name[:10]
    if "W" in name:
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1).isoformat()
    return date.fromisoformat(name if len(name) == 10 else f"{name}-01").isoformat()


def last_day(name: str) -> str:
    """The ISO day on which an edition ends.

    Raises:
        ValueError: for a name of no day, week or month.
    """
    first, name = date.fromisoformat(first_day(name)), name[:10]
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
