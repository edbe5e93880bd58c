"""A build with nothing to do loads no row of a file or page, and reports what a clean build reports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from cachetest import cache_of, change
from sitetest import SiteTest

from briefgen.cache.database import CacheFile

SETTINGS = "title: Tide Tables\nurl: https://tide.example/\n"
NOISY = (
    "---\ntitle: {}\ndate: 2024-05-0{}\nsummary: Ferries.\ncolour: blue\n---\n\n"
    "The ferry was late again today.\n\nloading...\n"
)


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        f"content/{name}.md": NOISY.format(name, n) for n, name in enumerate(("ebb", "flood", "slack"), 1)
    }
    return SiteTest.of_files({"briefgen.yml": SETTINGS, **files}, tmp_path).build()


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables that were loaded whole."""
    tables: list[str] = []
    real = CacheFile.read_as

    def counted(self: CacheFile, make: Any, table: str, output: str = "") -> Any:
        tables.append(table)
        return real(self, make, table, output)

    monkeypatch.setattr(CacheFile, "read_as", counted)
    return tables


def test_only_the_record_is_loaded(site: SiteTest, loaded: list[str]) -> None:
    site.build().idle()
    assert loaded == ["records"]


def test_the_report_is_that_of_the_first_build(site: SiteTest) -> None:
    first = site.report
    assert first.diagnostics
    assert first.cleaning
    site.build().idle()
    again = site.report
    assert (again.diagnostics, again.cleaning) == (first.diagnostics, first.cleaning)
    assert (again.articles, again.pages) == (first.articles, first.pages)


def test_a_file_with_another_time_is_read_once(site: SiteTest, loaded: list[str]) -> None:
    os.utime(site.root / "content/ebb.md", ns=(1, 1))
    site.build().idle()
    assert "sources" in loaded
    loaded.clear()
    site.build().idle()
    assert loaded == ["records"]


def test_a_changed_output_file_is_noticed(site: SiteTest) -> None:
    (site.output / "index.html").write_text("changed", "utf-8")
    site.build().rendered(["/"])
    site.build().idle()


def test_all_rows_are_checked_again_once_somebody_wrote_to_the_file(site: SiteTest) -> None:
    change(site, "UPDATE pages SET value = x'00' || substr(value, 2)")
    site.build()
    assert [one.code for one in site.report.diagnostics if one.code.startswith("environment")]
    site.build().idle()


def test_a_cache_file_that_was_only_touched_still_serves(site: SiteTest, loaded: list[str]) -> None:
    os.utime(cache_of(site))
    site.build().idle()
    assert "pages" in loaded
    loaded.clear()
    site.build().idle()
    assert loaded == ["records"]


def test_an_edit_of_one_body_loads_the_traces_of_few_pages(site: SiteTest, loaded: list[str]) -> None:
    site.edit("content/ebb.md", "late again", "on time").build().rendered(["/articles/ebb/"])
    assert site.tree() == site.clean_tree()
