"""The frame of a site from its settings: menus, logo, stylesheets, accounts, redirects."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from htmlcheck import broken_links, parse
from sitetest import SiteTest

from briefgen.model.diagnostics import BriefgenError

FRAME = ("menu", "footer", "logo", "favicon", "css", "social", "redirects")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """For tests that look and change nothing."""
    return SiteTest.from_site("institute", tmp_path_factory.mktemp("built")).build()


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("institute", tmp_path)


def with_settings(site: SiteTest, **settings: Any) -> SiteTest:
    values = yaml.safe_load((site.root / "briefgen.yml").read_text("utf-8"))
    kept = {key: value for key, value in values.items() if key not in FRAME}
    return site.write(
        "briefgen.yml", yaml.safe_dump({**kept, **settings}, sort_keys=False, allow_unicode=True)
    )


def links(site: SiteTest, url: str, part: str) -> list[tuple[str, str, str]]:
    """(text, address, aria-current) of the links in the main menu or the foot of a page."""
    text = re.search(rf"<{part}.*?</{part.partition(' ')[0]}>", site.page(url), re.DOTALL)
    assert text
    found = re.findall(r'<a (?:rel="me" )?href="([^"]*)"([^>]*)>([^<]*)</a>', text[0])
    current = re.compile(r'aria-current="(\w+)"')
    return [(name, address, (current.findall(more) or [""])[0]) for address, more, name in found]


def menu(site: SiteTest, url: str) -> list[tuple[str, str, str]]:
    return links(site, url, 'nav class="nav"')


# --- an institution, without a template or a line of CSS --------------------------------------------------


def test_the_menu_of_an_institution(built: SiteTest) -> None:
    built.codes()
    assert menu(built, "/about/") == [
        ("Latest", "../", ""),
        ("Harbour", "../topics/harbour/", ""),
        ("Archive", "../archive/", ""),
        ("About the institute", "../about/", "page"),
        ("Contact", "../help/contact/", ""),
        ("Search", "../search/", ""),
    ]
    assert '<summary class="current">Institute</summary>' in built.page("/about/")
    assert "<summary>Institute</summary>" in built.page("/")


def test_a_menu_in_another_language(built: SiteTest) -> None:
    assert [name for name, _, _ in menu(built, "/id/")] == [
        "Terbaru", "Harbour", "Arsip", "Tentang lembaga", "Kontak", "Cari",
    ]  # fmt: skip
    assert "<summary>Lembaga</summary>" in built.page("/id/")


def test_the_current_entry_says_so_also_on_pages_below(built: SiteTest) -> None:
    assert ("Harbour", "../../topics/harbour/", "page") in menu(built, "/topics/harbour/")
    assert ("Harbour", "../../topics/harbour/", "true") in menu(built, "/2024-05-02/harbour/")
    assert ("Archive", "../archive/", "true") in menu(built, "/2024-05-02/")
    assert ("Harbour", "../../topics/harbour/", "") in menu(built, "/topics/world/")


def test_a_topic_in_the_menu_is_marked_and_not_all_topics(site: SiteTest) -> None:
    menu_of = [{"kind": "topics"}, {"kind": "archive"}, {"topic": "harbour"}]
    with_settings(site, menu=menu_of).build()
    assert [current for _, _, current in menu(site, "/topics/harbour/")] == ["", "", "page"]
    assert [current for _, _, current in menu(site, "/topics/world/")] == ["true", "", ""]
    assert [current for _, _, current in menu(site, "/2024-05-02/harbour/")] == ["", "", "true"]


def test_topics_are_named_in_each_language_without_a_catalogue(site: SiteTest) -> None:
    named = {"slug": "harbour", "title": {"en": "Harbour", "id": "Pelabuhan"}}
    named["description"] = {"en": "Ships and quays.", "id": "Kapal dan dermaga."}
    with_settings(site, topics=[named], menu=[{"topic": "harbour"}]).build().codes()
    assert menu(site, "/")[0][0] == "Harbour"
    assert menu(site, "/id/")[0][0] == "Pelabuhan"
    assert "<h1>Pelabuhan</h1>" in site.page("/id/topics/harbour/")
    assert '<p class="sum">Kapal dan dermaga.</p>' in site.page("/id/topics/harbour/")
    site.edit("briefgen.yml", "id: Pelabuhan", "id: Dermaga").build()
    assert "<h1>Dermaga</h1>" in site.page("/id/topics/harbour/")
    assert site.tree() == site.clean_tree()


def test_the_foot_of_an_institution(built: SiteTest) -> None:
    assert [name for name, _, _ in links(built, "/", "footer")] == [
        "Mastodon", "Imprint", "About us", "Feeds", "The port authority",
    ]  # fmt: skip
    assert ("Tentang kami", "../id/tentang/", "") in links(built, "/id/", "footer")


def test_logo_favicon_and_description(built: SiteTest) -> None:
    text = built.page("/articles/ferry/")
    assert '<img src="../../logo.svg" width="160" height="40" alt="Lembaga Teluk">' in text
    assert '<link rel="icon" href="../../favicon.svg" type="image/svg+xml">' in text
    assert '<p class="tagline">What moved in the bay, in two languages.</p>' in text
    assert '<p class="tagline">Yang bergerak di teluk.</p>' in built.page("/id/articles/feri/")


def test_every_page_is_valid_and_every_link_leads_somewhere(built: SiteTest) -> None:
    for path in built.output.rglob("*.html"):
        parse(path)
    assert broken_links(built.output, "/kabar/") == []


def test_an_entry_may_lead_to_a_folder_of_static_files(site: SiteTest) -> None:
    site.write("static/handbook/index.html", "<!DOCTYPE html><title>Handbook</title>")
    with_settings(site, menu=[{"url": "/handbook/", "title": "Handbook"}]).build().codes()
    assert 'href="handbook/"' in site.page("/")


# --- what is wrong is said with its place -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ({"page": "abuot"}, 'did you mean "about"?'),
        ({"page": "jobs"}, "write content/pages/jobs.md"),
        ({"topic": "harbor"}, 'did you mean "harbour"?'),
        ({"kind": "archiv"}, 'did you mean "archive"?'),
        ({"url": "/abuot/", "title": "About"}, 'did you mean "/about/"?'),
        ({"title": "Nothing"}, "write page:, kind:, topic:, or url: and title:"),
        ({"url": "https://port.example/"}, "add title:"),
    ],
    ids=["page", "new page", "topic", "kind", "url", "nothing", "no title"],
)
@pytest.mark.parametrize("where", ["menu", "footer"])
def test_an_entry_that_names_nothing_is_a_warning(
    site: SiteTest, entry: dict[str, Any], hint: str, where: str
) -> None:
    with_settings(site, **{where: [{"kind": "home"}, entry]}).build().codes("menu-missing")
    found = site.report.diagnostics[0]
    lines = (site.root / "briefgen.yml").read_text("utf-8").split("\n")
    assert next(iter(entry)) in lines[found.location.line - 1]
    assert found.hint == hint
    assert len(menu(site, "/")) >= 1


def test_a_child_that_names_nothing_is_a_warning(site: SiteTest) -> None:
    children = [{"page": "about"}, {"page": "imprnt"}]
    with_settings(site, menu=[{"title": "More", "children": children}]).build().codes("menu-missing")
    assert 'did you mean "imprint"?' in site.report.diagnostics[0].hint


def test_a_page_that_is_held_back_leaves_the_menu(site: SiteTest) -> None:
    site.write("content/pages/plans.md", "---\ntitle: Secret plans\ndraft: true\n---\n\nText.\n")
    with_settings(site, menu=[{"kind": "home"}, {"page": "plans"}]).build().codes("held", "menu-missing")
    (one,) = [one for one in site.report.diagnostics if one.code == "menu-missing"]
    assert one.message == "the page plans is not published: it is a draft"
    assert [name for name, _, _ in menu(site, "/")] == ["Latest"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example/", "about", "data:text/html,x"])
def test_an_unsafe_address_in_a_menu_is_an_error(site: SiteTest, url: str) -> None:
    with pytest.raises(BriefgenError, match="a menu cannot lead to") as refused:
        with_settings(site, menu=[{"title": "X", "url": url}]).build()
    assert refused.value.diagnostics[0].location.line > 1


@pytest.mark.parametrize(
    "settings",
    [{"logo": "logo.svgg"}, {"favicon": "favicn.svg"}, {"css": ["own.css"]}],
    ids=["logo", "favicon", "css"],
)
def test_a_missing_file_is_a_warning(site: SiteTest, settings: dict[str, Any]) -> None:
    with_settings(site, **settings).build().codes("static-missing")
    assert site.report.diagnostics[0].location.line > 1
    assert broken_links(site.output, "/kabar/") == []


def test_stylesheets_come_after_the_theme_s(site: SiteTest) -> None:
    site.write("static/own.css", "h1 { color: teal }")
    text = with_settings(site, css=["/static/own.css"]).build().codes().page("/about/")
    assert text.index("own.css") > text.index("ledger.css")
    assert '<link rel="stylesheet" href="../own.css">' in text


# --- without menu: ----------------------------------------------------------------------------------------


def test_without_a_menu_the_navigation_has_the_kinds_of_page(site: SiteTest) -> None:
    with_settings(site).build().codes()
    names = [name for name, _, _ in menu(site, "/")]
    assert names == ["Latest", "Topics", "Archive", "Sources", "Tags", "Search"]
    assert [name for name, _, _ in links(site, "/", "footer")] == ["Feeds", "Archive"]


# --- redirects --------------------------------------------------------------------------------------------


def test_redirects_lead_to_pages_and_other_sites(built: SiteTest) -> None:
    assert 'content="0; url=../../help/contact/"' in built.page("/old/contact/")
    assert 'content="0; url=https://shop.example/"' in built.page("/shop/")


@pytest.mark.parametrize("old", ["/about/", "/archive/", "/about"])
def test_a_redirect_over_a_page_is_refused_with_its_place(site: SiteTest, old: str) -> None:
    with_settings(site, redirects={"/first/": "/imprint/", old: "/imprint/"}).build().fails()
    found = next(one for one in site.report.diagnostics if one.code == "address-collision")
    line = (site.root / "briefgen.yml").read_text("utf-8").split("\n")[found.location.line - 1]
    assert old in line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old", "/about/"),
        ("/../old/", "/about/"),
        ("//evil.example/", "/about/"),
        ("/", "/about/"),
        ("/old/", "javascript:alert(1)"),
        ("/old/", "//evil.example/"),
        ("/old/", "/first"),
    ],
)
def test_a_redirect_of_an_unsafe_address_is_refused(site: SiteTest, old: str, new: str) -> None:
    with pytest.raises(BriefgenError) as refused:
        with_settings(site, redirects={"/first/": "/imprint/", old: new}).build()
    at = refused.value.diagnostics[0].location
    assert old in (site.root / "briefgen.yml").read_text("utf-8").split("\n")[at.line - 1]


def test_a_redirect_to_a_missing_page_is_a_warning(site: SiteTest) -> None:
    with_settings(site, redirects={"/old/": "/abuot/"}).build().codes("link-missing")
    assert 'did you mean "/about/"?' in site.report.diagnostics[0].hint


# --- the law ----------------------------------------------------------------------------------------------


def test_an_edit_of_a_title_changes_the_menus_and_the_law_holds(site: SiteTest) -> None:
    site.build().build().idle()
    site.edit("content/pages/about.md", "title: About the institute", "title: The house").build()
    assert "The house" in site.page("/topics/world/")
    assert site.tree() == site.clean_tree()
    site.write("static/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"/>').build()
    assert 'width="90" height="30"' in site.page("/about/")
    assert site.tree() == site.clean_tree()
    site.remove("static/favicon.svg").build().codes("static-missing")
    assert site.tree() == site.clean_tree(jobs=2)
