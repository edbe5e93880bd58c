"""The law: an incremental build gives the bytes of a clean one, and renders no page that did not change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sitetest import SiteTest

from briefgen.cache.database import FILE

ALPHA_LISTINGS = [
    "/2024-05-01/",
    "/2024-05-01/world/",
    "/topics/world/",
    "/tags/one/",
    "/tags/two/",
    "/sources/the-example-courier/",
]
ALL = 28


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("small", tmp_path).build()


def test_a_first_build_makes_every_page(site: SiteTest) -> None:
    site.read(5).rendered(ALL).codes()
    assert {"/feed.xml", "/sitemap.xml", "/topics/world/feed.xml", "/static/plain.css"} <= {
        f"/{path}" for path in site.report.written
    }


def test_a_second_build_writes_nothing(site: SiteTest) -> None:
    site.build().idle()


Step = Callable[[SiteTest], Any]

EDITS: list[tuple[str, Step, list[str] | int]] = [
    ("body", lambda s: s.edit("content/alpha.md", "says something", "says much"), ["/articles/alpha/"]),
    (
        "dateline",
        lambda s: s.edit("content/alpha.md", "BRUSSELS", "GENEVA"),
        ["/articles/alpha/", *ALPHA_LISTINGS],
    ),
    (
        "title",
        lambda s: s.edit("content/alpha.md", "title: Alpha", "title: Alef"),
        # Epsilon's reference shows alpha's title.
        ["/articles/alpha/", "/articles/epsilon/", *ALPHA_LISTINGS],
    ),
    ("a touched file", lambda s: s.touch("content/alpha.md"), []),
    ("a tag that others have", lambda s: s.edit("content/beta.md", "[two]", "[two, one]"), 8),
    (
        "template of articles",
        lambda s: s.edit("themes/plain/templates/article.html", "<h1>", "<h1 class=a>"),
        5,
    ),
    ("macro of listings", lambda s: s.edit("themes/plain/templates/items.html", "<ul>", "<ul class=b>"), 16),
    ("base template", lambda s: s.edit("themes/plain/templates/base.html", "<main>", "<main id=m>"), ALL),
    ("stylesheet", lambda s: s.edit("themes/plain/static/plain.css", "1rem", "2rem"), []),
    ("a template that no page uses", lambda s: s.write("themes/plain/templates/other.html", "x"), []),
    ("site title", lambda s: s.edit("briefgen.yml", "title: Small", "title: Smaller"), ALL),
    ("keywords that change no topic", lambda s: s.edit("briefgen.yml", "[bank, market]", "[bank]"), []),
]


@pytest.mark.parametrize(("step", "pages"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS])
def test_an_edit_renders_exactly_what_it_changes(site: SiteTest, step: Step, pages: list[str] | int) -> None:
    step(site)
    site.build().rendered(pages)
    assert site.tree() == site.clean_tree()
    site.build().idle()


MOVES: list[tuple[str, Step]] = [
    (
        "rename",
        lambda s: s.move("content/beta.md", "content/2024/beth.md").edit(
            "content/alpha.md", "beta.md", "2024/beth.md"
        ),
    ),
    ("delete", lambda s: s.remove("content/gamma.md")),
    (
        "add",
        lambda s: s.write(
            "content/zeta.md", "---\ntitle: Zeta\ndate: 2024-05-04\ntopic: new\n---\n\nA body.\n"
        ),
    ),
    ("date", lambda s: s.edit("content/gamma.md", "2024-05-02", "2024-04-30")),
    ("topic", lambda s: s.edit("content/beta.md", "topic: world", "topic: economy")),
    ("draft", lambda s: s.edit("content/epsilon.md", "lang: en", "lang: en\ndraft: true")),
    ("slug", lambda s: s.edit("content/alpha.md", "lang: en", "lang: en\nslug: first")),
    ("lexicon of topics", lambda s: s.edit("briefgen.yml", "[bank, market]", "[paragraph]")),
    (
        "theme option",
        lambda s: s.edit("briefgen.yml", "theme: plain", "theme: {name: plain, options: {motto: Hello}}"),
    ),
    (
        "permalinks",
        lambda s: s.edit("briefgen.yml", "theme: plain", 'theme: plain\npermalinks: {article: "/a/{slug}/"}'),
    ),
    (
        "pages off",
        lambda s: s.edit("briefgen.yml", "theme: plain", "theme: plain\npages: {tag: false, tags: false}"),
    ),
    ("pagination", lambda s: s.edit("briefgen.yml", "theme: plain", "theme: plain\npaginate: 2")),
]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("step", [case[1] for case in MOVES], ids=[case[0] for case in MOVES])
def test_incremental_is_clean(site: SiteTest, step: Step, jobs: int) -> None:
    step(site)
    site.build(jobs=jobs)
    assert site.tree() == site.clean_tree()
    site.build().idle()


def test_two_processes_write_the_same_bytes(site: SiteTest) -> None:
    assert site.clean_tree(jobs=2) == site.tree()


def test_pages_without_an_owner_go_and_foreign_files_stay(site: SiteTest) -> None:
    (site.output / "CNAME").write_text("small.example\n", "utf-8")
    site.remove("content/gamma.md").build()
    assert not site.has("/articles/gamma/")
    assert not (site.output / "articles/gamma").exists()
    assert site.has("/CNAME")


def test_a_damaged_output_file_is_mended(site: SiteTest) -> None:
    whole = site.tree()
    (site.output / "index.html").write_text("damaged", "utf-8")
    (site.output / "archive/index.html").unlink()
    site.build().rendered(["/", "/archive/"])
    assert site.tree() == whole


@pytest.mark.parametrize(
    "damage", [b"", b"briefgen-environment 1", b"\x00" * 100, None], ids=["empty", "cut", "zeros", "flipped"]
)
def test_a_damaged_environment_is_not_trusted(site: SiteTest, damage: bytes | None) -> None:
    for file in (site.root / ".briefgen").rglob("*"):
        if file.is_file() and file.name not in (".gitignore", "lock"):
            data = file.read_bytes()
            at = data.index(b"content/alpha.md") if file.name == FILE else len(data) - 9
            file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if damage is None else damage)
    whole = site.tree()
    site.build().rendered(ALL).wrote(0).codes("environment-unreadable")
    assert site.tree() == whole
    site.build().idle().codes()


def test_fresh_env_and_write_all(site: SiteTest) -> None:
    site.build(fresh=True).read(5).rendered(ALL).wrote(0)
    site.build(all=True).read(0).rendered(ALL)
    assert len(site.report.written) == len(site.tree())


def test_another_output_folder_is_a_site_of_its_own(site: SiteTest, tmp_path: Path) -> None:
    site.build(output=tmp_path / "elsewhere").read(0).rendered(ALL)
    site.build().idle()


def test_one_builder_leaves_the_others_files(site: SiteTest) -> None:
    before = site.tree()
    site.build(builders=["feed"]).rendered(0).wrote(0)
    assert site.tree() == before


def test_the_zone_decides_the_day(site: SiteTest) -> None:
    site.edit("briefgen.yml", "timezone: UTC", "timezone: Asia/Jakarta")
    site.edit("content/alpha.md", "2024-05-01 08:00", "2024-05-01T23:30+00:00").build()
    assert "Alpha" in site.page("/2024-05-02/")
    assert site.tree() == site.clean_tree()


def test_diagnostics_are_told_again(site: SiteTest) -> None:
    site.write(
        "content/bad.md", "---\ntitle: Bad\ndate: 2024-05-01\ncatgory: x\n---\n\n[gone](gone.md)\n"
    ).build()
    first = site.report.diagnostics
    assert {d.code for d in first} == {"unknown-key", "link-missing", "topic-fallback"}
    site.build().idle()
    assert site.report.diagnostics == first
