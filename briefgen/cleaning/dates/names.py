"""Days in names: of files (``2016-5-30-name.md``) and of web addresses (``/2026/11/23/``)."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from briefgen.cleaning.dates.days import make_day
from briefgen.cleaning.lexicon import month_number

_BEGIN = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[-_.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])"
    r"|(?<=19..|20..)(?P<close_month>[0-9]{2})(?P<close_day>[0-9]{2})(?![0-9A-Za-z]))"
)
_IN_PATH = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)[0-9]{2})(?:(?P<mark>[/_.-])(?P<month>[0-9]{1,2}|[a-z]{3})(?P=mark)"
    r"(?P<day>[0-9]{1,2})|[/-]?(?P<close_month>[0-9]{2})[/-]?(?P<close_day>[0-9]{2}))(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def day_in_name(name: str) -> str:
    """Return the day (ISO) that a file's name begins with, or an empty text."""
    match = _BEGIN.match(name)
    return _day(match) if match else ""


def day_in_address(url: str) -> str:
    """Return the only day (ISO) in the path of an address, or an empty text."""
    if "19" not in url and "20" not in url:
        return ""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    days = {day for match in _IN_PATH.finditer(path) if (day := _day(match))}
    return days.pop() if len(days) == 1 else ""


def _day(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month, day = parts["month"] or parts["close_month"], parts["day"] or parts["close_day"]
    number = int(month) if month.isdecimal() else month_number(month, "en")
    try:
        return make_day(int(parts["year"]), number, int(day)).isoformat()
    except ValueError:
        return ""
