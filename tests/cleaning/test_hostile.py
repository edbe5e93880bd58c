"""Twice the text makes at most twice the work for every rule. Work is counted, not timed."""

from __future__ import annotations

import pytest

from briefgen.cleaning.dates import find_day, parse_moment
from briefgen.cleaning.engine import clean, restore, split_lines
from briefgen.cleaning.phrases import lists_of
from briefgen.cleaning.rules import ORDER
from briefgen.model import Draft
from briefgen.util.periods import zone
from tests.cleaning.hostile import hostile_lines, hostile_texts, work

SIZE = 400
"""Characters of a line, or lines of a text, in the smaller of two."""
MOST = 2.2
"""How much the work may grow for twice the text: sorting and searching need a little more than twice."""
FIXED = 400
"""Calls that a rule may make besides, whatever the text: it reads its lexicon."""


def cleaned(text: str) -> None:
    draft = Draft({"title": "", "source": "A", "date": ""}, "id", split_lines(text), plain=True)
    for rule in ORDER:  # each meets the text as it came
        result = clean(draft, [rule])
        assert restore(result.draft.lines, result.edits) == text


def dated(text: str) -> None:
    find_day(text, "id")
    try:
        parse_moment(text, "id", zone("UTC"))
    except ValueError:
        return


def grows(one: str, twice: str) -> float:
    """How much more work ``twice`` makes. Both are read before, to load all lexicons."""
    for text in (one, twice):
        cleaned(text)
    lists_of.cache_clear()
    small = work(lambda: cleaned(one))
    lists_of.cache_clear()
    return (work(lambda: cleaned(twice)) - FIXED) / small


@pytest.mark.parametrize("number", range(len(hostile_texts(1))))
def test_twice_the_lines_make_twice_the_work(number: int) -> None:
    assert grows(hostile_texts(SIZE)[number], hostile_texts(2 * SIZE)[number]) <= MOST


def test_a_line_of_twice_the_length_makes_twice_the_work() -> None:
    pairs = zip(hostile_lines(SIZE), hostile_lines(2 * SIZE), strict=True)
    assert not [one[:40] for one, twice in pairs if grows(one, twice) > MOST]


def test_dates_are_looked_for_in_work_that_grows_with_the_line() -> None:
    for one, twice in zip(hostile_lines(SIZE), hostile_lines(2 * SIZE), strict=True):
        dated(one)
        small, large = work(lambda text=one: dated(text)), work(lambda text=twice: dated(text))  # type: ignore[misc]
        assert large - FIXED <= MOST * small, one[:40]
