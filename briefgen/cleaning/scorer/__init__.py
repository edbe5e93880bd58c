"""The line scorer: what no rule is certain of is judged by its look, its place and its neighbours, with weights that were learned."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning.scorer import places, reasons, trees

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WEIGHTS = Path(__file__).with_name("weights.txt")

REMOVED = 0.5
"""The chance that a line belongs to the text, below which it goes."""
REMOVED_WIDE = 0.3
"""The same for a wide line: with it more of the text would be lost."""
WIDE = 85
"""Columns from which a line is wide."""
FEW, REMOVED_FEW = 3, 0.05
"""An article with this few lines to remove is nearly clean; there only what is far below goes, and the rest is doubtful."""
DOUBTFUL = 0.6
"""Below this chance a line that stays is doubtful."""

LEAST = 2
"""Paragraphs; a text with fewer (a poem, results, short sentences on lines of their own) has nothing that noise could be told from."""
QUESTION, REFRAIN = 40, 3
"""Characters of a question, and how often it is asked, from which it is a refrain."""

_QUESTIONS = ("?", "？")
_WIDTH, _PARAGRAPHS = map(places.NAMES.index, ("width", "paragraphs"))


class Verdict(NamedTuple):
    """What is to be done with a line, the chance (0 to 1) that it belongs to the text, and why in words."""

    kind: str
    chance: float
    reason: str


KEPT, REMOVE, DOUBT = "kept", "remove", "doubt"
_KEPT = Verdict(KEPT, 1.0, "")


def judge(texts: Sequence[str], junk: Sequence[int]) -> list[Verdict]:
    """A verdict for each line; ``texts`` are bare and not empty, ``junk`` is that of ``places.numbers``."""
    rows = places.numbers(texts, junk)
    if not rows or rows[0][_PARAGRAPHS] < LEAST:
        return [_KEPT] * len(texts)
    sums = _sums()
    totals = [sums(row) for row in rows]
    chances = [chance_of(total.score) for total in totals]
    refrains = _refrains(texts)
    leaving = [
        goes(chance, row[_WIDTH]) and text not in refrains
        for chance, row, text in zip(chances, rows, texts, strict=True)
    ]
    nearly_clean = sum(leaving) <= FEW and sum(junk) <= FEW
    return [
        _KEPT
        if chance >= DOUBTFUL and not gone
        else _against(total, chance, gone and not (nearly_clean and chance >= REMOVED_FEW))
        for total, chance, gone in zip(totals, chances, leaving, strict=True)
    ]


def _refrains(texts: Sequence[str]) -> frozenset[str]:
    """Questions that are asked again and again, as in interviews: they stay, however odd it is that a line is repeated."""
    asked = Counter(text for text in texts if text.endswith(_QUESTIONS) and len(text) >= QUESTION)
    return frozenset(text for text, times in asked.items() if times >= REFRAIN)


def _against(total: trees.Sum, chance: float, gone: bool) -> Verdict:
    return Verdict(REMOVE if gone else DOUBT, chance, reasons.strongest(total.reasons(len(reasons.NAMED))))


def chance_of(score: float) -> float:
    """The chance that log odds stand for."""
    return 1 / (1 + exp(-score))


def goes(chance: float, columns: float) -> bool:
    """Whether a line of this width goes that belongs to the text with this chance."""
    return chance < (REMOVED_WIDE if columns >= WIDE else REMOVED)


@cache
def weights() -> trees.Trees:
    """The weights that are shipped, as ``python -m training`` wrote them."""
    return trees.parse(WEIGHTS.read_text("utf-8"), places.NAMES)


@cache
def _sums() -> Callable[[Sequence[float]], trees.Sum]:
    return trees.compiled(weights(), reasons.OF_NUMBER, len(reasons.NAMED))
