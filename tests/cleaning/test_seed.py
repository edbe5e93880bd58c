"""The project's first article as scraped: all noise goes, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen.cleaning.engine import Cleaned, clean, restore, split_lines
from briefgen.cleaning.language_detection import language_of
from briefgen.cleaning.rules import ORDER
from briefgen.model import Draft

SEED = Path(__file__).with_name("seed.txt")
RAW = SEED.read_bytes().decode("utf-8")
LINES = RAW.split("\n")


@pytest.fixture(scope="module")
def cleaned() -> Cleaned:
    head = {"title": "", "source": "", "date": ""}
    return clean(Draft(head, language_of(RAW), split_lines(RAW), plain=True), ORDER)


def test_the_language_is_indonesian() -> None:
    assert language_of(RAW) == "id"


def test_the_fields_are_found(cleaned: Cleaned) -> None:
    assert {f.field: f.value for f in cleaned.draft.findings} == {
        "title": LINES[0],
        "place": "BRUSSELS",
        "signoff": "esn",
        "via": "Russia Today",
        "date": "2022-03-31",
    }


def test_ten_paragraphs_are_left_each_once(cleaned: Cleaned) -> None:
    texts = [line.text for line in cleaned.draft.lines]
    assert len(texts) == len(set(texts)) == 10
    assert [line.number for line in cleaned.draft.lines] == list(range(6, 16))


def test_no_junk_is_left(cleaned: Cleaned) -> None:
    text = "\n".join(line.text for line in cleaned.draft.lines)
    for junk in ("loading", "\nA\n", "(esn)", "BRUSSELS - ", "“", "”", LINES[0]):
        assert junk not in f"\n{text}\n"


def test_no_word_of_the_paragraphs_is_lost(cleaned: Cleaned) -> None:
    raw = "\n".join(LINES[5:15]).replace("“", '"').replace("”", '"').replace("BRUSSELS - ", "")
    assert "\n".join(line.text for line in cleaned.draft.lines) == raw


def test_the_ledger_gives_the_raw_text_back(cleaned: Cleaned) -> None:
    assert restore(cleaned.draft.lines, cleaned.edits) == RAW


def test_the_command_line_says_the_same(cleaned: Cleaned) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "clean", SEED.name, "--json"],
        cwd=SEED.parent,
        capture_output=True,
        check=True,
    )
    said = json.loads(done.stdout.decode("utf-8"))
    assert said["title"] == LINES[0]
    assert said["title_line"] == 1
    assert (said["lang"], said["date"], said["place"]) == ("id", "2022-03-31", "BRUSSELS")
    assert (said["signoff"], said["via"], said["agency"]) == ("esn", "Russia Today", None)
    assert said["kept_lines"] == list(range(6, 16))
    assert said["doubtful_lines"] == []
    assert said["paragraphs"] == [line.text for line in cleaned.draft.lines]
    assert len(said["edits"]) == len(cleaned.edits)
    for edit in said["edits"]:
        assert edit["rule"] in {rule.name for rule in ORDER}
        assert 1 <= edit["line"] <= len(LINES)
        assert edit["reason"].endswith(".")
