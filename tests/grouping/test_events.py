"""Articles on one event are found, for plain reasons, in any order of files."""

from __future__ import annotations

import random

import pytest

from briefgen.nlp.average_link import average_link
from briefgen.nlp.event_clustering import ALIKE, same_events
from briefgen.nlp.event_index import EventIndex
from briefgen.nlp.tfidf import EventText, Vocabulary, without_outlet

FLOOD = [
    EventText(
        "a",
        "2022-03-30",
        "id",
        "Banjir merendam Kampung Melayu",
        (
            "Air Ciliwung meluap dan merendam 120 rumah di Kampung Melayu. Warga mengungsi ke "
            "sekolah, kata Camat Hartono."
        ),
    ),
    EventText(
        "b",
        "2022-03-31",
        "id",
        "Warga Kampung Melayu mengungsi",
        (
            "Camat Hartono menghitung 120 rumah terendam setelah luapan Ciliwung. Pengungsi "
            "menunggu bantuan di sekolah."
        ),
    ),
]
MATCH = [
    EventText(
        "c",
        "2022-03-30",
        "id",
        "Persela menang di Lamongan",
        "Gol Ivan Carlos membawa Persela menang 2-1 atas Borneo di Stadion Surajaya, Lamongan.",
    ),
    EventText(
        "d",
        "2022-03-30",
        "id",
        "Ivan Carlos bawa Persela unggul",
        "Persela mengalahkan Borneo 2-1 di Lamongan lewat gol Ivan Carlos pada menit akhir.",
    ),
]
OTHERS = [
    EventText(
        "e",
        "2022-03-30",
        "id",
        "Harga cabai naik",
        "Pedagang pasar menaikkan harga cabai menjelang puasa, kata seorang penjual.",
    ),
    EventText(
        "f",
        "2022-03-31",
        "id",
        "Pameran batik dibuka",
        "Perajin muda memamerkan kain batik tulis dengan pewarna alam.",
    ),
]
ALL = [*FLOOD, *MATCH, *OTHERS]


def groups(told: list[EventText]) -> list[tuple[str, ...]]:
    return [event.articles for event in same_events(told)]


def test_articles_of_one_event_are_grouped_and_no_others() -> None:
    assert groups(ALL) == [("a", "b"), ("c", "d")]


def test_the_reason_names_what_they_share() -> None:
    flood, match = same_events(ALL)
    assert {"Ciliwung", "Kampung Melayu"} <= set(flood.names)
    assert "120" in flood.numbers
    assert "Ivan Carlos" in match.names


def test_no_order_of_files_changes_a_suggestion() -> None:
    expected = same_events(ALL)
    pick = random.Random(1)  # noqa: S311 - an order, no secret
    for _ in range(5):
        assert same_events(pick.sample(ALL, len(ALL))) == expected


def test_days_apart_are_not_one_event() -> None:
    assert ("a", "b") in groups(ALL)
    late = [one._replace(day="2022-04-20") if one.id == "b" else one for one in ALL]
    assert ("a", "b") not in groups(late)


def test_words_join_articles_of_one_language_alone() -> None:
    nameless = [
        one._replace(title=one.title.lower(), text=one.text.lower().replace("120", "ratusan"))
        for one in FLOOD
    ]
    assert ("a", "b") in groups([*nameless, *OTHERS])
    assert groups([nameless[0], nameless[1]._replace(lang="en"), *OTHERS]) == []
    assert ("a", "b") in groups([FLOOD[0], FLOOD[1]._replace(lang="id-ID"), *MATCH, *OTHERS])


def test_names_join_articles_of_several_languages() -> None:
    assert groups([FLOOD[0], FLOOD[1]._replace(lang="en"), *OTHERS]) == [("a", "b")]


def test_titles_alone_can_tell_one_event() -> None:
    titles = [
        "Skater Momo wins first gold | The Daily Bugle",
        "Momo, 13, becomes first skateboarding champion",
        "Storm delays rowing on Sunday",
        "Rowing moved as storm nears",
        "Mayor opens library",
    ]
    told = [EventText(f"{n}", "2021-07-26", "en", title, "") for n, title in enumerate(titles)]
    assert set(groups(told)) == {("0", "1"), ("2", "3")}


@pytest.mark.parametrize("told", [[], [FLOOD[0]], [one._replace(title="", text="") for one in FLOOD]])
def test_nothing_to_compare_is_no_event(told: list[EventText]) -> None:
    assert same_events(told) == []


def test_a_new_article_is_held_against_those_that_share_a_term_with_it() -> None:
    index = EventIndex("id", [FLOOD[0], *MATCH, *OTHERS])
    near = index.near(FLOOD[1])
    assert near["a"] == max(near.values()) > ALIKE
    assert index.near(FLOOD[1]._replace(day="2023-01-01")) == {}


def test_average_link_needs_the_whole_group_to_be_alike() -> None:
    pair, chain = {(0, 1): 0.5}, {(0, 1): 0.5, (1, 2): 0.15}
    assert average_link(3, pair, 0.1) == [[0, 1]]
    assert average_link(3, chain, 0.1) == [[0, 1]], "the third is like one of two, and that is not enough"
    assert average_link(3, {**chain, (0, 2): 0.15}, 0.1) == [[0, 1, 2]]


def test_a_name_is_a_word_that_is_hardly_ever_small() -> None:
    language = Vocabulary.of(
        "en", [EventText("a", "", "en", "", "The Reid case. A case of Reid and the law, says Reid.")]
    )
    assert language.surfaces["Reid"][1] > language.surfaces["case"][1]
    assert language.surfaces["The"][1] == language.surfaces["case"][1]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Storm delays rowing | The Daily Bugle", "Storm delays rowing"),
        ("Storm delays rowing - Daily Bugle", "Storm delays rowing"),
        ("Storm - a report", "Storm - a report"),
        ("Storm delays well-known rowing", "Storm delays well-known rowing"),
    ],
)
def test_an_outlet_is_no_part_of_a_headline(title: str, kept: str) -> None:
    assert without_outlet(title) == kept
