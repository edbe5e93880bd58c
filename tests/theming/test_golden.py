"""Every kind of page of each theme as a golden file. ``--renew`` writes them again.

They are pages of four days of the curated site, whose articles have a story, a translation, a near-copy, a
correction, tags and a picture.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from htmlcheck import broken_links
from sitetest import SiteTest

GOLDEN = Path(__file__).parent / "golden"
THEMES = ("ledger", "river")
PAGES = {
    "404": "/404.html",
    "archive": "/archive/",
    "archive_month": "/archive/2024/05/",
    "archive_year": "/archive/2024/",
    "article": "/articles/dock/",
    "briefing": "/2024-05-03/world/",
    "edition": "/2024-05-03/",
    "feeds": "/feeds/",
    "home": "/",
    "search": "/search/",
    "source": "/sources/strait-courier/",
    "sources": "/sources/",
    "story": "/stories/ferry/",
    "tag": "/tags/sea/",
    "tags": "/tags/",
    "topic": "/topics/world/",
    "topics": "/topics/",
}
"""Where a page of each kind stands."""
DAYS = ("2024-05-03", "2024-05-04", "2024-05-05", "2024-05-10-ongkos")
SETTINGS = """title: Curated
description: Four days by the sea.
url: https://curated.example/base/
theme: {theme}
aliases:
  sources: {{Strait Courier: [The Strait Courier]}}
topics:
  - {{slug: world, title: World}}
  - {{slug: economy, title: Economy, parent: world}}
  - {{slug: science, title: Science}}
builders: [html, feed, search]
"""
DOCK = "content/2024-05-05-dock.md"
EDITION = "content/editions/2024-05-03.md"
MAP = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"/>\n'


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    site = SiteTest.from_site("curated", tmp_path_factory.mktemp("golden"))
    site.write("briefgen.yml", SETTINGS.format(theme=request.param))
    for path in (site.root / "content").rglob("*.md"):
        if not path.name.startswith(DAYS):
            path.unlink()
    site.write("content/dock.svg", MAP)
    site.edit(
        DOCK,
        "topic:",
        (
            "tags: [Sea, Ships]\nimage: dock.svg\nsummary: A week at least.\nurl: "
            "https://post.example/dock\ntopic:"
        ),
    )
    return site.build()


@pytest.fixture
def theme(site: SiteTest) -> str:
    found = re.search(r"^theme: (\w+)$", (site.root / "briefgen.yml").read_text("utf-8"), re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_as_it_was_read(site: SiteTest, theme: str, kind: str, renew: bool) -> None:
    page = site.page(PAGES[kind])
    golden = GOLDEN / theme / f"{kind}.html"
    if renew:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(page, "utf-8")
    assert page == golden.read_text("utf-8")


def test_there_is_a_golden_page_of_each_kind(site: SiteTest, theme: str) -> None:
    texts = [path.read_text("utf-8") for path in site.output.rglob("*.html")]
    kinds = {kind for text in texts for kind in re.findall(r'<body class="kind-(\w+)"', text)}
    assert kinds == set(PAGES) == {path.stem for path in (GOLDEN / theme).iterdir()}
    assert broken_links(site.output, "/base/") == []
