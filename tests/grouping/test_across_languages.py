"""Reports of one event in several languages are suggested; those of alike events are not."""

from __future__ import annotations

from itertools import combinations

import pytest
from inventedevents import InventedReport, invented_reports

from briefgen.nlp.event_clustering import same_events
from briefgen.nlp.transliteration import consonants, latin

REPORTS = {one.text.id: one for one in invented_reports()}
PAIRS = [("en", "id"), ("en", "de"), ("en", "fr"), ("en", "es"), ("id", "vi")]


def pairs_of(group: tuple[str, ...]) -> list[tuple[InventedReport, InventedReport]]:
    members = [REPORTS[one] for one in group]
    return [(one, other) for one, other in combinations(members, 2) if one.text.lang != other.text.lang]


@pytest.fixture(scope="module")
def suggestions() -> list[tuple[InventedReport, InventedReport]]:
    """Pairs of reports in two languages that are suggested as one event."""
    events = same_events(one.text for one in REPORTS.values())
    return [pair for event in events for pair in pairs_of(event.articles)]


def test_suggestions_across_languages_are_right(
    suggestions: list[tuple[InventedReport, InventedReport]],
) -> None:
    right = [one.event == other.event for one, other in suggestions]
    assert sum(right) / len(right) >= 0.98
    true = [one.event == other.event for one, other in pairs_of(tuple(REPORTS))]
    assert sum(right) / sum(true) >= 0.9


@pytest.mark.parametrize("languages", PAIRS)
def test_two_languages_are_enough(languages: tuple[str, str]) -> None:
    """Each pair of languages in a project of its own."""
    texts = [one.text for one in REPORTS.values() if one.text.lang in languages]
    found = [pair for event in same_events(texts) for pair in pairs_of(event.articles)]
    right = sum(one.event == other.event for one, other in found)
    ids = tuple(one.id for one in texts)
    assert right / len(found) >= 0.95
    assert right / sum(one.event == other.event for one, other in pairs_of(ids)) >= 0.85


def test_a_name_in_another_script_joins() -> None:
    fire = [one.text for one in REPORTS.values() if one.kind == "fire"]
    russian = next(one for one in fire if one.lang == "ru")
    (event,) = (one for one in same_events(fire) if russian.id in one.articles)
    assert {REPORTS[one].text.lang for one in event.articles} == {"en", "de", "ru"}
    assert "1887" in event.numbers


def test_the_days_must_be_near() -> None:
    quake = [one.text for one in REPORTS.values() if one.kind == "quake" and one.text.lang in {"en", "id"}]
    assert any(pairs_of(event.articles) for event in same_events(quake))
    late = [one._replace(day="2024-03-20") if one.lang == "id" else one for one in quake]
    assert not any(pairs_of(event.articles) for event in same_events(late))


def test_no_order_changes_a_suggestion() -> None:
    texts = [one.text for one in REPORTS.values() if one.kind in {"vote", "visit"}]
    assert same_events(texts) == same_events(texts[::-1])


@pytest.mark.parametrize(
    ("word", "other"),
    [("Оберхофер", "Oberhofer"), ("Ялта", "Yalta"), ("Шульц", "Schultz"), ("Θεσσαλονίκη", "Thessaloniki")],
)
def test_names_sound_alike_in_two_scripts(word: str, other: str) -> None:
    assert consonants(latin(word)) == consonants(latin(other))


def test_marks_do_not_count() -> None:
    assert latin("Đà Nẵng") == "da nang"
    assert latin("Łódź") == "lodz"
    assert latin("東京") == ""
