"""The heat calendar of a year and the bars of sources: drawing, links, rendering."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from htmlcheck import broken_links
from sitetest import SiteTest

DAYS = {
    "a": "2022-12-30",
    "b": "2023-01-02",
    "c": "2023-06-30",
    "d": "2023-06-30",
    "e": "2023-06-30",
    "f": "2023-07-01",
}
SOURCES = {"a": "Post", "b": "Wire", "c": "Post", "d": "Post", "e": "Wire"}
THEMES = ("ledger", "river")


def article(name: str, day: str, source: str = "") -> str:
    return (
        f"---\ntitle: Title {name}\ndate: {day}\ntopic: world\nlang: "
        f"en\n{f'source: {source}' if source else ''}\n---\nText.\n"
    )


@pytest.fixture(params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> SiteTest:
    files = {f"content/{name}.md": article(name, day, SOURCES.get(name, "")) for name, day in DAYS.items()}
    theme = f"theme: {{name: {request.param}, options: {{heat_days: '1'}}}}\n"
    return SiteTest.of_files({"briefgen.yml": theme, **files}, tmp_path).build()


def heat(page: str) -> str:
    return page.partition('<figure class="heat">')[2].partition("</figure>")[0]


def test_a_year_of_days_leads_to_its_editions(site: SiteTest) -> None:
    drawn = heat(site.page("/archive/"))
    days = re.findall(
        r'<a href="\.\./([-0-9]+)/" tabindex="-1"><title>(.*?)</title><path class="h(\d)" d="(.*?)"', drawn
    )
    assert days == [
        ("2023-01-02", "Monday, January 2, 2023, 1 article", "2", "M12 14h10v10h-10z"),
        ("2023-06-30", "Friday, June 30, 2023, 3 articles", "4", "M312 62h10v10h-10z"),
        ("2023-07-01", "Saturday, July 1, 2023, 1 article", "2", "M0 74h10v10h-10z"),
    ]
    empty = re.findall(r'class="h0" [^>]*d="(.*?)"', drawn)
    assert [one.count("M") for one in empty] == [7, 7]
    assert empty[0].startswith("M12 19H322M12 31H322")
    assert empty[0].endswith("M0 91H310")
    assert re.findall(r"<span>(.*?)</span>", drawn) == [
        "5 articles",
        "3 days",
        "Most articles: Friday, June 30, 2023 (3)",
    ]
    assert drawn == heat(site.page("/archive/2023/")).replace("../../", "../")
    assert heat(site.page("/archive/2022/")).count("<a ") == 1
    assert broken_links(site.output) == []


def test_pictures_have_words_and_no_style_of_their_own(site: SiteTest) -> None:
    for url in ("/archive/", "/sources/"):
        assert "style=" not in site.page(url)
    drawn = heat(site.page("/archive/"))
    assert (
        drawn.count("<svg ")
        == drawn.count('aria-hidden="true">\n<text') + drawn.count('<svg class="flip"')
        == 3
    )
    assert "<a>" not in drawn
    bars = re.findall(
        r'<svg class="bars flip" [^>]*role="img"><title>(.*?)</title><path d="(.*?)"', site.page("/sources/")
    )
    assert [said for said, _ in bars] == [
        "Most articles: Week 26 of 2023 (2)",
        "Most articles: Week 1 of 2023 (1)",
    ]
    assert bars[0][1] == "M0 24v-12.0h3v12.0zM104 24v-24.0h3v24.0z"
    assert (
        "<span>Charts: articles per week</span> <span>Week 52 of 2022 – Week 26 of 2023</span>"
        in site.page("/sources/")
    )


def test_days_of_weekly_editions_lead_to_their_week(site: SiteTest) -> None:
    config = (site.root / "briefgen.yml").read_text("utf-8")
    drawn = heat(
        site.write("briefgen.yml", f"{config}briefings: {{period: week}}\n").build().page("/archive/")
    )
    assert re.findall(r'<a href="\.\./([-W0-9]+)/"', drawn) == ["2023-W01", "2023-W26", "2023-W26"]


def test_only_the_pages_that_drew_it_are_made_again(site: SiteTest) -> None:
    site.write("content/g.md", article("g", "2022-12-30", "Wire")).build()
    again = set(site.report.rendered)
    assert {"/archive/2022/", "/sources/", "/sources/wire/"} <= again
    assert not {"/archive/2023/", "/sources/post/", "/tags/"} & again
    site.write("content/h.md", article("h", "2022-12-31")).build()
    again = set(site.report.rendered)
    assert {"/archive/", "/archive/2022/"} <= again
    assert not {"/archive/2023/", "/sources/"} & again
    assert site.build().idle().tree() == site.clean_tree()


def test_one_week_and_no_sources_draw_nothing(tmp_path: Path) -> None:
    site = SiteTest.of_files(
        {"briefgen.yml": "theme: ledger\n", "content/a.md": article("a", "2024-05-01", "Post")}, tmp_path
    )
    assert "<svg" not in site.build().page("/sources/")
    assert "<svg" not in site.remove("content/a.md").build().page("/archive/")
