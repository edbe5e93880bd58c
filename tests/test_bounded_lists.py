"""Pages that list other pages stay short on a site of very many topics, and say what they leave out."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

SETTINGS = "title: Long Shelf\nurl: https://shelf.example/\n"
NAMES = [f"Shelf {n:03}" for n in range(64)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    article = f"---\ntitle: Jars\ndate: 2024-05-01\ntopics: [{', '.join(NAMES)}]\n---\n\nJars of plums.\n"
    files = {"briefgen.yml": SETTINGS, "content/jars.md": article}
    return SiteTest.of_files(files, tmp_path_factory.mktemp("shelf")).build()


def page(site: SiteTest, url: str) -> str:
    return (site.output / url.strip("/") / "index.html").read_text("utf-8")


def aside(html: str) -> str:
    return html.partition("<aside")[2].partition("</aside>")[0]


def test_a_briefing_lists_some_other_topics_and_leads_to_all(site: SiteTest) -> None:
    html = aside(page(site, "/2024-05-01/shelf-000/"))
    assert html.count("<li>") == 50
    assert "Shelf 000" not in html
    assert '<a href="../../2024-05-01/">and 13 more</a>' in html


def test_the_edition_lists_all_topics(site: SiteTest) -> None:
    assert aside(page(site, "/2024-05-01/")).count("Shelf ") == len(NAMES)


def test_the_home_page_lists_some_topics_and_leads_to_all(site: SiteTest) -> None:
    html = aside(page(site, "/"))
    assert html.count('href="topics/shelf') == 50
    assert '<a href="topics/">and 14 more</a>' in html
    assert page(site, "/topics/").count("Shelf ") >= len(NAMES)


def test_few_topics_are_all_listed(tmp_path: Path) -> None:
    article = "---\ntitle: Jars\ndate: 2024-05-01\ntopics: [plums, pears]\n---\n\nJars of plums.\n"
    site = SiteTest.of_files({"briefgen.yml": SETTINGS, "content/jars.md": article}, tmp_path).build()
    assert "more</a>" not in page(site, "/2024-05-01/plums/") + page(site, "/")


def test_a_topic_knows_the_topics_above_and_below_it(tmp_path: Path) -> None:
    topics = "- {slug: fruit, title: Fruit}\n- {slug: plums, title: Plums, parent: fruit}\n"
    settings = f"{SETTINGS}topics:\n{topics}"
    text = "---\ntitle: {0}\ndate: 2024-05-01\ntopic: {0}\n---\n\nA text of {0}.\n"
    files = {f"content/{name}.md": text.format(name) for name in ("fruit", "plums")}
    site = SiteTest.of_files({"briefgen.yml": settings, **files}, tmp_path).build()
    assert "Part of" in page(site, "/topics/plums/")
    assert "Subtopics:" in page(site, "/topics/fruit/")
    site.edit("content/plums.md", "topic: plums", "topic: fruit").build()
    assert "Subtopics:" not in page(site, "/topics/fruit/")
    assert site.tree() == site.clean_tree()
