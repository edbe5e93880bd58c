"""Pagefind's index: reproducible, without unpublished articles, and optional."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import served
from sitetest import SiteTest
from test_search import ARTICLES, CONFIG, Reader, article

from briefgen.builders import pagefind
from briefgen.cli.main import run

FOLDER = "search/pagefind/"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    config = CONFIG.replace("[html, search]", "[html, search, pagefind]").replace(
        "language: en", "language: id"
    )
    files = {"briefgen.yml": config} | {f"content/{slug}.md": article(*one) for slug, one in ARTICLES.items()}
    files["content/draft.md"] = article(
        "id", "2024-05-03", "world", "S", "Rahasia", "Sebuah katarahasia."
    ).replace("lang:", "draft: true\nlang:")
    return SiteTest.of_files(files, tmp_path)


def index(site: SiteTest) -> dict[str, bytes]:
    return {path: data for path, data in site.tree().items() if path.startswith(FOLDER)}


def test_the_index_has_what_is_public_and_what_a_page_needs(site: SiteTest) -> None:
    site.build().codes("held")
    kinds = sorted(Path(path).suffix for path in index(site))
    assert kinds == [
        ".js",
        ".js",
        ".json",
        *[".pagefind"] * 2,
        *[".pf_fragment"] * 4,
        ".pf_index",
        ".pf_meta",
    ]
    said = b"".join([gzip.decompress(data) for path, data in index(site).items() if ".pf_" in path])
    assert b"Serangan itu terjadi" in said
    assert b"ahasia" not in said


def test_the_law(site: SiteTest) -> None:
    site.build().build().idle()
    assert site.clean_tree(jobs=2) == site.tree()
    before = index(site)
    site.edit("content/harbour.md", "Ships came", "Zeppelins came").build()
    assert index(site) != before
    assert site.clean_tree() == site.tree()
    # What no article says makes no other index; a file that was damaged is made again.
    site.edit("briefgen.yml", "title: Search", "title: Find").build()
    assert not [path for path in site.report.written if path.startswith(FOLDER)]
    damaged = next(path for path in index(site) if path.endswith(".pf_index"))
    site.write(f"site/{damaged}", "nothing").build()
    assert site.report.written == (damaged,)
    site.remove("content/river.md").build()
    assert site.clean_tree() == site.tree()
    site.build().idle()


def test_a_site_without_articles_has_none(site: SiteTest) -> None:
    for slug in ARTICLES:
        site.remove(f"content/{slug}.md")
    assert not index(site.build())


def test_many_articles_give_the_same_index_each_time() -> None:
    text = "<html><body><h1>Title {n}</h1><p>{words}</p></body></html>"
    many = {
        f"a/{n}/index.html": text.format(n=n, words=" ".join(f"word{n * k % 997}" for k in range(60)))
        for n in range(300)
    }
    assert pagefind._indexed(many, "en") == pagefind._indexed(dict(reversed(many.items())), "en")


def test_without_it_the_page_has_the_built_in_index(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.build()
    monkeypatch.setattr(pagefind, "engine", lambda: "")
    site.build().codes("extra-missing", "held")
    assert not index(site)
    assert "data-pagefind" not in site.page("/search/")
    assert site.clean_tree() == site.tree()
    site.edit("briefgen.yml", ", pagefind]", "]")
    assert run(["build", str(site.root), "-b", "pagefind", "--now", "2024-06-01"]) == 1
    assert "pip install 'briefgen[pagefind]'" in capsys.readouterr().err


# --- in a browser -----------------------------------------------------------------------------------------


@pytest.fixture
def reader(site: SiteTest, browser: Any, tmp_path: Path) -> Iterator[Reader]:
    site.build()
    (tmp_path / "host").mkdir()
    (tmp_path / "host/repo").symlink_to(site.output)
    with served(tmp_path / "host") as address:
        made = Reader(browser, f"{address}/repo/search/")
        yield made
        made.page.close()


def asked(reader: Reader) -> set[str]:
    """Which of the two indexes was loaded."""
    folders = {
        url.split("/repo/search/")[1].split("/")[0] for url, _ in reader.asked if "/repo/search/" in url
    }
    return folders & {"index", "pagefind"}


def test_words_are_asked_of_pagefind_under_a_base_path_and_the_csp(site: SiteTest, reader: Reader) -> None:
    policy = reader.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "unsafe" not in site.page("/")
    assert reader.finds("menyerang") == ["Kabar dari timur"]
    assert asked(reader) == {"pagefind"}
    assert reader.said == []
    assert {url.split("/")[3] for url, _ in reader.asked} == {"repo"}
    reader.page.locator("#results a").first.click()
    reader.page.wait_for_url("**/repo/articles/kharkiv/")


def test_filters_are_the_built_in_indexs(reader: Reader) -> None:
    assert reader.finds("harbour", topic="world") == ["The river rises"]
    assert asked(reader) == {"index"}


def test_where_pagefind_cannot_be_loaded_the_built_in_index_answers(site: SiteTest, reader: Reader) -> None:
    (site.output / FOLDER / "pagefind.js").unlink()
    assert reader.finds("menyerang") == ["Kabar dari timur"]
    assert "index" in asked(reader)
