"""Dates, names and catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup

from briefgen.util.i18n import (
    autonym,
    calendar,
    catalogue,
    direction,
    filters,
    format_day,
    half_years,
    is_foreign,
    language_name,
    weekdays,
)

RUSSIAN = r"""
msgid ""
msgstr ""
"Language: ru\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "Home"
msgstr "Главная"

msgid "Untold"
msgstr ""

msgid "By %(name)s"
msgstr "<b>%(name)s</b>"

msgid "%(num)s story"
msgid_plural "%(num)s stories"
msgstr[0] "%(num)s история"
msgstr[1] "%(num)s истории"
msgstr[2] "%(num)s историй"
"""


def po(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "Thursday, March 31, 2022", "March 2022"),
        ("id", "Kamis, 31 Maret 2022", "Maret 2022"),
        ("de", "Donnerstag, 31. März 2022", "März 2022"),
        ("pt-BR", "quinta-feira, 31 de março de 2022", "março de 2022"),
        ("xx", "Thursday, March 31, 2022", "March 2022"),
    ],
)
def test_dates_are_in_the_sites_language(language: str, day: str, month: str) -> None:
    made = filters(language)
    assert made["day"]("2022-03-31") == day
    assert made["month"]("2022-03") == month
    assert made["year"]("2022-03-31") == "2022"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_can_be_shown(day: str) -> None:
    assert format_day(day, "yMMMM", "en")
    assert any(day in week for week in calendar(day))


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("fa-IR", "rtl"), ("HE", "rtl"), ("id", "ltr"), ("", "ltr")]
)
def test_direction(language: str, way: str) -> None:
    assert direction(language) == way


@pytest.mark.parametrize(
    ("code", "name"), [("id", "Bahasa Indonesia"), ("de", "Deutsch"), ("xx", "xx"), ("zz-ZZ", "zz-ZZ")]
)
def test_an_autonym_is_a_languages_own_name(code: str, name: str) -> None:
    assert autonym(code) == name


@pytest.mark.parametrize(
    ("code", "site", "name"),
    [
        ("id", "en", "Indonesian"),
        ("id", "id", "Indonesia"),
        ("en", "de", "Englisch"),
        ("xx", "en", "xx"),
        ("zz-ZZ", "id", "zz-ZZ"),
    ],
)
def test_a_language_is_named_in_the_sites_language(code: str, site: str, name: str) -> None:
    assert language_name(code, site) == filters(site)["language_name"](code) == name


@pytest.mark.parametrize(
    ("code", "site", "foreign"),
    [
        ("en", "en", False),
        ("en-GB", "en", False),
        ("en-GB", "en-US", False),
        ("es-419", "ES", False),
        ("id", "en", True),
        ("zh-Hans-CN", "zh-Hans", False),
        ("sr-Latn", "sr-Cyrl", True),
        ("zh-TW", "zh", True),
        ("zh-HK", "zh-Hant", False),
        ("zh-CN", "zh-Hans", False),
    ],
)
def test_a_regional_form_of_the_sites_language_is_not_foreign(code: str, site: str, foreign: bool) -> None:
    assert is_foreign(code, site) is filters(site)["is_foreign"](code) is foreign


def test_the_week_begins_on_monday() -> None:
    assert [full for _, full in weekdays("id")] == [
        "Senin",
        "Selasa",
        "Rabu",
        "Kamis",
        "Jumat",
        "Sabtu",
        "Minggu",
    ]


def test_a_calendar_has_whole_weeks_and_only_its_own_days() -> None:
    weeks = calendar("2022-03")
    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[0] == ["", *(f"2022-03-0{day}" for day in range(1, 7))]
    assert weeks[-1] == ["2022-03-28", "2022-03-29", "2022-03-30", "2022-03-31", "", "", ""]
    assert len(calendar("2021-02")) == 4


def test_without_a_catalogue_texts_stay_as_they_are() -> None:
    texts = catalogue([])
    assert texts.gettext("Home") == "Home"
    assert [texts.ngettext("%(num)s day", "%(num)s days", n) for n in (0, 1, 2)] == [
        "0 days",
        "1 day",
        "2 days",
    ]


def test_a_language_chooses_its_plural_forms(tmp_path: Path) -> None:
    texts = catalogue([po(tmp_path, "ru.po", RUSSIAN)])
    assert [texts.ngettext("%(num)s story", "%(num)s stories", n) for n in (1, 3, 5, 11, 21)] == [
        "1 история", "3 истории", "5 историй", "11 историй", "21 история",
    ]  # fmt: skip


def test_the_first_catalogue_wins_and_an_empty_text_is_none(tmp_path: Path) -> None:
    first = po(tmp_path, "a.po", 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n\nmsgid "Home"\nmsgstr "Дом"\n')
    texts = catalogue([first, po(tmp_path, "b.po", RUSSIAN)])
    assert (texts.gettext("Home"), texts.gettext("Untold")) == ("Дом", "Untold")


def test_what_is_filled_in_is_escaped_and_the_catalogue_is_not(tmp_path: Path) -> None:
    texts = catalogue([po(tmp_path, "ru.po", RUSSIAN)])
    assert texts.gettext("By %(name)s", name="<script>") == Markup("<b>&lt;script&gt;</b>")


def test_a_year_in_halves() -> None:
    first, second = half_years("2024")
    assert (len(first), len(second)) == (182, 184)
    assert first[0] == ("2024-01-01", 0, 0)
    assert first[-1] == ("2024-06-30", 25, 6)
    assert second[-1] == ("2024-12-31", 26, 1)
    assert {(weekday, week) for _, week, weekday in half_years("2018")[1]} >= {(6, 0), (0, 27)}
    assert filters("id")["month_short"]("2022-08-17") == "Agu"
