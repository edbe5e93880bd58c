"""An edition is the same in all outputs: title, introduction, lead and corrections."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sitetest import SiteTest

SETTINGS = """\
title: Fjord Notes
url: https://fjord.example/
builders: [html, text, json, feed]
topics: [{slug: sea}, {slug: land}]
"""
EDITION = """\
---
title: Sunday by the sea
lead: seals-return
corrections:
  - {date: 2024-05-07, article: barn, text: "The barn is blue."}
  - {date: 2024-05-06, text: "It was no Saturday."}
---

Dear readers, *more* seals than ever.
"""


def article(title: str, topic: str, hour: int, story: str = "") -> str:
    head = f"title: {title}\ndate: 2024-05-05 {hour:02}:00\ntopic: {topic}\n{story and f'story: {story}'}"
    return f"---\n{head}\n---\n\nThe whole text about it.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {
        "briefgen.yml": SETTINGS,
        "content/editions/2024-05-05.md": EDITION,
        "content/barn.md": article("A barn burns", "sea", 11),
        "content/seals-return.md": article("Seals return", "land", 7, "seals"),
        "content/seals-are-back.md": article("Seals are back", "land", 9, "seals"),
    }
    return SiteTest.of_files(files, tmp_path).build()


def test_the_named_lead_is_the_first_headline(site: SiteTest) -> None:
    titles = ["Seals return", "Seals are back", "A barn burns"]
    pages = [site.page("/2024-05-05/index.txt"), site.page("/2024-05-05/index.html").partition("<main")[2]]
    pages[1] = re.sub(r"<section[^>]*glance.*?</section>", "", pages[1], flags=re.DOTALL)
    for page in pages:
        assert sorted(titles, key=page.index) == titles
    edition = json.loads(site.page("/api/v1/2024-05-05.json"))
    led = [story["lead"]["id"] for briefing in edition["briefings"] for story in briefing["stories"]]
    assert edition["lead"] == "seals-return"
    assert "seals-return" in led


def test_title_and_introduction_are_in_text_and_json(site: SiteTest) -> None:
    text, edition = site.page("/2024-05-05/index.txt"), json.loads(site.page("/api/v1/2024-05-05.json"))
    assert "Sunday by the sea\nSunday, May 5, 2024\n\nDear readers, more seals than ever." in text
    assert (edition["title"], edition["number"]) == ("Sunday by the sea", 1)
    assert edition["introduction"] == "<p>Dear readers, <em>more</em> seals than ever.</p>\n"


def test_a_correction_is_on_the_corrected_article(site: SiteTest) -> None:
    for page in ("/articles/barn/", "/articles/barn/index.txt", "/2024-05-05/index.txt"):
        assert "The barn is blue." in site.page(page)
    assert '"correction": [{"@type": "CorrectionComment"' in site.page("/articles/barn/index.html")
    article = json.loads(site.page("/api/v1/articles/barn.json"))
    assert article["corrections"] == [{"date": "2024-05-07", "text": "The barn is blue.", "article": "barn"}]
    assert "corrections" not in site.page("/articles/seals-return/index.html")
    site.edit("content/editions/2024-05-05.md", "is blue", "was blue").build()
    assert "The barn was blue." in site.page("/articles/barn/index.html")
    assert site.tree() == site.clean_tree()
