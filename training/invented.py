"""Invent lists and comments from an article's own words, in every language.

The labelled set has a dozen articles with lists and three with comments; it takes more of them to learn what
both look like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_UNITS = ("g", "kg", "ml", "l", "EL", "TL", "cups", "tbsp", "oz", "sendok makan", "cucharadas", "c. à s.")
_HEADINGS = {
    "en": ("{} Comments", "Comments ({})", "{} responses", "Leave a Reply", "Reader comments"),
    "de": ("{} Kommentare", "Kommentare ({})", "Diskussion"),
    "id": ("{} Komentar", "Komentar ({})"),
}
_REPLIES = {"en": "Reply", "de": "Antworten", "id": "Balas"}
_WORD = re.compile(r"[^\W\d_]+")


class Words:
    """The words of an article, to make names and fragments of; ``rnd`` decides."""

    def __init__(self, rnd: Random, lines: Sequence[str], lang: str) -> None:
        words = [word for line in lines for word in _WORD.findall(line)[1:]]
        self.rnd = rnd
        self.names = [word for word in words if word[0].isupper()] or ["Ann", "Lake", "Bern"]
        self.small = [word for word in words if not word[0].isupper()] or ["and", "of", "the"]
        self.months = _MONTHS.get(lang, _MONTHS["en"]).split()

    def name(self, least: int = 1, most: int = 3) -> str:
        """Words with a capital."""
        return " ".join(self.rnd.choice(self.names) for _ in range(self.rnd.randint(least, most)))

    def fragment(self, least: int, most: int) -> str:
        """Words in the order of the text, without a sentence's end."""
        count = self.rnd.randint(least, most)
        start = self.rnd.randrange(max(1, len(self.small) - count))
        words = self.small[start : start + count]
        if self.rnd.random() < 0.4:
            words[self.rnd.randrange(len(words))] = self.rnd.choice(self.names)
        return " ".join(words)

    def clause(self, least: int, most: int) -> str:
        """A fragment that begins with a capital."""
        text = self.fragment(least, most)
        return text[:1].upper() + text[1:]

    def day(self) -> str:
        """A day without its year, in one of the ways in which programmes write it."""
        day, month, number = self.rnd.randint(1, 30), self.rnd.choice(self.months), self.rnd.randint(1, 12)
        return self.rnd.choice(
            (f"{month} {day}", f"{day}. {month}", f"{day} {month}", f"{day}.{number}.", f"{day}/{number}")
        )


def kept_list(rnd: Random, lines: Sequence[str], lang: str) -> list[str]:
    """A list that belongs to the text, now and then with a line that introduces it."""
    words = Words(rnd, lines, lang)
    intro = [f"{words.clause(6, 20)}:"] if rnd.random() < 0.5 else []
    return intro + rnd.choice(_LISTS)(rnd, words)


def _programme(rnd: Random, words: Words) -> list[str]:
    mark = rnd.choice((" – ", " -- ", " - ", ": ", ", "))
    return [f"{words.day()}{mark}{words.name()}, {words.name()}" for _ in range(rnd.randint(3, 14))]


def _numbered(rnd: Random, words: Words) -> list[str]:
    return [f"{n + 1}. {words.clause(2, 10)}" for n in range(rnd.randint(3, 14))]


def _bullets(rnd: Random, words: Words) -> list[str]:
    mark, end = rnd.choice("-•*–"), rnd.choice(("", ".", ";"))
    return [f"{mark} {words.clause(3, 18)}{end}" for _ in range(rnd.randint(3, 14))]


def _results(rnd: Random, words: Words) -> list[str]:
    mark, goals = rnd.choice((" – ", " - ", " vs ", " ")), rnd.choice(":-")
    return [
        f"{words.name(1, 2)}{mark}{words.name(1, 2)} {rnd.randint(0, 9)}{goals}{rnd.randint(0, 9)}"
        for _ in range(rnd.randint(3, 14))
    ]


