"""The dates of article files: read with their offset, or reported at their place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cleaning.findings import found
from briefgen.cleaning.rule import rule
from briefgen.model import Article, ReadResult, Source
from briefgen.reading.article import read
from briefgen.reading.pipeline import Pipeline

JAKARTA = Pipeline(timezone="Asia/Jakarta")


def result(head: str, path: str = "content/a.md", pipeline: Pipeline = JAKARTA) -> ReadResult:
    return read(Source(path, f"---\ntitle: T\n{head}---\nText.\n", "d"), pipeline)


def article(head: str, path: str = "content/a.md", pipeline: Pipeline = JAKARTA) -> Article:
    made = result(head, path, pipeline)
    assert made.article, made.diagnostics
    return made.article


@pytest.mark.parametrize(
    ("date", "day", "time", "moment"),
    [
        ("2015-03-17 14:00:00 -4", "2015-03-18", "01:00", "2015-03-17T14:00:00-04:00"),
        ("2015-03-17 14:00 EST", "2015-03-18", "02:00", "2015-03-17T14:00:00-05:00"),
        ("2015-03-17 14:00 WIB", "2015-03-17", "14:00", "2015-03-17T14:00:00+07:00"),
        ("2015-03-17 14:00 UTC", "2015-03-17", "21:00", "2015-03-17T21:00:00+07:00"),
        ("2015-03-17T14:00:00Z", "2015-03-17", "21:00", "2015-03-17T21:00:00+07:00"),
        ("1426600800", "2015-03-17", "21:00", "2015-03-17T21:00:00+07:00"),
        ("2015/3/17 3:30 PM", "2015-03-17", "15:30", "2015-03-17T15:30:00+07:00"),
    ],
)
def test_an_instant_keeps_its_offset_and_the_day_is_that_of_the_site(
    date: str, day: str, time: str, moment: str
) -> None:
    made = article(f"date: {date}\nupdated: {date}\n")
    assert (made.day, made.time, made.moment, made.updated) == (day, time, moment, moment)
    here = article(f"date: {date}\n", pipeline=replace(JAKARTA, keep_offsets=False))
    assert (here.day, here.moment) == (day, f"{day}T{time}:00+07:00")


@pytest.mark.parametrize(
    ("path", "day", "slug"),
    [
        ("content/2016-5-30-name.md", "2016-05-30", "name"),
        ("content/2016_05_30 name.md", "2016-05-30", "name"),
        ("content/20160530-name.md", "2016-05-30", "name"),
        ("content/2016/05/30/name.md", "2016-05-30", "name"),
        ("content/weekly-2016-05-30.md", "2016-05-30", "weekly-2016-05-30"),
        ("content/2016/2016-5-30.md", "2016-05-30", "2016-5-30"),
    ],
)
def test_the_date_in_a_name(path: str, day: str, slug: str) -> None:
    made = article("", path)
    assert (made.day, made.slug) == (day, slug)


@pytest.mark.parametrize("date", ["soon", "2022-02-30", "05/03/2024", "2024-05-14 10:00 XYZT"])
def test_a_date_that_cannot_be_read_is_an_error_at_its_place(date: str) -> None:
    made = result(f"date: {date}\n")
    assert made.article is None
    (problem,) = made.diagnostics
    assert (problem.code, problem.location.line, problem.location.column) == ("date-invalid", 3, 7)


@pytest.mark.parametrize("date", ["soon", "2022-02-30", "05/03/2024"])
def test_the_date_of_the_files_name_stands_in_with_a_warning(date: str) -> None:
    made = result(f"date: {date}\n", "content/2024-06-01-x.md")
    assert made.article
    assert made.article.day == "2024-06-01"
    (problem,) = made.diagnostics
    assert (problem.code, problem.severity, problem.location.line) == ("date-replaced", "warning", 3)
    assert "2024-06-01" in problem.message


def test_the_name_or_another_date_decides_what_comes_first() -> None:
    assert article("date: 05/03/2024 10:00\n", "content/2024-05-03-x.md").moment[:16] == "2024-05-03T10:00"
    assert article("date: 05/03/2024\n", "content/2024-03-05-x.md").day == "2024-03-05"
    made = article("date: 05/03/2024\nupdated: 05/17/2024\n")
    assert (made.day, made.updated) == ("2024-05-03", "2024-05-17")
    months_first = replace(JAKARTA, date_order="month-first")
    assert article("date: 05/03/2024\n", pipeline=months_first).day == "2024-05-03"


def test_a_change_that_cannot_be_read_is_a_warning() -> None:
    made = result("date: 2024-05-03\nupdated: lately\n")
    assert made.article
    assert [(one.code, one.severity) for one in made.diagnostics] == [("bad-value", "warning")]


def test_a_rule_that_finds_no_date_stops_nothing() -> None:
    @rule()
    def oracle(draft):  # type: ignore[no-untyped-def]
        """What an extension can find."""
        yield found(draft.lines[0], "date", "when the moon is blue")
        yield found(draft.lines[0], "updated", "2024-05-03T10:00T")

    made = result("", pipeline=replace(JAKARTA, rules=(oracle,)))
    assert made.article is None
    assert {one.code for one in made.diagnostics} == {"bad-value", "date-missing"}


@pytest.mark.parametrize("timezone", ["America/Los_Angeles", "Asia/Tokyo", "Pacific/Kiritimati", "UTC"])
def test_a_day_is_that_day_in_every_output(timezone: str, tmp_path: Path) -> None:
    config = (
        f"title: T\ntimezone: {timezone}\nfeeds: {{formats: [atom, rss, json]}}\nbuilders: [html, feed]\n"
    )
    files = {"briefgen.yml": config, "content/a.md": "---\ntitle: T\ndate: 2024-05-03\n---\nText.\n"}
    site = SiteTest.of_files(files, tmp_path).build()
    assert "<published>2024-05-03T00:00:00" in site.page("/feed.xml")
    assert "<pubDate>Fri, 03 May 2024 00:00:00" in site.page("/feed.rss")
    assert '"date_published": "2024-05-03T00:00:00' in site.page("/feed.json")
    assert 'datetime="2024-05-03"' in site.page("/articles/a/")


def test_the_page_of_an_article_shows_its_own_time_with_the_offset(tmp_path: Path) -> None:
    config = "title: T\ntimezone: Asia/Jakarta\nbuilders: [html, feed]\n"
    text = "---\ntitle: T\ndate: 2024-05-03 20:00 -0400\n---\nText.\n"
    site = SiteTest.of_files({"briefgen.yml": config, "content/a.md": text}, tmp_path).build()
    assert "20:00 UTC\N{MINUS SIGN}4</time>" in site.page("/articles/a/")
    assert "<published>2024-05-03T20:00:00-04:00" in site.page("/feed.xml")
    site.edit("briefgen.yml", "title: T", "title: T\nkeep_offsets: false").build()
    assert "07:00 UTC+7</time>" in site.page("/articles/a/")
    assert "UTC-04:00" not in site.page("/articles/a/")
