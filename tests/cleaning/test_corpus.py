"""Invented articles in two dozen languages: what cleaning removes, and what stays.

`clean` and the number of articles are written by hand and never renewed; `found` and `edits` are golden.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.cleaning.engine import join_lines, restore
from briefgen.model import Diagnostic, Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.prepare import Prepared, prepare
from tests.cases import Case, read_cases, replace_block

FILES = sorted((Path(__file__).parent / "corpus").glob("*.md"))
CASES = [
    pytest.param(path, case, id=f"{path.stem}: {case.title}") for path in FILES for case in read_cases(path)
]


def cleaned(case: Case) -> Prepared:
    prepared = prepare(Source("article.txt", case.blocks["raw"], ""), default_pipeline())
    assert not isinstance(prepared, Diagnostic)
    return prepared


def golden(prepared: Prepared) -> dict[str, str]:
    found = [f"{f.line} {f.field}: {f.value}" for f in prepared.cleaned.draft.findings]
    edits = [f"{e.line} {e.rule}" for e in sorted(prepared.cleaned.edits, key=lambda e: e.line)]
    return {"found": "".join(f"{one}\n" for one in found), "edits": "".join(f"{one}\n" for one in edits)}


def test_there_are_forty_in_many_languages() -> None:
    assert len(FILES) >= 24
    assert len(CASES) >= 40


@pytest.mark.parametrize(("path", "case"), CASES)
def test_the_articles_text_is_left(path: Path, case: Case, renew: bool) -> None:
    prepared = cleaned(case)
    assert join_lines(prepared.cleaned.draft.lines) == case.blocks["clean"]
    assert restore(prepared.cleaned.draft.lines, prepared.cleaned.edits) == case.blocks["raw"]
    assert prepared.lang == path.stem
    assert prepared.text_of("title") == case.title
    told = golden(prepared)
    if renew:
        for name, text in told.items():
            replace_block(path, case.title, name, text)
    else:
        assert {name: case.blocks[name] for name in told} == told
