"""Topics: misspelt names, and keywords of settings that changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import NOW, SiteTest

from briefgen.cli.main import run
from briefgen.model import Topic
from briefgen.reading.topic_keywords import keyword_hits

SETTINGS = """\
title: Fjord Notes
url: https://fjord.example/
topics:
  - {slug: harbour, title: Harbour, keywords: [quay]}
  - {slug: schools, title: Schools and pupils}
"""


def article(title: str, topic: str = "", body: str = "The tide was late.") -> str:
    return f"---\ntitle: {title}\ndate: 2024-05-01\n{topic and f'topic: {topic}'}\n---\n\n{body}\n"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("harbor", "harbour"),
        ("Habrour", "harbour"),
        ("school", "schools"),
        ("Schools and pupil", "schools"),
        ("fishing", ""),
        ("harvest", ""),
    ],
)
def test_a_misspelt_topic_is_a_warning(name: str, meant: str, tmp_path: Path) -> None:
    files = {"briefgen.yml": SETTINGS, "content/quay.md": article("Quay", name)}
    warnings = [
        (str(one.location), one.hint)
        for one in SiteTest.of_files(files, tmp_path).build().report.diagnostics
        if one.code == "topic-undeclared"
    ]
    assert [place for place, _ in warnings] == (["content/quay.md:4:8"] if meant else [])
    assert all(f'"{meant}"' in hint for _, hint in warnings)


def test_why_answers_when_an_article_was_read_with_newer_topics(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"briefgen.yml": SETTINGS, "content/quay.md": article("Quay", body="The quay is wet.")}
    site = SiteTest.of_files(files, tmp_path).build()
    site.edit("briefgen.yml", "topics:\n", "topics:\n  - {slug: boats, keywords: [sail]}\n")
    site.write("content/sail.md", article("A sail", body="The sail is torn."))
    site.write("content/broken.md", "---\ntitle: [\n---\n").build().fails()
    site.remove("content/broken.md")
    assert run(["why", "/", "-C", str(site.root), "--now", NOW]) == 0
    assert "sail" in capsys.readouterr().out


def test_a_weekly_edition_shows_the_day_of_each_item(tmp_path: Path) -> None:
    settings = f"{SETTINGS}briefings: {{period: week}}\n"
    late = article("Sail", "harbour").replace("2024-05-01", "2024-05-03 10:15")
    files = {"briefgen.yml": settings, "content/a.md": article("Quay", "harbour"), "content/b.md": late}
    site = SiteTest.of_files(files, tmp_path).build(builders=("html", "text"))
    for page in ("/2024-W18/", "/", "/2024-W18/harbour/"):
        assert "Wed, May 1" in site.page(page)
        assert "Fri, May 3, 10:15" in site.page(page)
    assert "Fri, May 3, 10:15" in site.page("/2024-W18/index.txt")


@pytest.mark.parametrize(
    ("keyword", "text", "fits"),
    [
        ("flood", "Floods and a flooded cellar", True),
        ("ferry", "Two ferries collide", True),
        ("strike", "Nurses are striking", True),
        ("stop", "The tram stopped", True),
        ("elections", "An election is near", True),
        ("school board", "Both school boards agree", True),
        ("news", "A new bridge", False),
        ("us", "The uses of a tent", False),
        ("port", "An important day", False),
    ],
)
def test_a_keyword_finds_other_forms_of_its_word(keyword: str, text: str, fits: bool) -> None:
    topics = (Topic("found", "Found", keywords=(keyword,)),)
    assert bool(keyword_hits(topics, text, "", "", "en-GB")) == fits
    assert not keyword_hits(topics, text, "", "", "id")


@pytest.mark.parametrize(
    ("keyword", "text", "lang", "fits"),
    [
        ("Überschwemmung", "Neue Überschwemmungen im Tal", "de", True),
        ("inundación", "Las inundaciones siguen", "es", True),
        ("наводнение", "После наводнения", "ru", True),
        ("sturm flut", "Die Sturm Fluten", "de", True),
        ("flut", "Ein Flutlicht", "de", False),
        ("banjir", "Kebanjiran di kota", "id", False),
        ("水", "水が出た", "ja", False),
    ],
)
def test_a_keyword_finds_other_forms_in_other_languages(
    keyword: str, text: str, lang: str, fits: bool
) -> None:
    topics = (Topic("found", "Found", keywords=(keyword,)),)
    assert bool(keyword_hits(topics, text, "", "", lang)) == fits
    assert bool(keyword_hits(topics, "", "", f"{text}. {text}", lang)) == fits
