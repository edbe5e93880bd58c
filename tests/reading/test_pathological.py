"""Twice the text is never four times the work, counted in calls.

`make pathological` measures the time of a megabyte.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest
from pathological import HEADS, MEGABYTE, SHAPES

from briefgen.model import ReadResult, Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import load, read
from briefgen.reading.pipeline import Pipeline

SIZE = 700
"""Characters; long enough for a square to show, and short enough for all shapes to be tried."""
SQUARE = "short rows of many columns"
"""Each row is filled up to all columns: a square, until the parser's limit of cells for a table."""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return default_pipeline()


def result(text: str, pipeline: Pipeline) -> ReadResult:
    source = load(f"{HEADS['cleaned']}{text}\n".encode(), "content/a.md")
    assert isinstance(source, Source)
    return read(source, pipeline)


def work(text: str, pipeline: Pipeline) -> int:
    """How many calls it takes to read a text."""
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        result(text, pipeline)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", [name for name in SHAPES if name != SQUARE])
def test_twice_the_text_is_no_square_of_work(name: str, pipeline: Pipeline) -> None:
    result(SHAPES[name](SIZE), pipeline)  # what is loaded and compiled once is no work of the text's
    assert work(SHAPES[name](2 * SIZE), pipeline) < 3.3 * work(SHAPES[name](SIZE), pipeline)


@pytest.mark.parametrize("name", ["pictures without addresses", "brackets in brackets", "rows", "headings"])
def test_a_megabyte_of_marks_is_shown_as_text(name: str, pipeline: Pipeline) -> None:
    assert "body-overmarked" in [d.code for d in result(SHAPES[name](MEGABYTE), pipeline).diagnostics]
