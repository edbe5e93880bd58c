"""Headings of pages have anchors as on GitHub, each of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.reading.heading_anchors import TAKEN, anchor_of, with_anchors


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Build on a schedule", "build-on-a-schedule"),
        ("What `init` writes: all of it", "what-init-writes-all-of-it"),
        ("Ünïcode & dashes — here", "ünïcode--dashes--here"),
        ("日本語 の見出し", "日本語-の見出し"),
        ("snake_case-kept", "snake_case-kept"),
        ("…!", ""),
    ],
)
def test_an_anchor_is_the_one_of_github(title: str, anchor: str) -> None:
    assert anchor_of(title.replace("`", "")) == anchor


def test_each_heading_has_one_of_its_own() -> None:
    html = "<h2>Notes</h2><h3>Notes</h3><h2>Main</h2><h4>&lt;b&gt; &amp; <em>c</em></h4><h2>?</h2>"
    (result,) = with_anchors((html,))
    assert re.findall(r"<(h\d)(?: id=\"([^\"]*)\")?>", result) == [
        ("h2", "notes"), ("h3", "notes-1"), ("h2", "main-1"), ("h4", "b--c"), ("h2", ""),
    ]  # fmt: skip
    assert with_anchors((result,)) == (result,)


def test_a_reference_within_a_heading_stays_where_it_was() -> None:
    assert with_anchors(("<h2>See ", " first</h2><p>", "</p>")) == (
        '<h2 id="see--first">See ',
        " first</h2><p>",
        "</p>",
    )


def test_a_page_has_no_id_twice_and_articles_have_none_in_their_headings(tmp_path: Path) -> None:
    files = {
        "briefgen.yml": "title: T\nurl: https://t.example/\n",
        "content/pages/help.md": "# Help\n\n"
        + "".join(f"## {name}\n\nText.\n\n" for name in (*TAKEN, "Dates", "Dates")),
        "content/a.md": "---\ntitle: A\ndate: 2024-05-01\n---\n\n## Main\n\n[D](pages/help.md#dates-1)\n",
    }
    site = SiteTest.of_files(files, tmp_path).build()
    ids = re.findall(r'\bid="([^"]*)"', site.page("/help/"))
    assert len(ids) == len(set(ids))
    assert {"dates", "dates-1", "main", "main-1"} <= set(ids)
    article = site.page("/articles/a/")
    assert "<h2>Main</h2>" in article
    assert 'href="../../help/#dates-1"' in article
