"""What a telling adds: sentences with new words, and not the same facts in another order."""

from __future__ import annotations

import pytest

from briefgen.nlp.novelty import SHOWN, Addition, additions

FIRST = "Air sungai meluap dan merendam 120 rumah di kampung itu. Warga mengungsi ke sekolah."
AGAIN = "Sebanyak 120 rumah di kampung itu terendam luapan air sungai. Pengungsi berada di sekolah."
MORE = f"{AGAIN} Wali kota menjanjikan tanggul beton setinggi empat meter tahun depan."


def test_the_first_telling_adds_nothing() -> None:
    assert additions([FIRST], ["id"]) == (Addition(()),)
    assert additions([], []) == ()


def test_the_same_facts_in_other_words_add_nothing() -> None:
    assert additions([FIRST, AGAIN], ["id", "id"])[1] == Addition(())


def test_a_new_fact_is_an_addition_and_only_once() -> None:
    _, added, repeated = additions([FIRST, MORE, MORE], ["id"] * 3)
    assert added == Addition(("Wali kota menjanjikan tanggul beton setinggi empat meter tahun depan.",))
    assert repeated == Addition((), nothing=True)


def test_a_telling_is_held_against_those_in_its_language() -> None:
    english = "The river flooded 120 houses in the village."
    texts, langs = [FIRST, english, AGAIN, english], ["id", "en", "id", "en"]
    assert additions(texts, langs) == (Addition(()), Addition(()), Addition(()), Addition((), nothing=True))


def test_what_is_not_shown_is_counted() -> None:
    sentences = [f"alpha{n} bravo{n} charlie{n} delta{n}." for n in range(SHOWN + 2)]
    assert additions([FIRST, " ".join(sentences)], ["id", "id"])[1] == Addition(tuple(sentences[:SHOWN]), 2)


@pytest.mark.parametrize("short", ["Sembilan tewas.", "Bandara ditutup.", "300 rumah rusak."])
def test_few_new_words_are_not_called_nothing(short: str) -> None:
    assert additions([FIRST, short], ["id", "id"])[1] == Addition((), nothing=False)


def test_a_greeting_is_no_addition() -> None:
    assert additions([FIRST, f"Selamat pagi. {AGAIN}"], ["id", "id"])[1] == Addition(())
