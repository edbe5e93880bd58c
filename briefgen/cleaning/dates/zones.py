"""Time zones as dates name them: offsets, abbreviations, and names such as Europe/Berlin."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from briefgen.util.periods import zone

_OFFSET = re.compile(
    r"(?:GMT|UTC)? ?(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?", re.IGNORECASE
)
_WIDEST = timedelta(hours=14)
"""The largest offset from UTC that any place has."""
_WITH_SUMMER_TIME = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
"""Names that cover both summer and winter time."""
_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "trt": 3, "tsi̇": 3, "wat": 1, "cat": 2, "sast": 2,
    "eat": 3, "gst": 4, "pkt": 5, "ist": 5.5, "npt": 5.75, "wib": 7, "wita": 8, "wit": 9, "ict": 7,
    "myt": 8, "sgt": 8, "hkt": 8, "pht": 8, "jst": 9, "kst": 9, "awst": 8, "acst": 9.5, "acdt": 10.5,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "nst": -3.5,
    "ndt": -2.5, "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6,
    "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
}  # fmt: skip
"""Hours from UTC. Several abbreviations have more meanings (``IST``, ``CST``); the most common one counts."""


def zone_named(name: str) -> tzinfo | None:
    """Return the zone of ``+07:00``, ``GMT+7``, ``WIB``, ``ET`` or ``Europe/Berlin``, or None."""
    if offset := _OFFSET.fullmatch(name):
        return _from_offset(offset)
    key = name.casefold()
    if key in _WITH_SUMMER_TIME:
        return zone(_WITH_SUMMER_TIME[key])
    if key in _HOURS:
        return timezone(timedelta(hours=_HOURS[key]))
    return _from_database(name) if "/" in name else None


def _from_offset(match: re.Match[str]) -> tzinfo | None:
    shift = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if shift > _WIDEST or int(match["minutes"] or 0) > 59:
        return None
    return timezone(-shift if match["sign"] == "-" else shift)


def _from_database(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
