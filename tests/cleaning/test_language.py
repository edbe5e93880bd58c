"""The vote of the small words."""

from __future__ import annotations

import pytest

from briefgen.cleaning.language import SAMPLE, language_of

SENTENCES = {
    "en": "The harbour will close for a week in April, the council said, and the ferries have to wait for it to open.",
    "de": "Der Hafen wird im April für eine Woche geschlossen, und die Fähren müssen warten, bis er sich wieder öffnet.",
    "id": "Pelabuhan itu akan ditutup selama sepekan pada bulan April, kata dewan, dan kapal yang ada tidak berangkat dari sana.",
    "es": "El puerto se cierra por una semana en abril, dijo el consejo, y los barcos de la isla no saben que hacer con su carga.",
    "fr": "Le port est fermé pour une semaine en avril, dit le conseil, et les bacs ne sont pas sur la mer avec des passagers.",
    "pt": "O porto fecha por uma semana em abril, disse o conselho, e os barcos da ilha não sabem como se manter com as cargas.",
    "it": "Il porto chiude per una settimana in aprile, dice il consiglio, e le navi che sono al largo non sanno come tornare.",
    "nl": "De haven gaat in april een week dicht, zegt de raad, en het veer van het eiland moet dat ook nog met een brief melden.",
    "sv": "Hamnen ska vara stängd en vecka i april, säger rådet, och färjorna som går till ön kan inte komma fram för att lasta.",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_sentence_is_enough(lang: str) -> None:
    assert language_of(SENTENCES[lang]) == lang


@pytest.mark.parametrize(
    "text",
    [
        "",
        "April",
        "the of and to",  # too few words to say
        "港を春に一週間閉鎖へ。市議会は月曜日の夜に発表した。",
        "Γαζέτα πόλη λιμάνι θάλασσα πλοίο καπετάνιος",
        "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod",
        "1 2 3 4 5 6 7 8 9",
    ],
)
def test_what_nobody_votes_for_is_left_open(text: str) -> None:
    assert language_of(text) == ""


def test_two_languages_alike_are_left_open() -> None:
    assert language_of("the of and to in der die das und ist") == ""


def test_capitals_and_what_comes_late_do_not_matter() -> None:
    assert language_of(SENTENCES["id"].upper()) == "id"
    early = (SENTENCES["sv"] + " ") * (SAMPLE // len(SENTENCES["sv"]) + 1)
    assert language_of(early + SENTENCES["en"] * 200) == "sv"
