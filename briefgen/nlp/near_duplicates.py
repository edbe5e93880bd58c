"""Near-duplicates: one wire text in several outlets.

They become one story automatically, so what is not certain does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from briefgen.model import Article, ClusterMember
from briefgen.nlp.minhash import keys, likeness

LEAST_JACCARD = 0.25
LEAST_OVERLAP = 0.6
"""The least that near-duplicates share: of both texts together, and of the shorter one."""
WINDOW = 3
"""Days within which near-duplicates are one story; later it is a repeat."""
LOOK_BACK = 31
"""Days within which a repeat is noticed."""
MANY = 16
"""Up to this many signatures that share a key are compared with each other."""


class NearDuplicates(NamedTuple):
    """The clusters of near-duplicates, by article, and the repeats on a later day."""

    clusters: dict[str, ClusterMember]
    repeats: tuple[Repeat, ...]


class Repeat(NamedTuple):
    """An article with an earlier text, and the overlap in percent of the shorter one."""

    later: Article
    earlier: Article
    overlap: int


def find_near_duplicates(articles: Iterable[Article]) -> NearDuplicates:
    """The near-duplicates among articles, whatever their order.

    Oldest first, each article is compared with the originals of the last days that share a key with it, never
    with all. It joins the one that it overlaps most, within the window; an article that joins none is an
    original itself. So all members of a cluster overlap with its first article, and no chain of small changes
    joins two texts that differ.
    """
    clusters: dict[str, ClusterMember] = {}
    repeats = []
    originals = Originals()
    for article in sorted((a for a in articles if a.signature), key=lambda a: (a.day, a.time, a.id)):
        overlap, first = max(originals.like(article), default=(0, None), key=lambda hit: hit[0])
        if first is None or days_between(first.day, article.day) > WINDOW:
            originals.add(article)
        else:
            clusters[first.id] = ClusterMember(first.slug, 100)
            clusters[article.id] = ClusterMember(first.slug, overlap)
        if first and first.day != article.day:
            repeats.append(Repeat(article, first, overlap))
    return NearDuplicates(clusters, tuple(repeats))


class Originals:
    """The first article of each text in the last two months, by signature keys."""

    def __init__(self) -> None:
        self._articles: list[Article] = []
        self._months: dict[int, dict[int, int]] = {}

    def add(self, article: Article) -> None:
        """Compare later articles with this one, too."""
        month = days(article.day) // LOOK_BACK
        self._months.pop(month - 2, None)
        holders = self._months.setdefault(month, {})
        holders.update(dict.fromkeys(keys(article.signature), len(self._articles)))
        self._articles.append(article)

    def like(self, article: Article) -> Iterator[tuple[int, Article]]:
        """The recent originals that an article nearly duplicates, with the overlap, in order of adding."""
        known = keys(article.signature)
        month = days(article.day) // LOOK_BACK
        months = [self._months[n] for n in (month - 1, month) if n in self._months]
        for place in sorted({holders[key] for holders in months for key in holders.keys() & known}):
            original = self._articles[place]
            percent = overlap(article.signature, original.signature)
            if percent and days_between(original.day, article.day) <= LOOK_BACK:
                yield percent, original


def overlap(one: bytes, other: bytes) -> int:
    """The percentage of the shorter text in the other; 0 if they are no near-duplicates."""
    if not (one and other):
        return 0
    jaccard, contained = likeness(one, other)
    return round(100 * contained) if jaccard >= LEAST_JACCARD and contained >= LEAST_OVERLAP else 0


def clusters_unchanged(day: str, old: bytes, new: bytes, among: Mapping[str, Mapping[str, bytes]]) -> bool:
    """Whether all clusters surely stay the same with a new signature of one article.

    ``among`` has the other signatures by day and article; only those near ``day`` are compared. The overlap
    with those that share a key that stays must not change, and a key that is lost or new must not lead to a
    near-duplicate. It may return False where True would do.
    """
    before, after = (keys(signature) if signature else set() for signature in (old, new))
    kept, moved = before & after, before ^ after
    holders: dict[int, list[bytes]] = {}
    for other_day, signatures in among.items():
        if days_between(other_day, day) > 2 * LOOK_BACK:
            continue
        for other in signatures.values():
            theirs = keys(other)
            if not kept.isdisjoint(theirs) and overlap(old, other) != overlap(new, other):
                return False
            for key in moved & theirs:
                holders.setdefault(key, [old, new]).append(other)
    return not any(_has_near_duplicates(group) for group in holders.values())


def _has_near_duplicates(signatures: Sequence[bytes]) -> bool:
    """Whether signatures after the first two are near-duplicates, or too many to compare."""
    pairs = list(combinations(signatures[: MANY + 1], 2))[1:]
    return len(signatures) > MANY or any(overlap(one, other) for one, other in pairs)


def days_between(one: str, other: str) -> int:
    """How many days lie between two days."""
    return abs(days(one) - days(other))


@lru_cache(maxsize=1 << 12)
def days(day: str) -> int:
    """The ordinal number of a day."""
    return date.fromisoformat(day).toordinal()
