"""Every rule by its cases: what it hits, and what it must keep. The cases are Markdown, one file a rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from briefgen.cleaning.engine import Cleaned, clean, join_lines, restore, split_lines
from briefgen.cleaning.rules import ORDER
from briefgen.model import Draft
from tests.cases import Case, read_cases

if TYPE_CHECKING:
    from briefgen.cleaning.rule import Rule

FOLDER = Path(__file__).parent / "rules"
RULES = {rule.name: rule for rule in ORDER}
CASES = {path.stem: read_cases(path) for path in sorted(FOLDER.glob("*.md"))}


def raw_of(case: Case) -> str:
    r"""The raw text; a block marked ``escaped`` writes what nobody sees as ``\u00a0``."""
    if "raw" in case.blocks:
        return case.blocks["raw"]
    return case.blocks["raw escaped"].encode("ascii", "backslashreplace").decode("unicode-escape")


def run(rule: Rule, case: Case) -> Cleaned:
    head = {"title": "", "source": "", "date": ""}
    given = yaml.load(case.blocks.get("head", "{}"), yaml.BaseLoader)  # noqa: S506 - it makes texts and nothing else
    lang = case.blocks.get("lang", "en").strip()
    before = [RULES[name] for name in case.blocks.get("after", "").split()]
    lines = split_lines(raw_of(case))
    return clean(Draft(head | given, lang, lines, plain="markdown" not in case.blocks), [*before, rule])


@pytest.mark.parametrize(
    ("name", "case"),
    [pytest.param(name, case, id=f"{name}: {case.title}") for name, cases in CASES.items() for case in cases],
)
def test_case(name: str, case: Case) -> None:
    raw = raw_of(case)
    cleaned = run(RULES[name], case)
    if "after" not in case.blocks or "clean" in case.blocks:
        assert join_lines(cleaned.draft.lines) == case.blocks.get("clean", raw)
    assert [f"{f.field}: {f.value}" for f in cleaned.draft.findings] == case.blocks.get(
        "found", ""
    ).splitlines()
    assert [str(doubt.line) for doubt in cleaned.doubts] == case.blocks.get("doubtful", "").split()
    assert restore(cleaned.draft.lines, cleaned.edits) == raw
    if case.title.startswith("hit: "):
        assert cleaned.edits or cleaned.draft.findings or cleaned.doubts, "a hit case in which nothing is hit"
    else:
        assert case.title.startswith("keep: "), "a case is a hit or a keep"
        assert not [edit for edit in cleaned.edits if edit.rule == name]
        assert "doubtful" in case.blocks or not cleaned.doubts


def test_every_rule_has_cases_and_every_file_a_rule() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_hits_and_keeps(name: str) -> None:
    kinds = [case.title.partition(":")[0] for case in CASES.get(name, [])]
    assert kinds.count("hit") >= 2
    assert kinds.count("keep") >= 2


@pytest.mark.parametrize("rule", ORDER, ids=lambda rule: rule.name)
def test_a_rule_says_why_and_is_named_for_what_it_finds(rule: Rule) -> None:
    assert rule.reason.endswith(".")
    assert not rule.name.startswith(("remove", "strip", "fix", "clean", "drop"))
