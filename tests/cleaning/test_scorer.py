"""The line scorer: its weights, its reasons, and that it judges each article alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.cleaning.line_classifier import (
    boosted_trees,
    classifier,
    context_features,
    cue_words,
    explanations,
    line_features,
    line_units,
)
from briefgen.cleaning.line_classifier.boosted_trees import Fork, Trees
from briefgen.cleaning.rules.stray_lines import CERTAIN

PROSE = (
    "The ferry to the outer islands left the harbour at noon on Tuesday, two hours after the "
    "storm had moved on to the north."
)
NAMES = ("width", "words")
SMALL = Trees(
    0.5, (Fork(0, 80.0, 0.1, -1.0, Fork(1, 2.5, 0.4, -0.25, 0.75)), Fork(1, 1.0, 0.0, 0.25, -0.125))
)

lines_of_text = st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=1, max_size=12)


def test_the_weights_are_as_they_are_read() -> None:
    assert boosted_trees.parse(boosted_trees.write(SMALL, NAMES), NAMES) == SMALL


def test_the_shipped_weights_are_small_and_ask_for_known_numbers() -> None:
    assert classifier.WEIGHTS.stat().st_size <= 300_000
    assert len(classifier.weights().trees) > 50


@pytest.mark.parametrize("text", ["start 0\nno-such-number <= 1  0\n 1\n 2", "start 0\nwidth <= 1  0\n 1"])
def test_weights_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no number|in the middle"):
        boosted_trees.parse(text, NAMES)


@given(st.lists(st.floats(0, 200), min_size=2, max_size=2))
def test_the_reasons_add_up_to_the_score(numbers: list[float]) -> None:
    total = boosted_trees.compiled(SMALL, (0, 1), 2)(numbers)
    means = sum(tree.value for tree in SMALL.trees)
    assert total.score == pytest.approx(SMALL.start + means + sum(total.reasons(2)))


@pytest.mark.parametrize(
    ("numbers", "score", "shares"),
    [([80, 1], -0.25, [-1.1, 0.25]), ([81, 2], 0.125, [0.3, -0.775]), ([81, 3], 1.125, [0.3, 0.225])],
)
def test_a_score_and_what_each_reason_added(numbers: list[float], score: float, shares: list[float]) -> None:
    total = boosted_trees.compiled(SMALL, (0, 1), 2)(numbers)
    assert total.score == score
    assert total.reasons(2) == pytest.approx(shares)


def test_every_number_has_its_reason() -> None:
    assert sorted(name for names in explanations.ABOUT.values() for name in names.split()) == sorted(
        context_features.NAMES
    )


def test_the_reasons_are_the_three_that_spoke_loudest() -> None:
    shares = [0.0] * len(explanations.NAMED)
    shares[:6] = [-0.5, -2.0, -0.1, 1.0, -0.7, 0.2]
    assert explanations.strongest(shares) == "; ".join([explanations.NAMED[n] for n in (1, 4, 0)])


def test_every_subject_has_cues_and_every_cue_is_one_word_or_two() -> None:
    assert {subject for found in cue_words.cues().values() for subject in found} == set(
        range(len(cue_words.SUBJECTS))
    )
    assert all(1 <= len(cue.split()) <= 2 for cue in cue_words.cues())


def test_a_line_has_as_many_numbers_as_names() -> None:
    assert (
        len(line_features.look(PROSE).numbers)
        == len(line_features.look("x", blind=True).numbers)
        == len(line_features.NAMES)
    )
    assert {len(row) for row in context_features.numbers([PROSE, "Share"], [0, 0, 0])} == {
        len(context_features.NAMES)
    }


def test_a_cue_counts_in_any_language_and_only_for_those_who_see() -> None:
    share = line_features.NAMES.index("cue-share")
    assert line_features.look("Bagikan").numbers[share] == line_features.look("Teilen").numbers[share] == 1
    assert line_features.look("Teilen", blind=True).numbers[share] == 0


@settings(max_examples=60, deadline=None)
@given(data=st.data(), articles=st.lists(lines_of_text, min_size=2, max_size=5))
def test_an_article_is_judged_alone_whatever_was_judged_before(
    data: st.DataObject, articles: list[list[str]]
) -> None:
    alone = [classifier.judge(texts, [0] * (len(texts) + 1), [True] * len(texts)) for texts in articles]
    for n in data.draw(st.permutations(range(len(articles)))):
        texts = articles[n]
        assert classifier.judge(texts, [0] * (len(texts) + 1), [True] * len(texts)) == alone[n]


def test_a_verdict_against_a_line_gives_its_reasons() -> None:
    texts = ["Home", "Politics", "Log in", *[f"{PROSE} {n}." for n in "abcdef"], "Follow us", "Newsletter"]
    verdicts = classifier.judge(texts, [0] * (len(texts) + 1), [True] * len(texts))
    assert [verdict.kind for verdict in verdicts[3:9]] == [classifier.KEPT] * 6
    assert {verdict.kind for verdict in verdicts[:3] + verdicts[9:]} == {classifier.REMOVE}
    assert all(verdict.reason.count("; ") == 2 for verdict in verdicts if verdict.kind == classifier.REMOVE)


def test_a_very_long_line_is_read_at_its_ends_only() -> None:
    assert line_features.look("word " * 1_000_000 + "end.").numbers[line_features.NAMES.index("words")] < 100


def test_nothing_goes_where_rules_found_no_noise() -> None:
    menu = ["Home", "Politics", "Sport", "Weather", "Log in"]
    texts = [*menu, *[f"{PROSE} {n}." for n in "abcdef"], "Follow us", "Newsletter"]
    kinds = {
        certain: [
            v.kind
            for v in classifier.judge(texts, [0] * len(texts) + [certain], [certain >= CERTAIN] * len(texts))
        ]
        for certain in (0, CERTAIN)
    }
    assert kinds[CERTAIN][:5] == [classifier.REMOVE] * 5
    assert kinds[0][:5] == [classifier.DOUBT] * 5
    assert classifier.REMOVE not in kinds[0]


def test_a_line_follows_its_neighbours_as_far_as_a_change_costs() -> None:
    change = line_units.CHANGE
    assert list(classifier._heard([4.0, -0.2, -4.0], [change] * 2)) == [
        0.0,
        change,
        pytest.approx(change - 0.2),
    ]
    assert list(classifier._heard([-4.0, 0.1], [change])) == [0.0, -change]


def test_what_the_other_lines_say_is_a_reason() -> None:
    assert explanations.strongest([0.0] * len(explanations.NAMED), -0.5) == explanations.HEARD


def test_a_long_run_in_the_midst_of_the_text_stays_unless_noise_was_found_beside_it() -> None:
    paragraphs = [f"{PROSE} {n}." for n in "abc"]
    crews = [
        f"{town} {crew}" for town in ("Northholm", "Longsand", "Farhaven") for crew in ("Rowers", "Divers")
    ]
    texts = [*paragraphs, *crews * 8, *paragraphs]
    quiet = [0] * (len(texts) + 1)
    beside = [0, 0, 0, 2, *quiet[4:]]
    every = [True] * len(texts)
    assert classifier.REMOVE not in {v.kind for v in classifier.judge(texts, quiet, every)}
    assert classifier.REMOVE in {v.kind for v in classifier.judge(texts, beside, every)}
    longer = [*paragraphs, *crews * 10, *paragraphs]
    one = [0] * (len(longer) + 1)
    one[20] = 1  # a cell that a rule took for a button says little of a long table
    assert classifier.REMOVE not in {v.kind for v in classifier.judge(longer, one, [True] * len(longer))}
