"""The law as a property: an incremental build is a clean build, whatever is edited.

CI walks a little way; `make law` walks far, with `BRIEFGEN_LAW=steps[,seed ...]`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from sitetest import NOW, SiteTest
from walker import Staying, Walker

from briefgen.cli.main import run
from briefgen.site.queries import QueryEngine

STEPS, *SEEDS = [int(n) for n in os.environ.get("BRIEFGEN_LAW", "20,1,2").split(",")]
FULL = "BRIEFGEN_LAW" in os.environ


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_walk_keeps_the_law(seed: int, tmp_path: Path) -> None:
    Walker(seed, SiteTest.from_site("law", tmp_path)).walk(STEPS, FULL)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_process_that_stays_keeps_the_law(seed: int, tmp_path: Path) -> None:
    Staying(seed, SiteTest.from_site("law", tmp_path)).walk(STEPS, FULL)


# --- what walks have found, each in a few steps -----------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest.from_site("law", tmp_path).build()


def keeps_the_law(site: SiteTest) -> None:
    assert not site.build().report.failed
    assert site.tree() == site.clean_tree()
    site.build().idle()


def test_a_rule_that_changes_bodies_and_no_head(site: SiteTest) -> None:
    keeps_the_law(site.edit("briefgen.yml", "extensions:", "clean: {skip: [desk-copy]}\nextensions:"))
    assert "*** desk copy" in site.page("/articles/alpha/")


def test_a_link_to_a_static_file_that_goes(site: SiteTest) -> None:
    keeps_the_law(site.remove("static/robots.txt"))


def test_a_builder_that_the_settings_name_no_more(site: SiteTest) -> None:
    keeps_the_law(site.edit("briefgen.yml", "gettext, words", "gettext"))
    assert not site.has("/words.txt")


def test_a_file_that_only_a_body_begins_to_show(tmp_path: Path) -> None:
    site = SiteTest.from_site("small", tmp_path).write("content/new.svg", "<svg/>").build()
    keeps_the_law(site.edit("content/beta.md", "The beta paragraph.", "The beta paragraph ![new](new.svg)."))
    assert site.has("/content/new.svg")


def test_a_page_that_failed_when_its_site_changed(site: SiteTest) -> None:
    path = "themes/child/templates/badge.html"
    whole = (site.root / path).read_text("utf-8")
    site.write(path, "{% if %}").edit("content/2024/alpha.md", "title: Alpha", "title: Alef")
    site.build(keep_going=True).fails()
    keeps_the_law(site.write(path, whole))
    assert "Alef" in site.page("/articles/alpha/")


# --- verify -----------------------------------------------------------------------------------------------


def test_verify_catches_a_trace_that_lies(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", str(site.root), "--now", NOW, "--verify"]
    assert run(command) == 0
    assert re.search(r"Verified: \d{2,} files identical to a clean build", capsys.readouterr().err)
    monkeypatch.setattr(QueryEngine, "still", lambda self, trace: True)
    site.edit("content/2024/alpha.md", "title: Alpha", "title: Alef")
    before = set(site.root.rglob("*"))
    assert run(command) == 1
    said = capsys.readouterr().err
    assert "2024-05-01/index.html: error: from byte " in said
    assert '">Alpha</a>' in said
    assert '">Alef</a>' in said
    assert "more files [verify-failed]" in said
    assert 'its trace: site.edition("2024-05-01") (' in said
    monkeypatch.undo()
    assert set(site.root.rglob("*")) == before, "a verification leaves nothing in the project"
    assert run([*command, "-E"]) == 0


def test_verify_sees_a_missing_file(
    site: SiteTest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.build.build._files_are_unchanged", lambda build: True)
    (site.output / "404.html").unlink()
    assert run(["build", str(site.root), "--now", NOW, "--verify"]) == 1
    assert "404.html: error: this file is missing; a clean build makes it" in capsys.readouterr().err


def test_a_failed_build_is_not_verified(site: SiteTest, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/bad.md", "---\ntitle: a: b\n---\n")
    assert run(["build", str(site.root), "--now", NOW, "--verify"]) == 1
    assert "Not verified" in capsys.readouterr().err


def test_a_verification_is_no_build_for_extensions(site: SiteTest) -> None:
    path, told = "extensions/desk.py", site.root.parent / "told"
    text = (site.root / path).read_text("utf-8")
    handler = f"    registry.connect('build-finished', lambda report: os.mkdir({str(told)!r}))\n"
    site.write(path, text.replace("from dataclasses", "import os\nfrom dataclasses", 1) + handler)
    assert run(["build", str(site.root), "--now", NOW, "--verify"]) == 0  # a second call would fail
    assert told.is_dir()
