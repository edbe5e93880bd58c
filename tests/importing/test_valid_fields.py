"""Whatever an input declares, the front matter that ``add`` writes is accepted by a build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sitetest import SiteTest

from briefgen.cli.main import run
from briefgen.importing.normalize import KEYS
from briefgen.importing.valid_fields import valid_fields
from briefgen.model import Source
from briefgen.project.pipeline import default_pipeline
from briefgen.reading.article import read
from briefgen.schema.yaml_edit import rewrite

PIPELINE = default_pipeline()
ODD = [
    "en-US",
    "xx-",
    "a" * 272,
    "2024-13-01",
    "0001-01-01",
    "soon",
    "http://[",
    "javascript:x()",
    "no",
    "12",
    "/old/",
]
VALUES = st.one_of(st.sampled_from(ODD), st.text(min_size=1, max_size=30))
NAMES = st.sampled_from([key for key in KEYS if key not in ("title", "date", "raw", "clean", "draft")])
TEXT = "The bakery of the harbour opens at five, and its first customer is always the pilot."


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_what_is_left_is_accepted(declared: dict[str, str]) -> None:
    fields, left_out = valid_fields({"title": "Bread", "date": "2024-05-01", **declared}, "in.json", PIPELINE)
    assert len(fields) + len(left_out) == len(declared) + 2
    text = f"---\n{rewrite('', 'in.md', fields)}---\n\n{TEXT}\n"
    result = read(Source("content/in.md", text, ""), PIPELINE)
    assert not [problem for problem in result.diagnostics if problem.severity != "note"]
    assert result.article
    assert result.article.title == "Bread"


def test_a_value_that_cannot_be_used_is_reported_and_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SiteTest.of_files({"briefgen.yml": "title: Quay\nurl: https://example.org/\n"}, tmp_path)
    monkeypatch.chdir(site.root)
    row = {"title": "Bread", "date": "2024-05-01", "text": TEXT, "author": "Ann", "expires": "at noon, maybe"}
    site.write("one.json", json.dumps(row))
    assert run(["add", "one.json", "--now", "2024-05-02"]) == 0
    assert "at noon, maybe" in capsys.readouterr().out
    text = next((site.root / "content").rglob("*.md")).read_text("utf-8")
    assert "author: Ann" in text
    assert "expires" not in text
    assert not site.build(strict=True).report.failed
