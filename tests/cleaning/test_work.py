"""How much work cleaning does: plain text is skipped, repeated lines are read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefgen.cleaning import phrases
from briefgen.cleaning.engine import clean, split_lines
from briefgen.cleaning.line_classifier import context_features, line_features
from briefgen.cleaning.rules import ORDER
from briefgen.model import Draft
from briefgen.model.cleaning import LAST_LINES

if TYPE_CHECKING:
    from collections.abc import Callable

PARAGRAPH = (
    "The ferry to the outer islands left the harbour at noon on Tuesday, two hours after the storm had "
    "moved on to the north of the bay, and nobody on board could say when number {} would come back."
)
BODY = [PARAGRAPH.format(n) for n in range(12)]
TEASERS = ["Ten cottages by the sea that you can rent", "Harbour café wins a prize for its fish soup"]
PAGE = ["Home", "Politics", "Log in", *TEASERS, *BODY, "All rights reserved"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    phrases.lists_of.cache_clear()
    line_features.look.cache_clear()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], list[Any]]:
    """Counts the calls of a function by its owner and name: one entry a call, its first argument."""

    def count(owner: object, name: str) -> list[Any]:
        made: list[Any] = []
        real = getattr(owner, name)

        def spy(*args: Any, **named: Any) -> Any:
            made.append(args[0])
            return real(*args, **named)

        monkeypatch.setattr(owner, name, spy)
        return made

    return count


def run(lines: list[str]) -> None:
    clean(Draft({"title": "Ferry"}, "en", split_lines("\n".join(lines)), plain=True), ORDER)


@pytest.mark.parametrize(
    "more",
    [[], ["The storm moves on"], ["By then there was no more to be said."]],
    ids=["bare", "heading", "sentence"],
)
def test_an_article_that_is_plainly_text_is_not_scored(
    more: list[str], calls: Callable[[object, str], list[Any]]
) -> None:
    looked_at = calls(context_features, "look")
    run([*BODY[:6], *more, *BODY[6:]])
    assert not looked_at


def test_every_line_that_rules_leave_of_a_noisy_page_is_looked_at_once(
    calls: Callable[[object, str], list[Any]],
) -> None:
    looked_at = calls(context_features, "look")
    run(PAGE)
    assert sorted(looked_at) == sorted([*TEASERS, *BODY])


def test_what_one_page_puts_around_its_article_is_known_on_the_next() -> None:
    run(PAGE)
    before = line_features.look.cache_info().misses
    run(PAGE)
    assert line_features.look.cache_info().misses == before


def test_only_the_last_paragraphs_are_compared_with_phrases_and_only_with_those_whose_longest_word_they_hold(
    calls: Callable[[object, str], list[Any]],
) -> None:
    compared = calls(phrases.Phrase, "fits")
    run(BODY)
    few = len(compared)
    phrases.lists_of.cache_clear()
    run([*(line.replace("number", "pier") for line in BODY), *BODY])
    assert len(compared) == 2 * few
    assert few < 2 * LAST_LINES
