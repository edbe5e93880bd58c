"""Every lexicon file: complete, folded, without duplicates, and short."""

from __future__ import annotations

import pytest

from briefgen.cleaning.lexicon import (
    FOLDER,
    alternatives,
    languages,
    lexicon,
    months,
    phrases,
    weekdays,
)
from briefgen.cleaning.phrases import LINE_LISTS
from briefgen.util.text import fold

FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
LISTS = LINE_LISTS | {
    *(
        "via",
        "via_dated",
        "via_named",
        "via_kinds",
        "agencies",
        "outlet_words",
        "places",
        "regions",
        "labels",
        "by",
        "editors",
        "published",
        "updated",
    ),
    *("months", "weekdays", "weekdays_short", "common"),
}
EIGHT = ("de", "en", "es", "fr", "id", "ms", "pt", "vi")
"""The languages whose pages are known best."""


@pytest.mark.parametrize("lang", FILES)
def test_a_lexicon_holds_lists_that_some_rule_reads(lang: str) -> None:
    assert set(lexicon(lang)) <= LISTS
    assert all(entries for entries in lexicon(lang).values())


@pytest.mark.parametrize("lang", FILES)
def test_no_phrase_stands_twice_or_differs_by_case_alone(lang: str) -> None:
    for name, entries in lexicon(lang).items():
        folded = [fold(entry) for entry in entries]
        assert all(folded), name
        assert sorted(folded) == sorted(set(folded)), name


@pytest.mark.parametrize("lang", FILES)
def test_no_word_was_taken_for_something_else_by_yaml(lang: str) -> None:
    for entries in lexicon(lang).values():
        assert not {"true", "false", "none", "null"} & {fold(entry) for entry in entries}


@pytest.mark.parametrize("lang", EIGHT)
def test_eight_languages_have_phrases_for_every_kind_of_line(lang: str) -> None:
    everywhere = {"font_size", "networks"}
    assert set(lexicon(lang)) >= LINE_LISTS - everywhere


@pytest.mark.parametrize("lang", languages())
def test_a_language_has_its_months_days_and_small_words(lang: str) -> None:
    assert len(lexicon(lang)["months"]) == 12
    assert len(lexicon(lang)["weekdays"]) == 7
    assert len(lexicon(lang)["common"]) >= 20


@pytest.mark.parametrize("lang", [lang for lang in FILES if lang != "any"])
def test_a_lexicon_has_its_languages_buttons_and_pointers(lang: str) -> None:
    assert lang in languages()
    assert lexicon(lang)["widgets"]
    assert lexicon(lang)["read_also"]
    assert lexicon(lang)["placeholders"]


def test_a_month_is_the_same_month_in_every_language_that_has_its_name() -> None:
    for lang in languages():
        for n, entry in enumerate(lexicon(lang)["months"]):
            for name in entry.split("|"):
                assert {months(other)[fold(name)] for other in languages()} == {n + 1}, (lang, name)


def test_the_small_word_no_is_a_word() -> None:
    assert "no" in lexicon("pt")["common"]


def test_a_region_reads_its_language() -> None:
    assert lexicon("pt-BR") == lexicon("pt")
    assert phrases("widgets", "pt-BR") == phrases("widgets", "pt")
    assert months("pt-BR") == months("pt")


def test_a_text_in_no_known_language_meets_no_english_phrase() -> None:
    assert phrases("widgets", "") < phrases("widgets", "xx")
    assert "close" not in phrases("widgets", "")
    assert months("")["march"] == 3


@pytest.mark.parametrize("lang", ["xx", "tlh", "../en", "EN", "a/b", "é"])
def test_an_unknown_language_has_what_all_have(lang: str) -> None:
    assert phrases("widgets", lang) >= phrases("widgets", "en")
    assert months(lang)["march"] == 3


def test_english_counts_everywhere_and_a_language_only_at_home() -> None:
    assert "read also" in phrases("read_also", "id")
    assert "baca juga" in phrases("read_also", "id")
    assert "baca juga" not in phrases("read_also", "de")
    assert {"kamis", "thursday"} <= weekdays("id")
    assert "kamis" not in weekdays("de")


def test_an_empty_list_matches_nothing() -> None:
    assert alternatives("no_such_list", "en") == "(?!)"
    assert phrases("no_such_list", "en") == frozenset()
