"""Answers that open at a click and boxes beside the text belong to an article, in ten languages."""

from __future__ import annotations

import pytest

from briefgen.importing.document import Input
from briefgen.importing.web_page import read

WORDS = {
    "en": (
        "The council rebuilt the old bridge after the floods of the spring.",
        "Who pays for the new bridge?",
    ),
    "de": (
        "Der Rat ließ die alte Brücke nach der Flut im Frühjahr neu bauen.",
        "Wer bezahlt die neue Brücke?",
    ),
    "fr": (
        "Le conseil a fait rebâtir le vieux pont après la crue du printemps.",
        "Qui paie le nouveau pont ?",
    ),
    "es": (
        "El concejo hizo reconstruir el viejo puente tras la crecida.",
        "¿Quién paga el nuevo puente ahora?",
    ),
    "pt": ("A câmara mandou refazer a velha ponte depois da cheia.", "Quem paga a nova ponte da vila?"),
    "it": ("Il comune ha fatto rifare il vecchio ponte dopo la piena.", "Chi paga il nuovo ponte del paese?"),
    "nl": ("De gemeente liet de oude brug na het hoge water herbouwen.", "Wie betaalt de nieuwe brug nu?"),
    "id": ("Dewan kota membangun kembali jembatan tua setelah banjir.", "Siapa yang membayar jembatan baru?"),
    "pl": ("Rada kazała odbudować stary most po wiosennej powodzi.", "Kto zapłaci za nowy most w mieście?"),
    "tr": (
        "Meclis, selden sonra eski köprüyü yeniden yaptırmaya karar verdi.",
        "Yeni köprünün parasını kim ödüyor?",
    ),
}
ANSWERS = {
    "details": "<details><summary>{question}</summary><p>{answer}</p></details>",
    "accordion": '<div class="faq accordion-item"><h3>{question}</h3><div><p>{answer}</p></div></div>',
}
NOTES = {
    "details": '<aside class="note"><p>{note}</p></aside>',
    "accordion": '<div class="callout"><p>{note}</p></div>',
}


@pytest.mark.parametrize(("lang", "words"), WORDS.items())
@pytest.mark.parametrize("form", ANSWERS)
def test_questions_answers_and_notes_stay_and_menus_go(lang: str, words: tuple[str, str], form: str) -> None:
    sentence, question = words
    text = [f"<p>{n}. {sentence} {n * 7} {sentence} {n * 11}.</p>" for n in range(1, 9)]
    note, answer = f"{sentence} ({lang} 901) {sentence}", f"{sentence} ({lang} 902) {sentence}"
    text.insert(4, NOTES[form].format(note=note))
    menu = "".join(f'<li><a href="/{n}">Menu {n}</a></li>' for n in range(9))
    accordion = f'<div class="accordion menu"><a href="/x">{sentence}</a></div>'
    body = f"{''.join(text)}{ANSWERS[form].format(question=question, answer=answer)}"
    page = (
        f'<html lang="{lang}"><body><nav><ul>{menu}</ul></nav><main><article><h1>{question}</h1>{body}'
        f"</article></main><footer>{accordion}</footer></body></html>"
    )
    (document,) = read(Input("page.html", page.encode()))
    lines = [line.text for line in document.lines]
    assert sum(note in line for line in lines) == 1
    assert sum(answer in line for line in lines) == 1
    assert any(question == line for line in lines)
    assert not any(line.startswith("Menu") or line == sentence for line in lines)
