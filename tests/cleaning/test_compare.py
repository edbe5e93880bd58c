"""Raw beside cleaned: every part of a line is told once, with the rule that took it or put it there."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.cleaning.engine import Cleaned, split_lines
from briefgen.cleaning.word_diff import Span, rows, spans
from briefgen.model import Doubt, Draft, Edit

STEPS = st.lists(st.text(st.sampled_from("ab .é")), min_size=2, max_size=5)


def edits(*texts: str) -> list[Edit]:
    """One edit from each text to the next, by the rules r1, r2, ..."""
    steps = enumerate(pairwise(texts), 1)
    return [Edit(f"r{n}", 1, before, after, "why") for n, (before, after) in steps]


def test_what_a_rule_took_and_put() -> None:
    before, after = spans(edits("BERLIN - In der Nacht", "In der Nacht"))
    assert before == (Span("BERLIN - ", "r1"), Span("In der Nacht"))
    assert after == (Span("In der Nacht"),)
    before, after = spans(edits("He said “no” again", 'He said "no" again'))
    assert before == (Span("He said "), Span("“", "r1"), Span("no"), Span("”", "r1"), Span(" again"))
    assert after == (Span("He said "), Span('"', "r1"), Span("no"), Span('"', "r1"), Span(" again"))


def test_each_rule_answers_for_its_own_part() -> None:
    before, after = spans(edits("AP - one two three", "one two three", "one 2 three", "one 2"))
    assert before == (
        Span("AP - ", "r1"),
        Span("one "),
        Span("two", "r2"),
        Span(" three", "r3"),
    )
    assert after == (Span("one "), Span("2", "r2"))


def test_a_removed_line_is_taken_by_its_rule() -> None:
    assert spans([Edit("widget", 1, "Share", None, "why")]) == ((Span("Share", "widget"),), ())


@given(STEPS)
def test_the_parts_are_the_lines(texts: list[str]) -> None:
    before, after = spans(edits(*texts))
    assert "".join(span.text for span in before) == texts[0]
    assert "".join(span.text for span in after) == texts[-1]


@pytest.mark.parametrize("words", [10, 5000])
def test_two_lines_that_share_nothing_differ_as_a_whole(words: int) -> None:
    before, after = "a " * words, "b\t" * words
    assert spans(edits(before, after))[0] == (Span(before, "r1"),)


def test_every_raw_line_has_a_row() -> None:
    raw = split_lines("Share\nText.\nOdd\n", 5)
    gone, doubt = Edit("widget", 5, "Share", None, "why"), Doubt("promo", 7, "short")
    cleaned = Cleaned(Draft({}, "en", raw[1:]), (gone,), (doubt,))
    shown = [(row.number, row.after, row.edits, row.doubt) for row in rows(raw, cleaned)]
    assert shown == [
        (5, None, (gone,), None),
        (6, (Span("Text."),), (), None),
        (7, (Span("Odd"),), (), doubt),
    ]
