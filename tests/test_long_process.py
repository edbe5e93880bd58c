"""A staying process (serve) plans again only when more than bodies changed.

Its site is always that of a clean build.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sitetest import NOW, SiteTest

from briefgen.build.build import build
from briefgen.build.options import Options
from briefgen.build.state import keep
from briefgen.model import Report
from briefgen.model.diagnostics import Diagnostics
from briefgen.project.project import open_project

Step = Callable[[SiteTest], Any]


class Staying:
    """A project that is opened once and built after every step, told which paths changed."""

    def __init__(self, site: SiteTest) -> None:
        self.site = site
        self.project = open_project(site.root)
        self.project.memory.stays = True
        self.build(None)

    def build(self, changed: frozenset[str] | None, now: str = NOW) -> Report:
        config = self.project.config
        options = Options(self.site.output, config.builders, datetime.fromisoformat(now), 1, changed=changed)
        self.report = build(self.project, options)
        return self.report

    def after(self, step: Step, *paths: str, now: str = NOW) -> Report:
        step(self.site)
        return self.build(frozenset(paths), now)

    @property
    def followed(self) -> bool:
        """Whether the last build did without grouping all heads."""
        return "group" not in self.report.seconds


@pytest.fixture
def staying(tmp_path: Path) -> Staying:
    return Staying(SiteTest.from_site("small", tmp_path))


def body(word: str) -> Step:
    return lambda site: site.write(
        "content/beta.md", (site.root / "content/beta.md").read_text("utf-8") + f"\n{word}.\n"
    )


def test_a_bodys_edit_is_followed(staying: Staying) -> None:
    for word in ("Once", "Twice", "Thrice"):
        report = staying.after(body(word), "content/beta.md")
        assert staying.followed
        assert report.rendered == ("/articles/beta/",)
        assert word in staying.site.page("/articles/beta/")
        assert staying.site.tree() == staying.site.clean_tree()


MORE: list[tuple[str, Step, list[str]]] = [
    ("title", lambda s: s.edit("content/beta.md", "title: Beta", "title: Beth"), ["content/beta.md"]),
    ("draft", lambda s: s.edit("content/beta.md", "lang: en", "lang: en\ndraft: true"), ["content/beta.md"]),
    (
        "reference",
        lambda s: s.edit("content/beta.md", "The beta", "[gone](gone.md) beta"),
        ["content/beta.md"],
    ),
    (
        "body with references",
        lambda s: s.edit("content/alpha.md", "Another", "Some other"),
        ["content/alpha.md"],
    ),
    (
        "error",
        lambda s: s.edit("content/gamma.md", "date: 2024-05-02", "date: 2024-05-99"),
        ["content/gamma.md"],
    ),
    ("delete", lambda s: s.remove("content/gamma.md"), ["content/gamma.md"]),
    ("rename", lambda s: s.move("content/gamma.md", "content/new/g.md"), ["content/gamma.md", "content/new"]),
    ("picture", lambda s: s.write("content/p.png", "x"), ["content/p.png"]),
]


@pytest.mark.parametrize(("step", "paths"), [case[1:] for case in MORE], ids=[case[0] for case in MORE])
def test_more_than_a_body_is_planned_anew(staying: Staying, step: Step, paths: list[str]) -> None:
    staying.after(body("Before"), "content/beta.md")
    report = staying.after(step, *paths)
    assert not staying.followed
    if not report.failed:
        assert staying.site.tree() == staying.site.clean_tree()
        staying.after(body("After"), "content/beta.md")
        assert staying.site.tree() == staying.site.clean_tree()


def test_two_edits_at_once(staying: Staying) -> None:
    def both(site: SiteTest) -> None:
        body("Both")(site)
        site.edit("content/gamma.md", "The bank", "The old bank")

    assert len(staying.after(both, "content/beta.md", "content/gamma.md").rendered) == 2
    assert staying.site.tree() == staying.site.clean_tree()


def test_an_embargo_that_ends_meanwhile_is_seen(staying: Staying) -> None:
    hold = "lang: en\npublish_from: 2024-06-02"
    staying.after(lambda s: s.edit("content/gamma.md", "lang: en", hold), "content/gamma.md")
    assert not staying.site.has("/articles/gamma/")
    later = "2024-06-02T00:00:01+00:00"
    staying.after(body("Later"), "content/beta.md", now=later)
    assert staying.site.has("/articles/gamma/")
    assert staying.site.tree() == staying.site.clean_tree(now=later)


def test_what_it_knew_at_its_end_the_next_process_knows(staying: Staying) -> None:
    staying.after(body("Last"), "content/beta.md")
    problems = Diagnostics()
    keep(staying.project, problems)
    assert not problems.in_order()
    staying.site.build().read(0).rendered(0).wrote(0)
    staying.site.build().idle()


def test_a_static_file_is_followed(staying: Staying) -> None:
    staying.site.write("static/robots.txt", "User-agent: *\n")
    assert "robots.txt" in staying.build(None).written
    staying.site.write("static/robots.txt", "User-agent: a\n")
    assert staying.build(None).written == ("robots.txt",)
    assert staying.site.tree() == staying.site.clean_tree()
