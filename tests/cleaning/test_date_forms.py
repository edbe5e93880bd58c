"""Every form of a date is read right, whatever the day; any text is read or refused."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from babel.dates import format_date, format_time
from hypothesis import example, given
from hypothesis import strategies as st

from briefgen.cleaning.dates import (
    DAY_FIRST,
    MONTH_FIRST,
    AmbiguousDateError,
    day_in_address,
    day_in_name,
    find_moment,
    order_of,
    parse_date,
    parse_moment,
)
from briefgen.cleaning.rules.provenance import date_in_text
from briefgen.cleaning.rules.stamps import date_stamp
from briefgen.model import Source
from briefgen.reading.article import read
from briefgen.reading.pipeline import Pipeline
from briefgen.util.periods import zone

LANGUAGES = [
    *(
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "da",
        "nb",
        "sv",
        "fi",
        "pl",
        "cs",
        "ru",
        "uk",
        "tr",
        "id",
        "ms",
    ),
    *("vi", "zh", "ja", "ko", "ar", "ro", "el", "hu", "sk", "sl", "hr", "bg", "lt", "et", "ca", "is", "sw"),
]
DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2069, 12, 31)).map(
    lambda one: one.replace(microsecond=0)
)
OFFSETS = st.sampled_from([-720, -570, -240, 0, 60, 120, 330, 345, 420, 540, 840])

DAY_FORMS = {
    "iso": "{0:%Y-%m-%d}",
    "slashes": "{0:%Y/%m/%d}",
    "dots, the year first": "{0:%Y.%m.%d}",
    "close": "{0:%Y%m%d}",
    "short": "{0.year}-{0.month}-{0.day}",
    "short with slashes": "{0.year}/{0.month}/{0.day}",
    "dots": "{0:%d.%m.%Y}",
    "dots and blanks": "{0.day}. {0.month}. {0.year}",
    "words": "{0.day} {0:%B} {0.year}",
    "ordinal": "{0.day}th {0:%B}, {0.year}",
    "american": "{0:%B} {0.day}, {0.year}",
    "american, short": "{0:%b}. {0.day}th, {0.year}",
    "weekday": "{0:%A}, {0.day} {0:%B} {0.year}",
    "american with weekday": "{0:%A} {0:%B} {0.day}, {0.year}",
    "hyphens": "{0.day}-{0:%b}-{0.year}",
    "hyphens, the year first": "{0.year}-{0:%b}-{0.day}",
    "east": "{0.year}年{0.month}月{0.day}日",
    "Korean": "{0.year}년 {0.month}월 {0.day}일",
    "two digits": "{0.day} {0:%b} {0:%y}",
    "full width": "{0.year}／{0.month}／{0.day}",
}


@pytest.mark.parametrize("form", DAY_FORMS)
@given(day=DAYS)
def test_a_day_in_every_form(form: str, day: date) -> None:
    parsed = parse_date(DAY_FORMS[form].format(day), "en")
    assert (parsed.day, parsed.clock) == (day, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", ["medium", "long", "full"])
@given(day=DAYS)
def test_a_day_as_every_language_writes_it(language: str, length: str, day: date) -> None:
    text = format_date(day, length, locale=language)
    try:
        assert parse_date(text, language).day == day, text
    except AmbiguousDateError as error:
        assert length == "medium", text
        assert day in error.meanings  # noqa: PT017 - both ends are right


@pytest.mark.parametrize("language", ["en", "de", "id", "ru"])
@given(day=DAYS, other=st.sampled_from(LANGUAGES))
def test_a_month_of_another_language_than_the_text(language: str, day: date, other: str) -> None:
    text = format_date(day, "long", locale=other)
    if other == "hr" and day.month == 10:
        return  # listopad is November elsewhere
    assert parse_date(text, language).day == day, text


CLOCKS = {
    "{0:%H:%M}": 60,
    "{0:%H:%M:%S}": 1,
    "{0:%H:%M:%S}.123456": 1,
    "{0:%I:%M %p}": 60,
    "{0:%I:%M:%S %p}": 1,
    "at {0:%I:%M} p.m.": 0,
    "um {0:%H:%M} Uhr": 60,
    "à {0:%H}h{0:%M}": 60,
    "pukul {0:%H.%M}": 60,
    "{0.hour}時{0:%M}分": 60,
    "| {0:%H:%M}": 60,
}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("form", ["iso", "slashes", "words", "american", "dots", "east", "weekday"])
@given(moment=MOMENTS)
def test_a_time_of_day_after_every_form(clock: str, form: str, moment: datetime) -> None:
    precision = CLOCKS[clock]
    text = f"{DAY_FORMS[form].format(moment)} {clock.format(moment)}"
    parsed = parse_date(text, "en")
    assert parsed.clock is not None
    if precision:
        assert parsed.clock == moment.replace(second=moment.second if precision == 1 else 0).time(), text
    else:
        assert parsed.clock.hour % 12 == moment.hour % 12
        assert parsed.clock.hour >= 12


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja", "ko", "zh", "el", "ar", "ru"])
@given(moment=MOMENTS)
def test_a_time_as_every_language_writes_it(language: str, moment: datetime) -> None:
    text = f"{moment:%Y-%m-%d} {format_time(moment, 'short', locale=language)}"
    assert parse_date(text, language).clock == moment.replace(second=0).time(), text


ZONES = {
    "{0:+03d}:{1:02d}": 0,
    " {0:+03d}{1:02d}": 0,
    " GMT{0:+d}:{1:02d}": 0,
    " (UTC{0:+03d}:{1:02d})": 0,
}


@pytest.mark.parametrize("form", ZONES)
@pytest.mark.parametrize("day", ["{0:%Y-%m-%d} {0:%H:%M}", "{0:%Y-%m-%dT%H:%M:%S}", "{0:%d %b %Y %H:%M}"])
@given(moment=MOMENTS, offset=OFFSETS)
def test_an_offset_in_every_form(form: str, day: str, moment: datetime, offset: int) -> None:
    sign = -1 if offset < 0 else 1
    hours, minutes = divmod(abs(offset), 60)
    zone_text = form.format(hours * sign, minutes) if hours else form.format(0, minutes)
    parsed = parse_moment(day.format(moment) + zone_text, "en", zone("UTC"))
    there = moment.replace(tzinfo=timezone(timedelta(minutes=offset)), second=0)
    assert parsed.instant is not None
    assert parsed.instant.replace(second=0) == there
    assert (parsed.own is not None) == bool(offset)
    if parsed.own:
        assert parsed.own.replace(second=0).isoformat() == there.isoformat()


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("UTC", 0),
        ("GMT", 0),
        ("Z", 0),
        ("EST", -5),
        ("PDT", -7),
        ("WIB", 7),
        ("CEST", 2),
        ("JST", 9),
        ("-4", -4),
    ],
)
@given(moment=MOMENTS)
def test_a_zone_by_its_name(name: str, hours: int, moment: datetime) -> None:
    for text in (f"{moment:%Y-%m-%d %H:%M:%S} {name}", f"{moment:%d %b %Y %H:%M:%S} {name}"):
        parsed = parse_moment(text, "en", zone("Asia/Tokyo"))
        assert parsed.instant == moment.replace(tzinfo=timezone(timedelta(hours=hours)))


@given(MOMENTS, OFFSETS)
def test_mails_feeds_and_counts_of_seconds(moment: datetime, offset: int) -> None:
    there = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    unix = f"{moment:%a %b} {moment.day:2} {moment:%H:%M:%S} UTC {moment.year}"
    for text, instant in [
        (format_datetime(there), there),
        (f"{there:%Y-%m-%d %H:%M:%S %z}", there),
        (f"{there:%a %b %d %Y %H:%M:%S GMT%z} (Somewhere Standard Time)", there),
        (f"{there:%d/%b/%Y:%H:%M:%S %z}", there),
        (f"{there:%Y%m%dT%H%M%S%z}", there),
        (unix, moment.replace(tzinfo=timezone.utc)),  # noqa: UP017 - as in util.periods
    ]:
        assert parse_moment(text, "", zone("UTC")).instant == instant, text


@given(st.datetimes(datetime(1980, 1, 2), datetime(2099, 12, 30)).map(lambda one: one.replace(microsecond=0)))
def test_a_count_of_seconds(moment: datetime) -> None:
    seconds = int(moment.replace(tzinfo=timezone.utc).timestamp())  # noqa: UP017 - as in util.periods
    for text in (f"{seconds}", f"{seconds}.0", f"{seconds}000"):
        instant = parse_moment(text, "", zone("UTC")).instant
        assert instant is not None
        assert instant.replace(tzinfo=None) == moment, text


@given(DAYS, st.sampled_from(["/", "-"]), st.sampled_from(["en", "en-GB", "en-US", "de", ""]))
def test_days_and_months_in_either_order(day: date, mark: str, lang: str) -> None:
    for order, text in [
        (DAY_FIRST, f"{day:%d}{mark}{day:%m}{mark}{day.year}"),
        (MONTH_FIRST, f"{day:%m}{mark}{day:%d}{mark}{day.year}"),
    ]:
        assert parse_date(text, lang, order).day == day
        assert order_of([text, "soon"]) == (order if day.day > 12 else "")
        if lang == "en" and day.day <= 12 and day.day != day.month:
            with pytest.raises(AmbiguousDateError) as info:
                parse_date(text, lang)
            assert day in info.value.meanings


def test_a_column_of_both_orders_decides_nothing() -> None:
    assert order_of(["31/3/2022", "3/31/2022", "5/3/2022"]) == ""
    assert order_of(["5/3/2022", "3/31/22"]) == MONTH_FIRST


@given(DAYS)
def test_a_day_in_the_name_of_a_file_or_an_address(day: date) -> None:
    iso = day.isoformat()
    for name in ("{0.year}-{0.month}-{0.day}-x.md", "{0:%Y-%m-%d} x", "{0:%Y_%m_%d}", "{0:%Y%m%d}-x.md"):
        assert day_in_name(name.format(day)) == iso
    for path in (
        "{0:%Y/%m/%d}/",
        "{0.year}/{0.month}/{0.day}/x",
        "n/{0:%Y%m%d}/x.html",
        "{0:%Y/%b/%d}/x",
        "{0:%Y-%m-%d}-x",
    ):
        assert day_in_address(f"https://paper.example/{path.format(day)}") == iso


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://a.example/",
        "https://a.example/2024/05/",
        "https://a.example/a/1234567890",
        "https://[",
        "https://a.example/2024/05/01/2024/05/02/",
        "https://a.example/2024/13/01/",
    ],
)
def test_an_address_without_a_day(url: str) -> None:
    assert day_in_address(url) == ""


SIGNS = st.sampled_from(
    [
        "0",
        "1",
        "2",
        "5",
        "12",
        "19",
        "2024",
        "31",
        "/",
        "-",
        ".",
        ":",
        " ",
        "T",
        "Z",
        "+",
        "am",
        "May",
        "mai",
        "年",
        "月",
        "日",
        ",",
        "(",
        ")",
        "UTC",
        "٢",
        "²",
        "ß",
    ]
)


@given(
    st.one_of(st.text(), st.lists(SIGNS, max_size=16).map("".join)),
    st.sampled_from(["en", "id", "en-US", "zh", "", "xx"]),
)
@example("2024-05-14 10:00 XYZT", "en")
@example("0" * 5000, "en")
@example("2024²-05-14", "en")
def test_any_text_is_read_or_refused(text: str, lang: str) -> None:
    try:
        moment = parse_moment(text, lang, zone("Asia/Jakarta"))
    except ValueError as error:
        assert str(error)  # noqa: PT017 - both ends are right
    else:
        assert date.fromisoformat(moment.day)


@given(st.text(), st.sampled_from(["en", "id", "zh", ""]))
def test_what_is_found_in_a_text_can_be_read(text: str, lang: str) -> None:
    for line in (text, f"Published 2014-09-21 {text}", f"14 May 2024 08:{text}"):
        if stamp := find_moment(line, lang):
            assert parse_date(stamp.moment, lang)
            assert 0 <= stamp.start < stamp.end <= len(line)


def stamps(count: int) -> list[str]:
    """Lines above articles, as outlets of the world write them."""
    choose = random.Random(14).choice  # noqa: S311 - the same lines each time
    labels = [
        "Published",
        "Updated:",
        "Date:",
        "Veröffentlicht am",
        "Diterbitkan:",
        "Publié le",
        "Опубликовано",
        "",
        "By Ann Lee |",
    ]
    zones = [
        "",
        " UTC",
        " WIB",
        " +0200",
        " -4",
        " GMT+7",
        " (EST)",
        " XYZT",
        "Z",
        " Europe/Berlin",
        "+99:00",
        " Uhr",
        " p.m.",
    ]
    times = ["", " 08:00", " 8:00:15", "T08:00:00.123", ", 25:61", " at 3 PM", " 20時50分", " | 08.30"]
    forms = [*DAY_FORMS.values(), "{0:%d/%m/%Y}", "{0:%m/%d/%Y}", "2024-02-31", "31.02.2024"]
    day = date(2024, 5, 14)
    days = [choose(forms).format(day + timedelta(days=n % 400)) for n in range(count)]
    return [f"{choose(labels)} {text}{choose(times)}{choose(zones)}".strip() for text in days]


def test_ten_thousand_stamps_stop_no_build() -> None:
    pipeline = Pipeline(rules=(date_stamp, date_in_text), timezone="Asia/Jakarta")
    dated = 0
    for n, line in enumerate(stamps(10_000)):
        head = f"---\ntitle: T\nlang: {('en', 'id', 'de', 'fr')[n % 4]}\n---\n"
        result = read(Source("content/a.txt", f"{head}{line}\n\nThe ferry left at noon.\n", "d"), pipeline)
        codes = {one.code for one in result.diagnostics}
        assert codes & {"date-found", "date-missing"}, line
        dated += result.article is not None
    assert dated > 6_000
