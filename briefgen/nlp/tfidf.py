"""Weighted terms of a text: its rare words, names, numbers, and pairs of words.

Weights are tf-idf (G. Salton, C. Buckley, "Term-weighting approaches in automatic text retrieval", 1988)
within one language, so that a project in several languages is as many collections.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from math import log, sqrt
from typing import NamedTuple

from briefgen.nlp.stemming import stem
from briefgen.nlp.tokens import split

NAME, NUMBER, TITLE, PAIR = 4.0, 3.0, 2.0, 0.3
"""The weights of a name, a number, a word of the title, and a pair of words."""
CAPITAL = 0.7
"""A word is a name when it stands with a capital this often in its language's texts."""
KEPT = 60
"""Terms that a text is known by."""
GRAMS, SHORT, GRAM = (3, 4, 5), 40, 0.3
"""The lengths of runs of letters, the words below which a text needs them, and their weight."""

Vector = dict[int, float]
"""Term -> weight, of length 1."""


_OUTLET = re.compile(r"(?<=\S)\s+(?:[|–—-]\s+(?:[^\s|]+\s+){0,4}[^\s|]+|\|\s.*)$")


class EventText(NamedTuple):
    """What an article says: its head's id, day and language, its title and its text."""

    id: str
    day: str
    lang: str
    title: str
    text: str


class TermCounts(NamedTuple):
    """The terms of a text and their weights, before their rarity is known."""

    terms: array[int]
    weights: array[float]


@dataclass
class Vocabulary:
    """What the texts of one language share: names, and the spread of terms."""

    code: str
    texts: int = 0
    holding: Counter[int] = field(default_factory=Counter)
    numbers: dict[str, int] = field(default_factory=dict)
    _terms: list[str] = field(default_factory=list)
    surfaces: Surfaces = field(default_factory=lambda: Surfaces("", set()))

    @classmethod
    def of(cls, code: str, articles: Iterable[EventText]) -> Vocabulary:
        """What these texts tell of their language."""
        seen: Counter[str] = Counter()
        for one in articles:
            seen.update(split(one.text or one.title))
        capitals: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for word, times in seen.items():
            total[word.casefold()] += times
            if word[0].isupper():
                capitals[word.casefold()] += times
        names = {word for word, times in capitals.items() if times >= CAPITAL * total[word]}
        return cls(code, surfaces=Surfaces(code, names))

    def count(self, article: EventText) -> TermCounts:
        """The terms of a text, numbered as they come; the numbers mean nothing elsewhere."""
        weights: dict[str, float] = {}
        title, text = split(without_outlet(article.title)), split(article.text)
        self._add(weights, title, TITLE)
        self._add(weights, text, 1.0)
        if len(title) + len(text) < SHORT:
            _add_letters(weights, title)
        numbers = self.numbers
        terms = array("I", [numbers.setdefault(term, len(numbers)) for term in weights])
        return TermCounts(terms, array("f", weights.values()))

    def learn(self, counts: TermCounts) -> None:
        """Take a text into account when telling how rare its terms are."""
        self.texts += 1
        self.holding.update(counts.terms)

    def vector(self, counts: TermCounts) -> Vector:
        """The terms that a text is best known by."""
        texts, holding = self.texts + 1, self.holding
        weighed = [
            (((1 + log(weight)) if weight >= 1 else weight) * log(texts / (holding[term] + 0.5)), term)
            for term, weight in zip(*counts, strict=True)
        ]
        best = nlargest(KEPT, weighed)
        length = sqrt(sum(weight * weight for weight, _ in best)) or 1.0
        return {term: weight / length for weight, term in best if weight > 0}

    def label(self, term: int) -> tuple[str, float]:
        """A term as a person reads it, and its weight; empty if it is unreadable."""
        words = self._by_number()[term].split(" ")
        if words[0].startswith("#"):
            return "", 1.0
        kinds = [self.surfaces[self.surfaces.shown[word]][1] for word in words]
        return " ".join(self.surfaces.shown[word] for word in words), min(kinds)

    def _by_number(self) -> list[str]:
        if len(self._terms) != len(self.numbers):
            self._terms = list(self.numbers)
        return self._terms

    def _add(self, weights: dict[str, float], words: list[str], times: float) -> None:
        last, last_is_name = "", False
        for term, weight in map(self.surfaces.__getitem__, words):
            if not weight:
                last = ""
                continue
            weights[term] = weights.get(term, 0.0) + weight * times
            is_name = weight > 1
            if last and (is_name or last_is_name):
                pair = f"{last} {term}"
                weights[pair] = weights.get(pair, 0.0) + PAIR * weight * times
            last, last_is_name = term, is_name


class Surfaces(dict[str, tuple[str, float]]):
    """Word -> (its term, its weight); the weight is 0 for a word without meaning.

    ``shown`` is the other way round: the word that a term is shown as.
    """

    def __init__(self, lang: str, names: set[str]) -> None:
        super().__init__()
        self._lang, self._names = lang, names
        self.shown: dict[str, str] = {}

    def __missing__(self, word: str) -> tuple[str, float]:
        folded = word.casefold()
        if len(folded) < 2 and folded.isascii():
            result = ("", 0.0)
        else:
            is_name = word[0].isupper() and folded in self._names
            result = (stem(folded, self._lang), NAME if is_name else NUMBER if folded.isdigit() else 1.0)
        self[word] = result
        self.shown.setdefault(result[0], word if result[1] == NAME else folded)
        return result


def without_outlet(title: str) -> str:
    """A headline without the name of the outlet at its end, if enough is left."""
    shorter = _OUTLET.sub("", title)
    return shorter if shorter.count(" ") >= 2 else title


def _add_letters(weights: dict[str, float], words: Iterable[str]) -> None:
    for word in words:
        framed = f" {word.casefold()} "
        for size in GRAMS:
            for at in range(len(framed) - size + 1):
                gram = f"#{framed[at : at + size]}"
                weights[gram] = weights.get(gram, 0.0) + GRAM
