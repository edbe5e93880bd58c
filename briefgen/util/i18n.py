"""Dates, names and interface texts in the site's language, from CLDR and ``.po`` files."""

from __future__ import annotations

import os
import re
from calendar import Calendar
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import c2py
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from briefgen.util.language_tags import canonical_tag, language_of_tag
from briefgen.util.periods import first_day, slot_of, zone
from briefgen.util.place_names import place_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from babel import Locale

_LETTERS = re.compile(r"'([^']*)'|w+|[yY]+")
"""Words in quotes, the week and the year in a CLDR pattern."""
SLOT_MARK = " · "
"""What stands between the date of an edition and its slot."""
COLUMN = 4
"""Letters that the name of a day may have at the head of its column."""
AUTONYMS = {"id": "Bahasa Indonesia", "jv": "Basa Jawa", "ms": "Bahasa Melayu"}
"""Where CLDR's own name of a language could be taken for the name of a country."""
RIGHT_TO_LEFT = frozenset({"ar", "arc", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


class Catalogue(NamedTuple):
    """Translations of texts and plural forms, with the rule that chooses a form."""

    texts: Mapping[str, str]
    plurals: Mapping[str, Sequence[str]]
    form: Callable[[int], int]
    language: str = "en"

    def gettext(self, message: str, **values: Any) -> str:
        """``message`` in the catalogue's language, ``%(name)s`` filled in."""
        text = _marked(self.texts.get(message) or message)
        return text % values if values else text

    def ngettext(self, one: str, many: str, num: int, **values: Any) -> str:
        """The form of a text that goes with ``num``."""
        forms = self.plurals.get(one)
        text = forms[min(self.form(num), len(forms) - 1)] if forms else (one if num == 1 else many)
        return _marked(text) % {"num": format_number(num, self.language), **values}


@lru_cache(maxsize=4096)
def _marked(text: str) -> Markup:
    """A text of a catalogue, which may have markup; values filled in are escaped."""
    return Markup(text)  # noqa: S704


def catalogue(files: Sequence[Path], language: str = "en") -> Catalogue:
    """One catalogue out of several ``.po`` files; the first file that has a text wins."""
    if not files:
        return Catalogue({}, {}, c2py("n != 1"), language)
    load_babel()
    from babel.messages.pofile import read_po

    texts: dict[str, str] = {}
    plurals: dict[str, Sequence[str]] = {}
    form = c2py("n != 1")
    for file in reversed(files):
        with file.open("rb") as stream:
            loaded = read_po(stream)
        form = c2py(loaded.plural_expr)
        for message in loaded:
            words = message.string
            if isinstance(message.id, tuple | list) and isinstance(words, tuple | list) and all(words):
                plurals[message.id[0]] = tuple(words)
            elif isinstance(message.id, str) and message.id and isinstance(words, str) and words:
                texts[message.id] = words
    return Catalogue(texts, plurals, form, language)


@cache
def load_babel() -> None:
    """Load babel's dates without TZ.

    A TZ that names no zone makes the import fail, and no date needs it.
    """
    try:
        import babel.dates
    except Exception:
        os.environ["TZ"] = "UTC"
        import babel.dates  # noqa: F401


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    load_babel()
    from babel import Locale, UnknownLocaleError

    for name in (language, language.partition("-")[0], "en"):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@lru_cache(maxsize=8192)
def format_day(day: str, pattern: str, language: str) -> str:
    """Format an ISO day, or the name of an edition, by a CLDR pattern."""
    if slot := slot_of(day):
        return f"{format_day(day[:10], pattern, language)}{SLOT_MARK}{slot_name(slot, language)}"
    value, locale = date.fromisoformat(first_day(day)), _locale(language)
    from babel.dates import format_date, format_skeleton

    if "W" in day:
        return _week(day, locale)
    if len(day) == 7:
        return format_skeleton("yMMMM", value, fuzzy=True, locale=locale)
    if pattern in ("full", "EEEE"):
        return format_date(value, pattern, locale=locale)
    return format_skeleton(pattern, value, fuzzy=True, locale=locale)


def slot_name(slot: str, language: str) -> str:
    """The name of an edition's slot; CLDR knows the common parts of a day."""
    periods = _locale(language).day_periods
    # Of some languages, such as Indonesian, only the short form is there.
    forms = [(use, width) for width in ("abbreviated", "wide") for use in ("format", "stand-alone")]
    known = {key: name for use, width in forms for key, name in periods.get(use, {}).get(width, {}).items()}
    name = str(known.get(slot) or known.get(f"{slot}1") or slot.replace("-", " "))
    return name[:1].upper() + name[1:]


def unbroken(date_text: str) -> str:
    """A formatted day that breaks only beside its weekday and before its slot.

    The weekday stands before the first comma or space, or, after figures, behind the last space.
    """
    date_text, mark, slot = date_text.partition(SLOT_MARK)
    if mark:
        return f"{unbroken(date_text)}{mark}{slot}"
    comma = re.search("[,،] ", date_text)
    cut = comma.end() - 1 if comma else date_text.find(" ")
    if not comma and date_text[:1].isdigit():
        cut = date_text.rfind(" ")
    rest = date_text[cut + 1 :]
    parts = (date_text[:cut], rest) if cut >= 0 else (date_text,)
    return " ".join([part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts])


def utc_offset(moment: str, timezone: str = "") -> str:
    """The offset of an ISO moment: UTC, UTC+8, UTC−3:30.

    With ``timezone``, the offset of that zone at the moment.
    """
    at = datetime.fromisoformat(moment)
    offset = (at.astimezone(zone(timezone)) if timezone else at).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def _week(week: str, locale: Locale) -> str:
    """An ISO week in CLDR's words; the number does not depend on the locale."""
    year, number = week.split("-W")
    pattern = str(locale.datetime_skeletons["yw"].pattern) if "yw" in locale.datetime_skeletons else "Y-'W'w"

    def fill(match: re.Match[str]) -> str:
        return match[1] if match[1] is not None else str(int(number)) if match[0][0] == "w" else year

    words = _LETTERS.sub(fill, pattern)
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=8192)
def format_number(number: int, language: str) -> str:
    """A whole number with the separators of the language."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(language))


def direction(language: str) -> str:
    """``rtl`` for languages written from right to left, else ``ltr``."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=256)
def language_name(language: str, site_language: str) -> str:
    """The name of a language in the site's language, or its code."""
    locale = _locale(language)
    known = locale.language == language.partition("-")[0].lower()
    return (locale.get_display_name(_locale(site_language)) or language) if known else language


def plain_language(language: str, all_languages: Sequence[str]) -> str:
    """A language without its region, unless another one of these differs only in that."""
    base = language_of_tag(language)
    return language if sum(language_of_tag(one) == base for one in all_languages) > 1 else base


def autonym(language: str) -> str:
    """A language's own name for itself, or its code."""
    return AUTONYMS.get(language) or language_name(language, language)


def is_foreign(language: str, site_language: str) -> bool:
    """Whether two codes differ in more than the region, as en-US and en-GB do."""
    return language_of_tag(canonical_tag(language)) != language_of_tag(canonical_tag(site_language))


def weekdays(language: str) -> list[tuple[str, str]]:
    """Short and full names of the days, Monday first.

    Initials replace short names that are too long for a calendar's column, as in Arabic.
    """
    days = _locale(language).days["stand-alone"]
    short = days["short" if "short" in days else "abbreviated"]
    if max(map(len, short.values())) > COLUMN:
        short = days["narrow"]
    return [(short[n], days["wide"][n]) for n in range(7)]


def calendar(month: str) -> list[list[str]]:
    """The weeks of a month (2022-03): ISO days, empty outside the month."""
    year, number = map(int, month[:7].split("-"))
    weeks = Calendar().monthdayscalendar(year, number)
    return [[f"{month[:7]}-{day:02d}" if day else "" for day in week] for week in weeks]


def half_years(year: str) -> list[list[tuple[str, int, int]]]:
    """The days of both halves of a year, each with its week and weekday.

    Weeks count from 0 in each half, weekdays from Monday.
    """
    halves = []
    for half in (("01-01", "06-30"), ("07-01", "12-31")):
        first, last = [date.fromisoformat(f"{year}-{day}") for day in half]
        monday = first.toordinal() - first.weekday()
        days = range(first.toordinal(), last.toordinal() + 1)
        halves.append([(date.fromordinal(n).isoformat(), *divmod(n - monday, 7)) for n in days])
    return halves


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The date and language filters of templates, in the site's language."""

    def written(pattern: str) -> Callable[[str], str]:
        return lambda day: format_day(day, pattern, language)

    return {
        "day": written("full"),
        "unbroken": unbroken,
        "utc_offset": utc_offset,
        "day_short": written("MMMEd"),
        "day_medium": written("yMMMEd"),
        "month": written("yMMMM"),
        "weekday": written("EEEE"),
        "year": lambda day: day[:4],
        "month_short": written("MMM"),
        "calendar": calendar,
        "half_years": half_years,
        "number": lambda number: format_number(number, language),
        "direction": direction,
        "base_language": language_of_tag,
        "plain_language": plain_language,
        "language_name": lambda code: language_name(code, language),
        "autonym": autonym,
        "place_name": place_name,
        "is_foreign": lambda code: is_foreign(code, language),
    }
