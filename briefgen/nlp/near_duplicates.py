"""Near-copies: one wire text in several outlets. They join by themselves, so what is not certain does not join."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model import Join
from briefgen.nlp.minhash import keys, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefgen.model import Article

LEAST_JACCARD = 0.25
LEAST_OVERLAP = 0.6
"""Two texts are near-copies when they share this much of all that they have, and this much of the shorter one."""
WINDOW = 3
"""Days within which near-copies are one story; later it is the same text again."""
LOOK_BACK = 31
"""Days within which a text that comes again is noticed."""
MANY = 16
"""Sketches that share a key are held against each other up to this many."""


class Copies(NamedTuple):
    """What near-copies there are: the story that each of them joins, by article, and what came again on a later day."""

    joins: dict[str, Join]
    again: tuple[Again, ...]


class Again(NamedTuple):
    """An article that says what one of an earlier day said, and how much of the shorter text, in percent."""

    later: Article
    earlier: Article
    overlap: int


def near_copies(articles: Iterable[Article]) -> Copies:
    """The near-copies among articles, whatever their order.

    Oldest first, each article is held against the originals of the last days that share a key with it, never against all. It joins
    the one that it overlaps most, within the window; an article that joins none is an original itself. So all copies of a story
    overlap with its first article, and no chain of small changes joins two texts that differ.
    """
    joins: dict[str, Join] = {}
    again = []
    originals = Originals()
    for article in sorted((a for a in articles if a.sketch), key=lambda a: (a.day, a.time, a.id)):
        overlap, first = max(originals.like(article), default=(0, None), key=lambda hit: hit[0])
        if first is None or days_between(first.day, article.day) > WINDOW:
            originals.add(article)
        else:
            joins[first.id] = Join(first.slug, 100)
            joins[article.id] = Join(first.slug, overlap)
        if first and first.day != article.day:
            again.append(Again(article, first, overlap))
    return Copies(joins, tuple(again))


class Originals:
    """The first articles to tell what they tell, by the keys of their sketches; those of two months ago are forgotten."""

    def __init__(self) -> None:
        self._articles: list[Article] = []
        self._months: dict[int, dict[int, int]] = {}

    def add(self, article: Article) -> None:
        """Hold later articles against this one, too."""
        month = days(article.day) // LOOK_BACK
        self._months.pop(month - 2, None)
        holders = self._months.setdefault(month, {})
        holders.update(dict.fromkeys(keys(article.sketch), len(self._articles)))
        self._articles.append(article)

    def like(self, article: Article) -> Iterator[tuple[int, Article]]:
        """The originals of the last days that an article is a near-copy of, with the overlap in percent, in the order of adding."""
        known = keys(article.sketch)
        month = days(article.day) // LOOK_BACK
        months = [self._months[n] for n in (month - 1, month) if n in self._months]
        for place in sorted({holders[key] for holders in months for key in holders.keys() & known}):
            original = self._articles[place]
            percent = overlap(article.sketch, original.sketch)
            if percent and days_between(original.day, article.day) <= LOOK_BACK:
                yield percent, original


def overlap(one: bytes, other: bytes) -> int:
    """How much of the shorter text stands in the other, in percent; 0 where the two are no near-copies."""
    if not (one and other):
        return 0
    jaccard, contained = likeness(one, other)
    return round(100 * contained) if jaccard >= LEAST_JACCARD and contained >= LEAST_OVERLAP else 0


def joins_alike(day: str, old: bytes, new: bytes, among: Mapping[str, Mapping[str, bytes]]) -> bool:
    """Whether every join is sure to be the same with a new sketch of an article in the place of the old one.

    ``among`` has the other sketches by day and article; only those of a time with it are looked at. With those that share a key which it keeps
    its overlap must stay as it is, and a key that it gains or loses may lead to no near-copy. It may say no where a yes would do.
    """
    before, after = (keys(sketch) if sketch else set() for sketch in (old, new))
    kept, moved = before & after, before ^ after
    holders: dict[int, list[bytes]] = {}
    for other_day, sketches in among.items():
        if days_between(other_day, day) > 2 * LOOK_BACK:
            continue
        for other in sketches.values():
            theirs = keys(other)
            if not kept.isdisjoint(theirs) and overlap(old, other) != overlap(new, other):
                return False
            for key in moved & theirs:
                holders.setdefault(key, [old, new]).append(other)
    return not any(_has_copies(group) for group in holders.values())


def _has_copies(sketches: Sequence[bytes]) -> bool:
    """Whether any two of some sketches, the first two aside, are of near-copies; yes where they are too many to look."""
    pairs = list(combinations(sketches[: MANY + 1], 2))[1:]
    return len(sketches) > MANY or any(overlap(one, other) for one, other in pairs)


def days_between(one: str, other: str) -> int:
    """How many days lie between two days."""
    return abs(days(one) - days(other))


@lru_cache(maxsize=1 << 12)
def days(day: str) -> int:
    """The number of a day, counted from one that is the same for all."""
    return date.fromisoformat(day).toordinal()
