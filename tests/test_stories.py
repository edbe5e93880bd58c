"""``briefgen stories``: what it prints, what it gives to programs, and what a curator's word writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run

CONFIG = "title: Stories\nurl: https://example.org/\nlanguage: id\n"
WIRE = " ".join(f"kata{n} tentang{n % 7} sungai{n % 11}" for n in range(60))


def file(title: str, day: str, source: str, text: str, more: str = "") -> str:
    return f'---\ntitle: "{title}" # as it was\ndate: {day}\nsource: {source}\n{more}---\n{text}\n'


@pytest.fixture
def project(tmp_path: Path) -> SiteTest:
    flood = (
        "Air Ciliwung meluap dan merendam 120 rumah di Kampung Melayu. Warga mengungsi, kata Camat Hartono."
    )
    again = (
        "Camat Hartono menghitung 120 rumah terendam setelah luapan Ciliwung di Kampung "
        "Melayu. Pengungsi menunggu."
    )
    files = {
        "briefgen.yml": CONFIG,
        "content/banjir.md": file("Banjir merendam Kampung Melayu", "2022-03-30", "Kabar", flood),
        "content/luapan.md": file("Warga mengungsi dari Ciliwung", "2022-03-31", "Harian", again),
        "content/kawat.md": file("Berita kawat", "2022-03-30", "Antara", WIRE),
        "content/salinan.md": file("Salinan kawat", "2022-03-30", "Suara", f"{WIRE} Selesai."),
        "content/cabai.md": file(
            "Harga cabai naik", "2022-03-30", "Kabar", ("Pedagang menaikkan harga cabai menjelang puasa.")
        ),
        "content/rahasia.md": file(
            "Ciliwung Kampung Melayu rahasia", "2022-03-30", "Kabar", flood, "draft: true\n"
        ),
    }
    return SiteTest.of_files(files, tmp_path)


def as_json(project: SiteTest, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    assert run(["stories", str(project.root), "--json", *more]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_programs_get_both_tiers(project: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    copy, *events = as_json(project, capsys)
    assert (copy["tier"], copy["confirmed"], copy["articles"]) == ("copy", True, ["kawat", "salinan"])
    assert copy["overlap"][0] == 100
    assert copy["overlap"][1] >= 95
    flood = next(one for one in events if "banjir" in one["articles"])
    assert (flood["tier"], flood["confirmed"], flood["articles"]) == ("event", False, ["banjir", "luapan"])
    assert "Ciliwung" in flood["reason"]
    assert "2022-03-30 to 2022-03-31" in flood["reason"]


def test_a_second_look_says_the_same(project: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(project, capsys) == as_json(project, capsys)


def test_no_draft_is_in_it(project: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    assert "rahasia" not in json.dumps(as_json(project, capsys))
    assert "rahasia" in json.dumps(as_json(project, capsys, "--drafts"))


def test_people_get_a_table_that_says_what_to_write(
    project: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stories", str(project.root)]) == 0
    shown = capsys.readouterr().out
    assert "1. Same event? banjir" in shown
    assert "content/luapan.md" in shown
    assert "reason: names" in shown
    assert "story: banjir" in shown
    assert "97 %" in shown or "98 %" in shown or "99 %" in shown or "100 %" in shown
    assert "1 suggestion, " in shown


def test_a_curators_word_is_written_and_nothing_else_changes(
    project: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (project.root / "content/banjir.md").read_text("utf-8")
    assert run(["stories", str(project.root), "--accept", "1"]) == 0
    after = (project.root / "content/banjir.md").read_text("utf-8")
    assert after.replace("story: banjir\n", "", 1) == before
    capsys.readouterr()
    (flood,) = (one for one in as_json(project, capsys) if "banjir" in one["articles"])
    assert flood["confirmed"]
    assert run(["stories", str(project.root)]) == 0
    assert "0 suggestions, 1 confirmed" in capsys.readouterr().out
    assert run(["stories", str(project.root), "--all"]) == 0
    assert "confirmed: banjir" in capsys.readouterr().out


def test_a_suggestion_joins_the_story_that_one_of_its_articles_names(
    project: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit("content/luapan.md", "source:", "story: ciliwung\nsource:")
    (flood,) = (one for one in as_json(project, capsys) if "banjir" in one["articles"])
    assert (flood["story"], flood["confirmed"]) == ("ciliwung", False)
    assert run(["stories", str(project.root), "--accept", "1"]) == 0
    assert "content/banjir.md: story: ciliwung" in capsys.readouterr().out


def test_a_suggestion_that_is_not_there_is_told(
    project: SiteTest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stories", str(project.root), "--accept", "7"]) == 2
    assert "there is no suggestion 7" in capsys.readouterr().err


# --- the page of a story


FACTS = "Air sungai meluap dan merendam 120 rumah di kampung itu. Warga mengungsi ke sekolah."
NEWS = "Wali kota menjanjikan tanggul beton setinggi empat meter tahun depan."


def told_twice(folder: Path) -> SiteTest:
    return SiteTest.of_files(
        {
            "briefgen.yml": CONFIG,
            "content/satu.md": file("Kampung terendam", "2022-03-30", "Kabar", FACTS, "story: banjir\n"),
            "content/dua.md": file(
                "Tanggul dijanjikan",
                "2022-03-31",
                "Harian",
                f"{FACTS} {NEWS}",
                "story: banjir\nsummary: Tanggul\n",
            ),
            "content/lain.md": file(
                "Harga cabai naik", "2022-03-30", "Kabar", "Pedagang menaikkan harga.", "summary: Cabai\n"
            ),
        },
        folder,
    ).build()


def test_the_page_of_a_story_says_what_each_outlet_adds(tmp_path: Path) -> None:
    page = (told_twice(tmp_path).output / "stories/banjir/index.html").read_text("utf-8")
    first, last = page.index("Kampung terendam</a>"), page.index("Tanggul dijanjikan</a>")
    assert first < last < page.index(f"<li>{NEWS}</li>"), "the oldest first, and what it adds below it"
    assert page.count("Warga mengungsi") == page.count(NEWS) == 1, "no sentence stands there twice"


def test_a_body_renders_its_page_and_its_storys(tmp_path: Path) -> None:
    site = told_twice(tmp_path)
    site.edit("content/lain.md", "menaikkan harga", "menurunkan harga").build().rendered(["/articles/lain/"])
    site.edit("content/dua.md", "empat meter", "lima meter").build()
    site.rendered(["/articles/dua/", "/stories/banjir/"])
