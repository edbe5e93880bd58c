"""The publish gate: what is held back leaves no trace in any output file of any builder."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.project.project import open_project

CONFIG = """\
title: Gate
url: https://gate.example/
timezone: UTC
topics: [{slug: world, title: World}]
"""
HELD = {
    "draft": "draft: true",
    "embargoed": "publish_from: 2024-07-01",
    "expired": "expires: 2024-05-20",
    "ahead": "date: 2024-06-20",
    "skipped": "date: 2024-05-02",
    "late": "date: 2024-05-03",
    "unready": "date: 2024-05-04",
}
"""Each reason why an article is unpublished, and its front matter. The last three come from edition files."""


def article(name: str, head: str) -> str:
    """An article whose every field and file name holds ``name`` in a word that stands nowhere else."""
    word = f"zq{name}"
    date = "" if "date:" in head else "date: 2024-05-01\n"
    return (
        f"---\ntitle: Title {word}\nid: id-{word}\nslug: slug-{word}\naliases: [old-{word}, "
        f"/way/{word}/]\n{date}{head}\ntopic: [world, topic-{word}]\ntags: [tag-{word}]\nlang: en\nstory: "
        f"story-{word}\nsource: {{name: Source {word}, url: 'https://{word}.example/'}}\nurl: "
        f"https://{word}.example/a\nauthor: Author {word}\nbyline: Byline {word}\nagency: Agency "
        f"{word}\nplace: Place {word}\nvia: Via {word}\nlicence: Licence {word}\nsummary: Summary "
        f"{word}\nimage: {word}.svg\n---\n\nText {word} of a held article, ![picture](in-{word}.svg).\n"
    )


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    files = {"briefgen.yml": CONFIG}
    for name, head in HELD.items():
        files[f"content/file-zq{name}.md"] = article(name, head)
        files[f"content/zq{name}.svg"] = files[f"content/in-zq{name}.svg"] = f"<svg><!-- zq{name} --></svg>"
    for n, day in enumerate(("2024-05-01", "2024-05-02", "2024-05-03")):
        files[f"content/open-{n}.md"] = (
            f"---\ntitle: Open {n}\ndate: {day}\ntopic: world\nlang: en\ntags: "
            f"[tag-zqdraft]\n---\n\nAn open text.\n"
        ).replace("tags: [tag-zqdraft]\n", "story: open\n")
    files["content/editions/2024-05-02.md"] = "---\nskip: [slug-zqskipped]\nlead: open-1\n---\n"
    files["content/editions/2024-05-03.md"] = "---\nstatus: published\nitems:\n  world: [open-2]\n---\n"
    files["content/editions/2024-05-04.md"] = (
        "---\nstatus: draft\ntitle: Title zqunready\n---\n\nIntroduction zqunready.\n"
    )
    files["content/editions/2024-06-20.md"] = (
        "---\nstories:\n  join:\n    open: {note: Words zqahead.}\n---\n"
    )
    return SiteTest.of_files(files, tmp_path)


def traces(site: SiteTest, words: list[str]) -> list[str]:
    """The output files in which one of the words stands, by name or content."""
    found = []
    for path, content in site.tree().items():
        text = content.decode("utf-8", "replace").casefold() + path.casefold()
        found += [f"{path}: {word}" for word in words if word.casefold() in text]
    return found


def test_no_builder_leaves_a_trace_of_what_is_held_back(site: SiteTest) -> None:
    """Every builder that there is takes part by being registered."""
    builders = sorted(open_project(site.root).extensions.builders)
    assert {"html", "feed", "sitemap"} <= set(builders)
    site.build(builders=builders)
    assert not site.report.failed, site.report.diagnostics
    assert len(site.tree()) > 20
    assert traces(site, [f"zq{name}" for name in HELD]) == []


def test_the_walk_would_see_a_leak(site: SiteTest) -> None:
    """The same articles without what holds them back do stand in the output, each in every builder's."""
    for name, head in HELD.items():
        site.edit(
            f"content/file-zq{name}.md", f"{head}\n", "" if "date:" not in head else "date: 2024-05-01\n"
        )
    site.remove("content/editions/2024-05-02.md").remove("content/editions/2024-05-04.md")
    site.build(builders=["html", "feed", "sitemap"])
    found = traces(site, [f"zq{name}" for name in HELD])
    every = {f"zq{name}" for name in HELD}
    for path in ("feed.xml", "sitemap-", "search/index.html", "2024-05-01/index.html", "archive/index.html"):
        seen = {line.rpartition(": ")[2] for line in found if line.startswith(path)}
        # The archive names the newest headline of a month and no other.
        assert len(seen & every) == 1 if path.startswith("archive") else seen == every


@pytest.mark.parametrize(("name", "status"), [("2024-05-04", "draft"), ("2024-06-20", "")])
def test_no_edition_that_is_held_back_says_anything_of_a_public_story(
    site: SiteTest, name: str, status: str
) -> None:
    """Neither its words on a story nor a story that it joins; once it is public, both are there."""
    join = "{open: {title: Title zqword, summary: Sum zqword, note: Note zqword}, zqjoined: [open-0, open-2]}"
    head = f"---\nstatus: {status}\nstories: {{join: {join}}}\n---\n"
    site.write(f"content/editions/{name}.md", head.replace("status: \n", ""))
    builders = sorted(open_project(site.root).extensions.builders)
    site.build(builders=builders)
    assert not site.report.failed, site.report.diagnostics
    assert traces(site, ["zqword", "zqjoined"]) == []
    open_days = "content/editions/2024-05-01.md"
    site.write(open_days, head.replace("status: draft\n", "").replace("status: \n", "")).build(
        builders=builders
    )
    assert {line.rpartition(": ")[2] for line in traces(site, ["zqword", "zqjoined"])} == {
        "zqword",
        "zqjoined",
    }


def test_no_page_hints_at_a_translation_that_is_held_back(site: SiteTest) -> None:
    """Neither hreflang nor the switch, a feed or a sitemap; once it is public, all of them know it."""
    site.edit("briefgen.yml", "topics:", "languages: [{code: en}, {code: id}]\ntopics:")
    held = article("translated", "draft: true").replace("lang: en", "lang: id\ntranslation_of: open-0")
    site.write("content/file-zqtranslated.md", held)
    builders = sorted(open_project(site.root).extensions.builders)
    site.build(builders=builders)
    assert not site.report.failed, site.report.diagnostics
    assert traces(site, ["zqtranslated"]) == []
    page = site.page("/articles/open-0/")
    assert "hreflang" not in page.replace('hreflang="id" lang="id" dir="ltr">Bahasa Indonesia</a></li>', "")
    site.edit("content/file-zqtranslated.md", "draft: true\n", "").build(builders=builders)
    found = {line.rpartition(": ")[0] for line in traces(site, ["zqtranslated"])}
    assert {"articles/open-0/index.html", "id/feed.xml", "id/sitemap-1.xml", "sitemap-1.xml"} <= found
    assert 'hreflang="id" href="https://gate.example/id/articles/slug-zqtranslated/"' in site.page(
        "/articles/open-0/"
    )


def test_a_held_article_can_be_published_by_time_alone(site: SiteTest) -> None:
    site.build(now="2024-07-02T00:00:00+00:00")
    assert site.has("/articles/slug-zqembargoed/")
    assert site.has("/articles/slug-zqahead/")
    assert traces(site, ["zqdraft", "zqexpired", "zqskipped", "zqlate", "zqunready"]) == []
