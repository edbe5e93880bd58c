"""``addresses.txt``: an article with an id that moves leaves a redirect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.model.diagnostics import Diagnostics
from briefgen.reading.address_record import HEADER, read_addresses, without_repeats, written

SETTINGS = "title: Delta\nurl: https://delta.example/base/\nbuilders: [html, feed]\ntopics: [{slug: mud}]\n"
ROOT = "2024-05-05-"


def article(name: str, more: str = "") -> str:
    head = f"id: {ROOT}{name}\ntitle: The {name}\ndate: 2024-05-05\ntopic: mud\n{more}"
    return f"---\n{head}---\n\nA text on the {name}.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": SETTINGS,
        "content/otter.md": article("otter"),
        "content/heron.md": article("heron"),
        "content/nameless.md": "---\ntitle: Nameless\ndate: 2024-05-05\ntopic: mud\n---\n\nNo id.\n",
        "content/draft.md": article("draft", "draft: true\n"),
        "content/pages/about.md": "---\nid: about-us\ntitle: About\n---\n\nWe.\n",
    }
    site = SiteTest.of_files(files, tmp_path).build()
    assert record(site) == 0
    return site


def record(site: SiteTest) -> int:
    return run(["publish", str(site.root), "--addresses"])


def lines(site: SiteTest) -> list[str]:
    return (site.root / "addresses.txt").read_text("utf-8").splitlines()[len(HEADER) :]


def target(site: SiteTest, url: str) -> str:
    """Where a redirect leads."""
    match = re.search(r'rel="canonical" href="https://delta.example/base([^"]+)"', site.page(url))
    assert match
    assert 'http-equiv="refresh"' in site.page(url)
    return match[1]


def notes(site: SiteTest) -> list[str]:
    return [d.message for d in site.report.diagnostics if d.code == "address-redirected"]


def test_what_has_an_id_is_recorded_once(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    expected = [
        f"{ROOT}heron\t/articles/heron/", f"{ROOT}otter\t/articles/otter/", "about-us\t/about/",
    ]  # fmt: skip
    assert lines(site) == expected
    time = (site.root / "addresses.txt").stat().st_mtime_ns
    assert record(site) == 0
    assert "up to date" in capsys.readouterr().err
    assert (site.root / "addresses.txt").stat().st_mtime_ns == time
    site.build().codes("held")
    site.build().idle()


def test_a_moved_article_leaves_redirects(site: SiteTest) -> None:
    site.edit("content/otter.md", "title", "slug: sea-otter\ntitle")
    site.move("content/otter.md", "content/2024/animals.md").build()
    assert target(site, "/articles/otter/") == "/articles/sea-otter/"
    assert notes(site) == ["the article moved from /articles/otter/ to /articles/sea-otter/"]
    assert "address-moved" not in [d.code for d in site.report.diagnostics]
    assert site.tree() == site.clean_tree(jobs=2)
    assert [d.message for d in site.clean.diagnostics if d.code == "address-redirected"] == notes(site)
    site.build().idle()
    assert record(site) == 0
    site.edit("content/2024/animals.md", "sea-otter", "river-otter").build()
    assert (
        target(site, "/articles/otter/") == target(site, "/articles/sea-otter/") == "/articles/river-otter/"
    )
    assert record(site) == 0
    assert f"{ROOT}otter\t/articles/otter/\t/articles/sea-otter/\t/articles/river-otter/" in lines(site)
    site.build()
    assert notes(site) == [], "it is said until it is recorded"
    site.edit("content/2024/animals.md", "river-otter", "otter").build()
    assert target(site, "/articles/river-otter/") == "/articles/otter/"
    assert "A text on the otter" in site.page("/articles/otter/")


def test_nothing_unpublished_and_no_other_page_is_touched(site: SiteTest) -> None:
    site.edit("content/otter.md", "title", "slug: sea-otter\ndraft: true\ntitle")
    site.edit("content/heron.md", "title", "slug: grey-heron\ntitle")
    site.write(
        "content/new.md", "---\nid: new\nslug: heron\ntitle: Another heron\ndate: 2024-05-06\n---\n\nNew.\n"
    )
    site.edit("content/pages/about.md", "title", "slug: about/us\ntitle").build()
    assert not site.has("/articles/otter/")
    assert "Another heron" in site.page("/articles/heron/")
    assert "refresh" not in site.page("/articles/heron/")
    assert target(site, "/about/") == "/about/us/"
    assert "sea-otter" not in str(site.tree())
    site.remove("content/pages/about.md").build()
    assert not site.has("/about/")
    assert site.tree() == site.clean_tree()


def test_lines_of_two_branches_are_merged_and_bad_ones_are_reported(site: SiteTest) -> None:
    path = site.root / "addresses.txt"
    text = path.read_text("utf-8")
    bad = ("lonely", "a\t../up/", "b\thttps://far.example/", "c\t/x\\y/", "\t/no-id/")
    more = f"{ROOT}otter\t/elsewhere/\n" + "\n".join(bad) + "\n"
    site.write("addresses.txt", text + more).build()
    reports = [d for d in site.report.diagnostics if d.code == "addresses-line"]
    assert [d.location.line for d in reports] == [len(HEADER) + 5 + n for n in range(len(reports))]
    assert len(reports) == len(bad)
    assert target(site, "/elsewhere/") == "/articles/otter/"
    known = read_addresses(site.root, Diagnostics())
    assert known[f"{ROOT}otter"] == ("/articles/otter/", "/elsewhere/")
    assert written(dict(reversed(known.items()))).splitlines()[len(HEADER) :] == [
        f"{ROOT}heron\t/articles/heron/", f"{ROOT}otter\t/articles/otter/\t/elsewhere/", "about-us\t/about/",
    ]  # fmt: skip
    assert without_repeats(("/a/", "/b/", "/a/")) == ("/b/", "/a/")
