"""What lies in the inbox is no input of a build: no output of any builder has a word of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from feedserver import entry, rss, story
from sitetest import NOW, SiteTest

from briefgen.cli.main import run
from briefgen.project.project import open_project

WORD = "zqinbox"
CONFIG = f"""\
title: Gate
url: https://gate.example/
language: en
topics: [{{slug: world, title: World, keywords: [harbour, {WORD}]}}]
"""
ARTICLE = (
    "---\ntitle: Open {n}\ndate: 2024-05-0{n}\ntopic: world\nlang: en\n---\n\nAn open text of day {n}.\n"
)


@pytest.fixture(params=["content", "."])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    """A site, also one whose folder of articles is the project itself, with items in its inbox."""
    files = {"briefgen.yml": f"{CONFIG}content: {request.param}\n"}
    files |= {f"{request.param}/open-{n}.md": ARTICLE.format(n=n) for n in (1, 2)}
    made = SiteTest.of_files(files, tmp_path)
    monkeypatch.chdir(made.root)
    entries = [
        entry(f"Title {WORD}{n}", f"https://{WORD}.example/{n}", story(f"{WORD}{n}")) for n in (1, 2, 3)
    ]
    feed = tmp_path / "feed.xml"
    feed.write_text(rss(*entries, title=f"Outlet {WORD}"), "utf-8")
    fields = ["--topic", f"topic-{WORD}", "--tag", f"tag-{WORD}"]
    assert run(["add", str(feed), "--inbox", "-q", *fields, "--now", NOW]) == 0
    assert len(list((made.root / "inbox").glob("*.md"))) == 3
    first = min((made.root / "inbox").glob("*.md"))
    assert run(["skip", first.name, "--now", NOW]) == 0
    made.write(f"inbox/picture-{WORD}.svg", f"<svg><!-- {WORD} --></svg>")
    return made


def traces(tree: dict[str, bytes]) -> list[str]:
    word = WORD.encode()
    return [path for path, data in tree.items() if word in data.lower() or WORD in path.lower()]


def test_no_output_of_any_builder_has_a_word_of_it(site: SiteTest) -> None:
    builders = sorted(open_project(site.root).extensions.builders)
    assert {"html", "feed", "json", "llms", "search", "text"} <= set(builders)
    site.edit("briefgen.yml", f", {WORD}", "")
    for drafts in (False, True):
        site.build(builders=builders, drafts=drafts)
        assert not site.report.failed, site.report.diagnostics
        assert len(site.tree()) > 20
        assert traces(site.tree()) == []


def test_the_search_would_see_a_leak(site: SiteTest) -> None:
    (item,) = sorted((site.root / "inbox").glob("*2.md"))
    assert run(["take", item.name, "--now", NOW]) == 0
    site.build()
    assert {"topics/index.html", "feed.xml"} <= set(traces(site.tree()))


def test_a_build_does_not_depend_on_it(site: SiteTest) -> None:
    site.edit("briefgen.yml", f", {WORD}", "").build()
    before = site.tree()
    for path in (site.root / "inbox").iterdir():
        path.write_text("---\ntitle: Other\n---\n\nOther words.\n", "utf-8")
    site.write("inbox/broken.md", "---\ntitle: [\n").write("skipped.txt", "nonsense")
    site.build().idle()
    assert site.tree() == before == site.clean_tree()
    assert [d for d in site.report.diagnostics if "inbox" in d.location.path] == []


@pytest.mark.parametrize(
    "setting", ["content: inbox", "content: inbox/deep", "output: inbox", "static: inbox"]
)
def test_no_setting_makes_a_folder_of_the_site_of_it(
    setting: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = SiteTest.of_files({"briefgen.yml": f"{CONFIG}{setting}\n"}, tmp_path)
    other.write("content/open-1.md", ARTICLE.format(n=1)).write(
        "inbox/a.md", f"---\ntitle: {WORD}\n---\n\nText.\n"
    )
    run(["build", str(other.root)])
    assert "config-value" in capsys.readouterr().err
    assert not traces(other.tree())
