"""How alike articles of one language are, by their terms.

Articles within a few days are compared through an inverted index, never all with all. The likeness of two
articles is evidence for one event only after corrections, see ``EventIndex.links``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from briefgen.nlp.average_link import Links
from briefgen.nlp.near_duplicates import days
from briefgen.nlp.tfidf import EventText, Vector, Vocabulary

WINDOW = 3
"""Days within which articles report one event."""
FADE = 0.2
"""How much less alike two articles are for each day between them."""
FAINT = 0.02
"""Articles less alike than this have nothing in common."""
CLEAR = 0.35
"""Reports of one event in other words are seldom more alike than this."""
HEADLINE, BARE = 80, 0.6
"""Characters below which a text is as good as none, and what the likeness of two headlines counts."""
FULL, BRIEF = 600, 0.25
"""Characters from which a text counts in full, and what the likeness of the briefest ones counts.

Brief texts on different events are alike by the name of one town or official.
"""

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
        self._lengths = [len(one.text) for one in articles]
        self._postings: dict[int, list[tuple[int, float]]] = {}
        for place, vector in enumerate(self.vectors):
            for term, weight in vector.items():
                self._postings.setdefault(term, []).append((place, weight))

    def near(self, one: EventText) -> dict[str, float]:
        """How similar the articles of the days around are to a new one."""
        result = self._alike(one.day, self.language.vector(self.language.count(one)), len(self.texts))
        return {self.texts[place].id: alike for place, alike in result.items() if alike >= FAINT}

    def links(self) -> Links:
        """How likely each two articles report one event.

        Their heaviest common term does not count: one name or one theme in common is no event. If both have
        a much closer neighbour, they are less likely, so that alike events keep apart.
        """
        alike = {
            (place, later): value
            for later, vector in enumerate(self.vectors)
            for place, value in self._alike(self.texts[later].day, vector, later).items()
            if value >= FAINT
        }
        closest = [0.0] * len(self.texts)
        for (one, other), value in alike.items():
            closest[one], closest[other] = max(closest[one], value), max(closest[other], value)
        return {
            (one, other): self._likelihood(one, other, value, min(closest[one], closest[other]))
            for (one, other), value in alike.items()
        }

    def shared_labels(self, group: Sequence[int]) -> list[tuple[str, float]]:
        """The terms that articles share, each with its kind, the weightiest first."""
        weights: dict[int, float] = {}
        holders: Counter[int] = Counter()
        for place in group:
            holders.update(self.vectors[place].keys())
            for term, weight in self.vectors[place].items():
                weights[term] = weights.get(term, 0.0) + weight
        shared = (term for term in weights if holders[term] > 1)
        return [self.language.label(term) for term in sorted(shared, key=lambda term: (-weights[term], term))]

    def _likelihood(self, one: int, other: int, alike: float, closest: float) -> float:
        """The likeness of two articles, corrected; ``closest`` is what both reach with some article."""
        length = min(self._lengths[one], self._lengths[other])
        if length < HEADLINE:
            return BARE * alike
        first, second = self.vectors[one], self.vectors[other]
        heaviest = max(first[term] * second[term] for term in first.keys() & second.keys())
        rest = alike - heaviest * self._fade(self._days[one], self._days[other])
        return rest * min(1.0, alike / min(CLEAR, closest)) * max(BRIEF, min(1.0, length / FULL))

    def _alike(self, day: str, vector: Vector, before: int) -> dict[int, float]:
        """How similar the articles of the days around ``day`` are to a vector.

        Only those whose place is ``before`` this one are compared.
        """
        here = days(day)
        first = bisect_left(self._days, here - WINDOW)
        last = min(before, bisect_right(self._days, here + WINDOW))
        alike: dict[int, float] = {}
        for term, weight in vector.items():
            holders = self._postings.get(term, _NOBODY)
            for place, its in holders[bisect_left(holders, (first,)) : bisect_left(holders, (last,))]:
                alike[place] = alike.get(place, 0.0) + weight * its
        return {place: value * self._fade(here, self._days[place]) for place, value in alike.items()}

    @staticmethod
    def _fade(day: int, other: int) -> float:
        return 1 - FADE * abs(day - other)
