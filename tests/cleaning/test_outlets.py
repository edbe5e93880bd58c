"""Outlet rules by their cases (``outlets.md``), in builds and in checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from sitetest import SiteTest

from briefgen.cleaning.engine import clean, join_lines, restore, split_lines
from briefgen.cleaning.outlet_file import read_outlets
from briefgen.cleaning.outlet_rules import check_examples, outlet_rule
from briefgen.model import Diagnostic, Draft
from briefgen.model.diagnostics import BriefgenError
from tests.cases import Case, read_cases

CASES = read_cases(Path(__file__).parent / "outlets.md")
HEAD = {"title": "", "source": "Harbour Post", "url": "https://www.harbourpost.example/ferry", "date": ""}
RULES = "source: Harbour Post\nphrases: [Tide table]\n"
ARTICLE = (
    "---\ntitle: Ferry\ndate: 2024-05-01\nsource: Harbour Post\nlang: en\ntopic: sea\n---\n\nTide "
    "table\n\nThe ferry left.\n"
)


def project(tmp_path: Path, rules: str) -> SiteTest:
    files = {"briefgen.yml": "title: Sea\n", "sources/harbour-post.yml": rules, "content/ferry.md": ARTICLE}
    return SiteTest.of_files(files, tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_case(case: Case, tmp_path: Path) -> None:
    root = project(tmp_path, case.blocks["rules"]).root
    raw = case.blocks.get("raw", "")
    told: list[Diagnostic] = []
    try:
        outlets = read_outlets(root)
    except BriefgenError as error:
        told += error.diagnostics
    else:
        rule = outlet_rule(outlets)
        cleaned = clean(Draft(_head(case), "en", split_lines(raw), plain=True), [rule])
        assert join_lines(cleaned.draft.lines) == case.blocks.get("clean", raw)
        assert restore(cleaned.draft.lines, cleaned.edits) == raw
        assert all("sources/harbour-post.yml:" in edit.reason for edit in cleaned.edits)
        told += check_examples(outlets)
    said = "".join(f"{d.location.line}:{d.location.column} {d.code} {d.hint}\n" for d in told)
    assert said == case.blocks.get("told", "")


def _head(case: Case) -> dict[str, str]:
    """The article's head; a file without ``source:`` is known by its name, which the head must then say."""
    return HEAD if "source:" in case.blocks["rules"] else HEAD | {"source": "harbour-post"}


def test_all_files_are_told_of_at_once(tmp_path: Path) -> None:
    site = project(tmp_path, "phrase: [x]\n").write("sources/other.yml", "patterns: ['(']\n")
    with pytest.raises(BriefgenError) as error:
        read_outlets(site.root)
    assert [d.location.path for d in error.value.diagnostics] == [
        "sources/harbour-post.yml",
        "sources/other.yml",
    ]


def test_what_is_not_utf_8_is_told(tmp_path: Path) -> None:
    site = project(tmp_path, RULES)
    (site.root / "sources/harbour-post.yml").write_bytes(b"phrases:\n  - caf\xe9\n")
    with pytest.raises(BriefgenError) as error:
        read_outlets(site.root)
    assert [(d.code, d.location.line) for d in error.value.diagnostics] == [("encoding", 2)]


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(.*a){12}b", ".*.*.*.*.*=.*"])
def test_no_pattern_can_hang_a_build(pattern: str, tmp_path: Path) -> None:
    """Each would take a backtracking engine for ever; here only the line's length counts."""
    outlets = read_outlets(project(tmp_path, f"source: Harbour Post\npatterns: ['{pattern}']\n").root)
    lines = split_lines("a" * 1_000_000 + "\n")
    assert not clean(Draft(HEAD, "en", lines, plain=True), [outlet_rule(outlets)]).edits


def test_a_changed_rule_reads_articles_again(tmp_path: Path) -> None:
    site = project(tmp_path, RULES).build()
    assert (
        "Tide table"
        not in site.page("/articles/ferry/")
        .partition("<article")[2]
        .partition("</article")[0]
        .partition("<details")[0]
    )
    site.build().idle()
    site.edit("sources/harbour-post.yml", "Tide table", "Tide tables").build().read(1)
    assert "<p>Tide table</p>" in site.page("/articles/ferry/")
    assert site.tree() == site.clean_tree()
    site.remove("sources/harbour-post.yml").build().read(1).rendered(0)


def test_the_rule_can_be_switched_off(tmp_path: Path) -> None:
    site = project(tmp_path, RULES).edit(
        "content/ferry.md", "lang: en", "lang: en\nclean: {skip: [outlet-line]}"
    )
    assert "<p>Tide table</p>" in site.build().page("/articles/ferry/")
