"""How well lines are told apart: the figures of the labelled set, by language."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from training.articles import TEXT, TITLE, UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.articles import Labelled

LOSS = 0.02
"""The share of an article's text whose loss counts as one."""
LANGUAGES = ("en", "de", "id")


class Counts(NamedTuple):
    """Lines kept rightly, kept wrongly, lost, and removed rightly."""

    kept: int = 0
    left: int = 0
    lost: int = 0
    removed: int = 0

    def plus(self, other: Counts) -> Counts:
        """The sum of both."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        """F1 of the lines that are kept."""
        return 2 * self.kept / max(1, 2 * self.kept + self.left + self.lost)


class Measured(NamedTuple):
    """The figures of a set."""

    all: Counts
    by_language: dict[str, Counts]
    harmed: float
    perfect: float

    def __str__(self) -> str:
        noise = self.all.removed / max(1, self.all.removed + self.all.left)
        languages = ", ".join(f"{lang} {counts.f1:.3f}" for lang, counts in sorted(self.by_language.items()))
        return (
            f"line F1 {self.all.f1:.4f} ({languages}), noise removed {noise:.3f}, "
            f"articles that lose text {self.harmed:.3f}, perfect {self.perfect:.3f}"
        )


def measure(articles: Sequence[Labelled], stay: Sequence[frozenset[int]]) -> Measured:
    """The figures when these lines (from 0) of each article stay."""
    total = Counts()
    by_language: defaultdict[str, Counts] = defaultdict(Counts)
    harmed = perfect = 0
    for article, staying in zip(articles, stay, strict=True):
        counts, lost_share = _of_article(article, staying)
        total = total.plus(counts)
        lang = article.lang if article.lang in LANGUAGES else "others"
        by_language[lang] = by_language[lang].plus(counts)
        harmed += lost_share > LOSS
        perfect += counts.left == counts.lost == 0
    return Measured(total, dict(by_language), harmed / len(articles), perfect / len(articles))


def _of_article(article: Labelled, staying: frozenset[int]) -> tuple[Counts, float]:
    found = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    true = lost = 0
    for at, (line, label) in enumerate(zip(article.lines, article.labels, strict=True)):
        if label in TITLE + UNCLEAR:
            continue
        kept = at in staying
        found[label == TEXT, kept] += 1
        true += len(line) * (label == TEXT)
        lost += len(line) * (label == TEXT and not kept)
    counts = Counts(found[True, True], found[False, True], found[True, False], found[False, False])
    return counts, lost / max(1, true)
