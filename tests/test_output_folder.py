"""What a build does to an output folder that is not its own, and to old addresses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sitetest import NOW, SiteTest

from briefgen.cli.main import run

SETTINGS = "title: Fjord Notes\nurl: https://fjord.example/\n"
ARTICLE = "---\ntitle: Quay\ndate: 2024-05-01\nid: quay-7\n---\n\nThe quay is wet.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.of_files({"briefgen.yml": SETTINGS, "content/quay.md": ARTICLE}, tmp_path)


def build(site: SiteTest, *options: str) -> int:
    return run(["build", "-C", str(site.root), "--now", NOW, "-q", *options])


def test_a_first_build_overwrites_no_foreign_file(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    page = site.write("site/feed.xml", "by hand").output / "feed.xml"
    assert build(site) == 1
    assert "feed.xml" in capsys.readouterr().err
    assert [one.name for one in site.output.iterdir()] == ["feed.xml"]
    assert page.read_text() == "by hand"
    assert build(site, "--force") == 0
    assert "Quay" in page.read_text()


def test_a_site_whose_cache_is_lost_is_built_again(site: SiteTest) -> None:
    site.build()
    shutil.rmtree(site.root / ".briefgen")
    site.edit("content/quay.md", "Quay", "Pier").build()
    assert "Pier" in site.page("/articles/quay/")


@pytest.mark.parametrize(
    "folder", ["static", "static/site", "raw", "themes/x", ".git", ".briefgen", "content/x"]
)
def test_a_folder_of_the_project_is_no_output(site: SiteTest, folder: str) -> None:
    site.write(f"{folder}/mine.txt", "mine")
    assert build(site, "-o", str(site.root / folder)) == 2
    assert build(site, "-D", f"output={folder}") != 0
    assert [one.name for one in (site.root / folder).iterdir()] == ["mine.txt"]


def test_an_old_address_is_reported_when_an_article_moves(site: SiteTest) -> None:
    site.build().move("content/quay.md", "content/old-quay.md").build()
    (note,) = [one for one in site.report.diagnostics if one.code == "address-moved"]
    assert "/articles/quay/" in note.message
    assert note.location.path == "content/old-quay.md"
    site.edit("content/old-quay.md", "id:", "aliases: [/articles/quay/]\nid:").build()
    assert "old-quay" in site.page("/articles/quay/")


def test_previews_mark_drafts_and_articles_of_draft_editions(site: SiteTest) -> None:
    site.write("content/pier.md", ARTICLE.replace("quay-7", "pier-7\ndraft: true").replace("Quay", "Pier"))
    assert "Draft" not in site.build().page("/2024-05-01/")
    site.build(drafts=True)
    assert site.page("/2024-05-01/").count(">Draft<") == 1
    assert ">Draft<" in site.page("/articles/pier/")
    for lists in ("/search/", "/topics/", "/archive/"):
        assert ">Draft<" in site.page(lists), lists
    assert ">Draft<" not in site.page("/articles/quay/")
    site.write("content/editions/2024-05-01.md", "---\nstatus: draft\n---\n").build(drafts=True)
    assert ">Draft<" in site.page("/articles/quay/")
