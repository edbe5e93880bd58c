"""Figures of labelled sets, by group, with bootstrap intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from training.articles import TEXT, TITLE, UNCLEAR, Labelled

LOSS = 0.02
"""The share of an article's text whose loss counts as one."""
LANGUAGES = ("en", "de", "id")
SAMPLES = 400
"""Times that outlets are drawn again for an interval."""


class Tally(NamedTuple):
    """An article's lines by outcome, and the share of text lost.

    Kept rightly, kept wrongly, lost, and removed rightly.
    """

    article: Labelled
    kept: int
    left: int
    lost: int
    removed: int
    share: float


class Figures(NamedTuple):
    """The figures of some articles."""

    f1: float
    noise: float
    harmed: float
    perfect: float


def tally(article: Labelled, staying: frozenset[int]) -> Tally:
    """The counts of an article of which these lines (from 0) stay."""
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    true = lost = 0
    for at, (line, label) in enumerate(zip(article.lines, article.labels, strict=True)):
        if label in TITLE + UNCLEAR:
            continue
        kept = at in staying
        counts[label == TEXT, kept] += 1
        true += len(line) * (label == TEXT)
        lost += len(line) * (label == TEXT and not kept)
    every = counts[True, True], counts[False, True], counts[True, False], counts[False, False]
    return Tally(article, *every, lost / max(1, true))


def figures(tallies: Sequence[Tally]) -> Figures:
    """F1 of kept lines, noise removed, articles that lose text, articles without a wrong line."""
    kept, left = sum(each.kept for each in tallies), sum(each.left for each in tallies)
    lost, removed = sum(each.lost for each in tallies), sum(each.removed for each in tallies)
    return Figures(
        2 * kept / max(1, 2 * kept + left + lost),
        removed / max(1, removed + left),
        sum(each.share > LOSS for each in tallies) / len(tallies),
        sum(each.left == each.lost == 0 for each in tallies) / len(tallies),
    )


def interval(tallies: Sequence[Tally]) -> tuple[Figures, Figures]:
    """The lower and upper ends of the 95 % intervals, by drawing outlets with replacement."""
    outlets = defaultdict(list)
    for each in tallies:
        outlets[each.article.domain].append(each)
    rnd, groups = Random(0), list(outlets.values())  # noqa: S311 - it has to be the same each time
    draws = [
        figures([each for group in rnd.choices(groups, k=len(groups)) for each in group])
        for _ in range(SAMPLES)
    ]
    columns = [sorted(column) for column in zip(*draws, strict=True)]
    cut = SAMPLES // 40
    return Figures(*(c[cut] for c in columns)), Figures(*(c[-1 - cut] for c in columns))


def report(tallies: Sequence[Tally]) -> Iterator[str]:
    """A line for each collection, scope and language, and one without the largest outlet."""
    for name in sorted({each.article.collection for each in tallies}):
        ours = [each for each in tallies if each.article.collection == name]
        yield _row(name, ours)
        for title, group in _groups(ours):
            yield _row(f"  {title}", group)


def _groups(tallies: Sequence[Tally]) -> Iterator[tuple[str, list[Tally]]]:
    kinds: tuple[Callable[[Tally], str], ...] = (
        lambda each: each.article.scope,
        lambda each: each.article.lang if each.article.lang in LANGUAGES else "others",
    )
    for kind in kinds:
        names = sorted({kind(each) for each in tallies})
        if len(names) > 1:
            yield from ((name, [each for each in tallies if kind(each) == name]) for name in names)
    sizes: defaultdict[str, int] = defaultdict(int)
    for each in tallies:
        sizes[each.article.domain] += len(each.article.lines)
    largest = max(sizes, key=lambda domain: (sizes[domain], domain))
    yield f"without {largest}", [each for each in tallies if each.article.domain != largest]


def _row(title: str, tallies: Sequence[Tally]) -> str:
    mine, (low, high) = figures(tallies), interval(tallies)
    parts = (
        f"{name} {value:.3f} ({below:.3f} to {above:.3f})"
        for name, value, below, above in zip(
            ("F1", "noise removed", "lose text"), mine, low, high, strict=False
        )
    )
    return f"{title:28} {len(tallies):5}  {'  '.join(parts)}  perfect {mine.perfect:.3f}"
