"""Pages of the site: About, imprint, contact. They are built from content/pages/."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from htmlcheck import broken_links
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.model.diagnostics import BriefgenError
from briefgen.project_files.kinds import Kind, ProjectFile, check_kind

BASE = "https://teluk.example/kabar"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """For tests that look and change nothing."""
    return SiteTest.from_site("institute", tmp_path_factory.mktemp("built")).build()


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("institute", tmp_path)


def page(text: str, **head: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in head.items()) + f"---\n\n{text}\n"


def test_a_page_stands_at_its_path_in_the_tree_of_its_language(built: SiteTest) -> None:
    built.codes()
    for url in ("/about/", "/imprint/", "/help/contact/", "/id/tentang/", "/id/imprint/"):
        assert built.has(url), url
    assert "<h1>About the institute</h1>" in built.page("/about/")
    assert built.page("/imprint/").count("Imprint</h1>") == 1, "the heading that is the title stands once"


@pytest.mark.parametrize(("head", "count"), [({"title": "Terms"}, 1), ({}, 1), ({"title": "Rules"}, 2)])
def test_a_heading_that_is_the_title_stands_once(site: SiteTest, head: dict[str, str], count: int) -> None:
    site.write("content/pages/terms.md", page("# Terms\n\nBe kind.", **head)).build()
    text = site.page("/terms/")
    assert len(re.findall(r"<h[12][^>]*>(?:Terms|Rules)</h", text)) == count
    assert "Be kind." in text


def test_pages_are_no_articles(built: SiteTest) -> None:
    lists = [*(url for url in ("/", "/2024-05-02/", "/archive/", "/id/") if built.has(url)), "/feed.xml"]
    for url in lists:
        main = built.page(url).partition("<main")[2].partition("</main>")[0] or built.page(url)
        assert "About the institute" not in main, url
    assert built.report.articles == 3


def test_nothing_in_a_page_is_cleaned(built: SiteTest) -> None:
    assert "<p>Advertisement</p>" in built.page("/about/")


def test_clean_does_not_write_a_page(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    path = site.root / "content/pages/about.md"
    before = path.read_bytes()
    assert run(["clean", "--write", str(path)]) in (0, 1)
    assert path.read_bytes() == before
    file = ProjectFile(site.root, "content/pages/about.md", Kind.ARTICLE)
    with pytest.raises(BriefgenError, match="this is no article"):
        check_kind(file)
    capsys.readouterr()


def test_links_lead_from_pages_to_articles_and_topics_and_back(built: SiteTest) -> None:
    about, ferry = built.page("/about/"), built.page("/articles/ferry/")
    for link in ("../articles/ferry/", "../topics/harbour/", "../imprint/", "../help/contact/"):
        assert f'href="{link}"' in about
    assert ">Contact</a>" in about, "a reference without words shows the title"
    assert '<a href="../../about/">About the institute</a>' in ferry
    assert 'href="../../help/contact/"' in ferry
    assert 'href="../../about/"' in built.page("/help/contact/")
    assert 'href="../../../id/tentang/"' in built.page("/id/articles/feri/"), (
        "in its own language where there is one"
    )
    assert broken_links(built.output, "/kabar/") == []


def test_languages_know_each_other(built: SiteTest) -> None:
    for url in ("/about/", "/id/tentang/"):
        text = built.page(url)
        assert f'hreflang="en" href="{BASE}/about/"' in text
        assert f'hreflang="id" href="{BASE}/id/tentang/"' in text


def test_pages_are_in_every_output_that_has_room_for_them(built: SiteTest) -> None:
    assert f"<loc>{BASE}/about/</loc>" in built.page("/sitemap-0.xml")
    assert f"<loc>{BASE}/id/tentang/</loc>" in built.page("/id/sitemap-0.xml")
    assert "watched the bay since 1971" in built.page("/about/index.txt")
    assert f"[About the institute]({BASE}/about/index.md)" in built.page("/llms.txt")
    assert built.page("/about/index.md").startswith("# About the institute")
    api = json.loads(built.page("/api/v1/about.json"))
    assert api["title"] == "About the institute"
    assert [one["language"] for one in api["translations"]] == ["id"]
    assert {one["title"] for one in json.loads(built.page("/api/v1/index.json"))["pages"]} >= {"Contact"}
    assert '"@type": "WebPage"' in built.page("/about/")


def test_search_finds_pages_after_the_articles(built: SiteTest) -> None:
    manifest = json.loads(built.page("/search/index/manifest.json"))
    assert (manifest["articles"], manifest["pages"], len(manifest["shards"])) == (2, 3, 2)
    rows = json.loads(built.page("/search/index/titles-2-0.json"))
    assert [row[1] for row in rows] == ["About the institute", "Contact", "Imprint"]
    shard = json.loads(built.page("/search/index/shard-2-0.json"))
    assert "notebook" in shard
    assert "notebook" not in json.loads(built.page("/search/index/shard-1-0.json"))


def test_an_alias_leads_to_a_page(built: SiteTest) -> None:
    assert 'url=../help/contact/"' in built.page("/reach-us/")


@pytest.mark.parametrize(
    "held",
    ["draft: true", "publish_from: 2030-01-01", "expires: 2024-01-01"],
    ids=["draft", "embargo", "expired"],
)
def test_a_page_that_is_not_public_is_in_no_output(site: SiteTest, held: str) -> None:
    site.write("content/pages/plans.md", f"---\ntitle: Secret moorings\n{held}\n---\n\nThe quokka dock.\n")
    site.edit("content/pages/about.md", "Advertisement", "See {page}`plans`.").build().codes(
        "held", "link-held"
    )
    for path, data in site.tree().items():
        assert b"quokka" not in data, path
        assert b"Secret moorings" not in data, path
    assert not site.has("/plans/")


def test_a_draft_is_shown_in_a_preview(site: SiteTest) -> None:
    site.write("content/pages/plans.md", page("Text.", title="Plans", draft="true")).build(drafts=True)
    assert "Draft" in site.page("/plans/")


def test_an_address_can_be_chosen(site: SiteTest) -> None:
    site.write("content/pages/a.md", page("Text.", title="A", slug="house/rules"))
    site.write("content/pages/b.md", page("Text.", title="B", permalink="/terms/"))
    site.write("content/pages/team/index.md", page("Text.", title="Team")).build().codes()
    assert site.has("/house/rules/")
    assert site.has("/terms/")
    assert site.has("/team/")


def test_two_pages_at_one_address_are_an_error(site: SiteTest) -> None:
    site.write("content/pages/who.md", page("Text.", title="Who", slug="about")).build().fails()
    found = next(one for one in site.report.diagnostics if one.code == "slug-collision")
    assert found.location.path == "content/pages/who.md"
    assert "/about/" in found.message


@pytest.mark.parametrize("slug", ["archive", "2024-05-02", "id", "topics/harbour"])
def test_a_page_in_the_place_of_another_kind_of_page_is_an_error(site: SiteTest, slug: str) -> None:
    site.write("content/pages/who.md", page("Text.", title="Who", slug=slug)).build().fails()
    found = [one.location for one in site.report.diagnostics if one.code == "address-collision"]
    assert "content/pages/who.md" in {at.path for at in found}, found


def test_a_dated_file_is_told_that_it_is_a_page(site: SiteTest) -> None:
    text = page("Text.", title="Old news", date="2024-05-01")
    site.write("content/pages/news.md", text).build().codes("page-dated")
    assert site.report.diagnostics[0].location.line == 3
    assert site.has("/news/")


def test_a_missing_page_is_a_warning_with_its_place(site: SiteTest) -> None:
    site.edit("content/pages/about.md", "Advertisement", "See {page}`imprnt` and [x](gone.md).").build()
    found = {one.code: one for one in site.report.diagnostics}
    assert found["link-missing"].location.line == 8
    assert 'did you mean "imprint"?' in found["reference-missing"].hint


def test_a_page_renders_alone_and_the_law_holds(site: SiteTest) -> None:
    site.build().build().idle()
    site.edit("content/pages/about.md", "Advertisement", "A new line.").build().rendered(["/about/"])
    assert site.tree() == site.clean_tree()
    site.edit("content/pages/about.md", "title: About the institute", "title: About us").build()
    assert ">About us</a>" in site.page("/articles/ferry/")
    assert site.tree() == site.clean_tree()
    site.remove("content/pages/id/tentang.md").build()
    assert site.tree() == site.clean_tree(jobs=2)
    assert "hreflang" not in re.sub(
        r"<nav class=.languages.*?</nav>", "", site.page("/about/"), flags=re.DOTALL
    )


def test_a_theme_can_replace_the_template(site: SiteTest) -> None:
    site.write("themes/own/theme.yml", "name: own\ninherit: ledger\n")
    site.write("themes/own/templates/page.html", "<!DOCTYPE html><title>Own</title>{{ content }}")
    site.build(define={"theme": "own"})
    assert "since 1971" in site.page("/about/")