def _recipe(rnd: Random, words: Words) -> list[str]:
    return [
        f"{rnd.choice((rnd.randint(1, 900), '½', '1/2'))} {rnd.choice(_UNITS)} {words.fragment(1, 4)}"
        for _ in range(rnd.randint(3, 14))
    ]


def _figures(rnd: Random, words: Words) -> list[str]:
    unit = rnd.choice(("", " %", "%", ",5", " €"))
    return [f"{words.name(1, 2)}: {rnd.randint(1, 99)}{unit}" for _ in range(rnd.randint(3, 14))]


def _bare_points(rnd: Random, words: Words) -> list[str]:
    end, make = rnd.choice(("", "", ";", ".")), rnd.choice((words.clause, words.fragment))
    return [make(4, 16) + end for _ in range(rnd.randint(3, 14))]


def _interview(rnd: Random, words: Words) -> list[str]:
    return [
        line
        for _ in range(rnd.randint(2, 5))
        for line in (f"{words.clause(4, 12)}?", f"{words.clause(8, 25)}. {words.clause(6, 16)}.")
    ]


def _posts(rnd: Random, words: Words) -> list[str]:
    return [
        line
        for _ in range(rnd.randint(1, 3))
        for line in (
            words.clause(8, 25) + rnd.choice((".", "!", "…")),
            (
                f"— {words.name(1, 2)} (@{rnd.choice(words.small)}) {rnd.choice(words.months)} "
                f"{rnd.randint(1, 30)}, 20{rnd.randint(10, 26)}"
            ),
        )
    ]


def _portraits(rnd: Random, words: Words) -> list[str]:
    label, query = words.clause(1, 1) + ":", words.clause(5, 12) + "?"
    dash = rnd.choice(("", "— "))
    out = []
    for _ in range(rnd.randint(3, 8)):
        credit = [label, words.fragment(2, 3)] if rnd.random() < 0.8 else []
        out += [words.name(2, 2), *credit, query, f"{dash}{words.clause(15, 40)}. {words.clause(8, 20)}."]
    return out


def _goods(rnd: Random, words: Words) -> list[str]:
    money = rnd.choice(("$", "€", "Rp ", "£"))
    return [
        f"{words.name(2, 5)} ({money}{rnd.randint(5, 900)})"
        + (f", {words.fragment(2, 6)}" if rnd.random() < 0.5 else "")
        for _ in range(rnd.randint(3, 14))
    ]


def _standings(rnd: Random, words: Words) -> list[str]:
    return [
        f"{n + 1} {words.name(2, 2)} {rnd.randint(1, 30)} {rnd.randint(1, 30)} {rnd.randint(1, 90)}"
        for n in range(rnd.randint(3, 14))
    ]


def _headed(rnd: Random, words: Words) -> list[str]:
    numbered = rnd.random() < 0.5
    return [
        line
        for n in range(rnd.randint(2, 7))
        for line in (
            (f"{n + 1}. " if numbered else "") + words.name(),
            f"{words.clause(12, 40)}. {words.clause(6, 22)}.",
        )
    ]


_LISTS: tuple[Callable[[Random, Words], list[str]], ...] = (
    *(_programme, _numbered, _bullets, _results, _recipe, _figures, _bare_points),
    *(_interview, _posts, _portraits, _goods, _standings, _headed),
)


def comments(rnd: Random, paragraphs: Sequence[str], lines: Sequence[str], lang: str) -> list[str]:
    """What readers wrote below an article: names, times and ``paragraphs`` of other articles."""
    words = Words(rnd, lines, lang)
    out = [rnd.choice(_HEADINGS.get(lang, _HEADINGS["en"])).format(rnd.randint(2, 99))]
    with_times, with_replies = rnd.choice(((True, True), (True, False), (False, True)))
    for _ in range(rnd.randint(2, 8)):
        out.append(words.name(1, 2))
        if with_times:
            out.append(f"{words.day()} 20{rnd.randint(10, 26)}, {rnd.randint(0, 23)}:{rnd.randint(10, 59)}")
        out += [rnd.choice(paragraphs) for _ in range(rnd.randint(1, 3))]
        if with_replies:
            out.append(_REPLIES.get(lang, "Reply"))
    return out
