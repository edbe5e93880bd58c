"""Other values in people's YAML: every case of rewrite.md, and the two laws on generated documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from cases import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.frontmatter import rewritten
from briefgen.schema.yaml_edit import rewrite

CASES = read_cases(Path(__file__).parent / "rewrite.md")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)

BASIC = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=40)
"""Texts that JSON writes as YAML does, without pairs of surrogates."""


def outcome(case: Case, text: str) -> str:
    """The text after the changes, or why there is none."""
    try:
        return rewrite(text, "a.yml", json.loads(case.blocks["changes"]))
    except BriefgenError as error:
        return error.diagnostics[0].message


def expected(case: Case, before: str = "", after: str = "", line_end: str = "\n") -> str:
    if "refused" in case.blocks:
        return case.blocks["refused"].rstrip("\n")
    return before + case.blocks["after"].replace("\n", line_end) + after


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_case(case: Case) -> None:
    assert outcome(case, case.blocks["before"]) == expected(case)


@pytest.mark.parametrize("case", [case for case in CASES if case.blocks["before"]], ids=lambda c: c.title)
def test_line_ends_and_a_byte_order_mark_stay(case: Case) -> None:
    text = "\ufeff" + case.blocks["before"].replace("\n", "\r\n")
    assert outcome(case, text) == expected(case, before="\ufeff", line_end="\r\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_the_front_matter_of_an_article(case: Case, line_end: str) -> None:
    fences = (f"\ufeff---{line_end}", f"---{line_end}The text.{line_end}--- and more")
    text = case.blocks["before"].replace("\n", line_end).join(fences)
    try:
        after = rewritten(text, "content/a.md", json.loads(case.blocks["changes"]))
    except BriefgenError as error:
        after = error.diagnostics[0].message
    assert after == expected(case, *fences, line_end=line_end)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("body", ["", "The text.\n", "\r\n\r\nThe text.\r\n"])
def test_an_article_without_front_matter_is_given_some(mark: str, body: str) -> None:
    end = "\r\n" if "\r" in body else "\n"
    after = rewritten(mark + body, "content/a.txt", {"clean.keep": ["The text."]})
    assert after == end.join([f"{mark}---", "clean:", "  keep:", "    - The text.", "---", body])


def test_an_article_without_front_matter_stays_as_it_is_where_there_is_nothing_to_say() -> None:
    assert rewritten("The text.", "content/a.txt", {"draft": None}) == "The text."


def test_a_broken_fence_is_told_at_its_place() -> None:
    with pytest.raises(BriefgenError) as caught:
        rewritten("---\ntitle: T\n", "content/a.md", {"draft": True})
    assert [(d.code, d.location.line) for d in caught.value.diagnostics] == [("fence-missing", 1)]


def test_what_cannot_be_changed_is_told_at_its_place() -> None:
    with pytest.raises(BriefgenError) as caught:
        rewritten("---\n# why\na: b\na: c\n---\n", "content/a.md", {"a": "d"})
    told = caught.value.diagnostics[0]
    assert (told.code, told.location.line, told.location.column) == ("yaml-entangled", 3, 1)


def test_the_last_line_may_have_no_end() -> None:
    assert rewrite("a: b", "a.yml", {"c": "d"}) == "a: b\nc: d\n"
    assert rewrite("a: b\r\nc: d", "a.yml", {"c": "e"}) == "a: b\r\nc: e\r\n"


def test_a_document_may_have_its_own_marks() -> None:
    assert rewrite("%YAML 1.2\n---\na: b\n...\n", "a.yml", {"c": "d"}) == "%YAML 1.2\n---\na: b\nc: d\n...\n"


@given(TEXTS, TEXTS)
def test_any_text_can_be_written(text: str, other: str) -> None:
    after = rewrite("title: T\n", "a.yml", {"clean.keep": [text, other], "summary": text})
    said = [event.value for event in yaml.parse(after) if isinstance(event, yaml.ScalarEvent)]
    assert said == ["title", "T", "clean", "keep", text, other, "summary", text]


@given(st.dictionaries(st.sampled_from("abcd"), BASIC, min_size=1), st.sampled_from("abcd"), TEXTS)
def test_only_the_lines_of_the_key_change(values: dict[str, str], name: str, text: str) -> None:
    before = "".join(f"# {key}\n{key}:  {json.dumps(value)}   # x\n" for key, value in values.items())
    after = rewrite(before, "a.yml", {name: text})
    stay = [line for line in before.split("\n") if not line.startswith(f"{name}:")]
    assert [line for line in after.split("\n") if not line.startswith(f"{name}:")] == stay
    assert rewrite(after, "a.yml", {name: text}) == after
