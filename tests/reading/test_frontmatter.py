"""Where front matter ends, and what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import Case, read_cases

from briefgen.model import Diagnostic, Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import read
from briefgen.reading.frontmatter import LONGEST, Parts, split

CASES = read_cases(Path(__file__).parent / "articles.md")


def told(text: str) -> list[str]:
    found = read(Source("content/a.md", text, "d"), default_pipeline()).diagnostics
    in_file = sorted(found, key=lambda d: (d.location, d.severity, d.code))
    return [f"{d.location.line}:{d.location.column} {d.severity} {d.code}" for d in in_file]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_case(case: Case) -> None:
    assert told(case.blocks["article"]) == case.blocks["told"].splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_places_are_the_same_after_a_mark_and_with_windows_line_ends(case: Case) -> None:
    text = "\ufeff" + case.blocks["article"].replace("\n", "\r\n")
    assert told(text) == case.blocks["told"].splitlines()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: b\n---\nc\n", Parts("a: b\n", "c\n", 4)),
        ("---  \na: b\n...\t\nc", Parts("a: b\n", "c", 4)),
        ("---\r\na: b\r\n---\r\nc\r\n", Parts("a: b\r\n", "c\r\n", 4)),
        ("---\n---\n", Parts("", "", 3)),
        ("---\na: b\n---", Parts("a: b\n", "", 4)),
        ("\ufeff---\na: b\n---\nc", Parts("a: b\n", "c", 4)),
        ("\ufefftext", Parts(None, "text", 1)),
        ("text\n---\nmore\n---\n", Parts(None, "text\n---\nmore\n---\n", 1)),
        ("--- text\n", Parts(None, "--- text\n", 1)),
        ("----\n\ntext\n", Parts(None, "----\n\ntext\n", 1)),
        ("---\na: |\n  ---\n ---\n---\n---\n", Parts("a: |\n  ---\n ---\n", "---\n", 6)),
        ("", Parts(None, "", 1)),
    ],
)
def test_split(text: str, parts: Parts) -> None:
    assert split(text, "a.md") == parts


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("---", "last key"),
        ("---\n", "last key"),
        ("---\ra: b\r---\rc", "Unix line endings"),
        ("\n\n---\ntitle: T\n---\n", "first line"),
        ("---\n" + "a: b\n" * LONGEST + "---\n", "last key"),
    ],
)
def test_a_wrong_fence_is_told_with_its_cure(text: str, hint: str) -> None:
    found = split(text, "a.md")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.location.column) == ("fence-missing", 1)
    assert hint in found.hint
