"""Suggestions of articles on the same event in other words.

Articles of one language within a few days are compared by their terms through an inverted index, never all
with all. Groups grow by average link (R. R. Sokal, C. D. Michener, 1958): two groups become one while their
articles are alike enough on the average.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple, TypeAlias

from briefgen.nlp.near_duplicates import days
from briefgen.nlp.tfidf import NAME, NUMBER, EventText, Vector, Vocabulary

WINDOW = 3
"""Days within which articles tell one event."""
FADE = 0.2
"""How much less alike two articles are for each day between them."""
ALIKE = 0.105
"""How alike two groups must be on the average to become one: 0 nothing in common, 1 the same."""
SHOWN = 4
"""Names, numbers and words that are given as a reason, of each so many."""
FAINT = 0.02
"""What is less alike than this counts as having nothing in common."""

Links: TypeAlias = dict[tuple[int, int], float]
"""(earlier, later) place of two articles -> how alike they are."""


class Event(NamedTuple):
    """Articles that may be on one event, oldest first, with the terms they share."""

    articles: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]


def same_events(articles: Iterable[EventText]) -> list[Event]:
    """Groups of articles that may be on one event, the newest group first."""
    by_language: dict[str, list[EventText]] = {}
    for one in sorted(articles, key=lambda one: (one.day, one.id)):
        by_language.setdefault(one.lang.partition("-")[0], []).append(one)
    result = []
    for code, those in sorted(by_language.items()):
        index = EventIndex(code, those)
        groups = average_link(len(those), index.links())
        result += [(those[group[-1]].day, index.event(group)) for group in groups]
    return [event for _, event in sorted(result, key=lambda one: (one[0], one[1].articles), reverse=True)]


_NOBODY: list[tuple[int, float]] = []


class EventIndex:
    """The articles of one language by their terms."""

    def __init__(self, code: str, articles: Sequence[EventText]) -> None:
        self.language = Vocabulary.of(code, articles)
        self.texts = articles
        counts = [self.language.count(one) for one in articles]
        for one in counts:
            self.language.learn(one)
        self.vectors: list[Vector] = [self.language.vector(one) for one in counts]
        self._days = [days(one.day) for one in articles]
        self._postings: dict[int, list[tuple[int, float]]] = {}
        for place, vector in enumerate(self.vectors):
            for term, weight in vector.items():
                self._postings.setdefault(term, []).append((place, weight))

    def near(self, one: EventText) -> dict[str, float]:
        """How similar the articles of the days around are to a new one."""
        result = self._alike(one.day, self.language.vector(self.language.count(one)), len(self.texts))
        return {self.texts[place].id: alike for place, alike in result.items() if alike >= FAINT}

    def links(self) -> Links:
        """How alike each two articles are."""
        return {
            (place, later): alike
            for later, vector in enumerate(self.vectors)
            for place, alike in self._alike(self.texts[later].day, vector, later).items()
            if alike >= FAINT
        }

    def event(self, group: Sequence[int]) -> Event:
        """What a group of articles has in common, the weightiest first."""
        weights: dict[int, float] = {}
        holders: Counter[int] = Counter()
        for place in group:
            holders.update(self.vectors[place].keys())
            for term, weight in self.vectors[place].items():
                weights[term] = weights.get(term, 0.0) + weight
        shared = (term for term in weights if holders[term] > 1)
        labels = [
            self.language.label(term) for term in sorted(shared, key=lambda term: (-weights[term], term))
        ]
        names, numbers, words = (
            _distinct(text for text, its in labels if text and its == kind) for kind in (NAME, NUMBER, 1.0)
        )
        return Event(tuple(self.texts[place].id for place in group), names, numbers, words)

    def _alike(self, day: str, vector: Vector, before: int) -> dict[int, float]:
        """How similar the articles of the days around ``day`` are to a vector.

        Only those whose place is ``before`` this one are compared.
        """
        first = bisect_left(self._days, days(day) - WINDOW)
        last = min(before, bisect_right(self._days, days(day) + WINDOW))
        alike: dict[int, float] = {}
        for term, weight in vector.items():
            holders = self._postings.get(term, _NOBODY)
            for place, its in holders[bisect_left(holders, (first,)) : bisect_left(holders, (last,))]:
                alike[place] = alike.get(place, 0.0) + weight * its
        here = days(day)
        return {place: value * (1 - FADE * abs(here - self._days[place])) for place, value in alike.items()}


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The first few texts; a pair of words replaces its single words."""
    out: dict[str, str] = {}
    for text in texts:
        words = text.split(" ")
        if any(text in one.split(" ") for one in out.values()):
            continue
        parts = [place for place, one in out.items() if one in words]
        out[parts[0] if parts else text] = text
        for place in parts[1:]:
            del out[place]
    return tuple(out.values())[:SHOWN]


def average_link(count: int, links: Links) -> list[list[int]]:
    """Groups of two or more of the places 0 to ``count``."""
    total: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), alike in links.items():
        total[one][other] = total[other][one] = alike
    members = [[place] for place in range(count)]
    heap = [(-round(alike, 9), one, other) for (one, other), alike in links.items() if alike >= ALIKE]
    heapify(heap)
    while heap:
        negative, one, other = heappop(heap)
        if not (members[one] and members[other]) or -negative != _mean(total, members, one, other):
            continue
        _join(total, members, one, other)
        for near in total[one]:
            mean = _mean(total, members, one, near)
            if mean >= ALIKE:
                heappush(heap, (-mean, min(one, near), max(one, near)))
    return [sorted(group) for group in members if len(group) > 1]


def _mean(total: list[dict[int, float]], members: list[list[int]], one: int, other: int) -> float:
    return round(total[one][other] / (len(members[one]) * len(members[other])), 9)


def _join(total: list[dict[int, float]], members: list[list[int]], one: int, other: int) -> None:
    """Put the second group into the first."""
    members[one] += members[other]
    members[other] = []
    del total[one][other]
    for near, alike in total[other].items():
        if near != one:
            del total[near][other]
            total[one][near] = total[near][one] = total[one].get(near, 0.0) + alike
    total[other] = {}
