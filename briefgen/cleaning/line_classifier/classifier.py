"""The line classifier: judges the lines that no rule is certain of, with learned weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby
from math import exp
from pathlib import Path
from typing import NamedTuple

from briefgen.cleaning.line_classifier import boosted_trees, context_features, explanations, line_units

WEIGHTS = Path(__file__).with_name("weights.txt")

REMOVED = 0.35
"""The chance that a line is text, below which it goes: to lose a line costs more than to leave one."""
REMOVED_WIDE = 0.1
"""The same for a wide line, and for a short sentence beside a paragraph: more of the text would be lost."""
WIDE = 85
"""Columns from which a line is wide."""
MUCH, SIDE = 0.05, 0.1
"""A run amid the paragraphs may lose this share of their width; this share stands on either side of it."""
BESIDE = 0.02
"""Lines of noise that rules took in such a run, per line of it, from which it may be noise as a whole."""
DOUBTFUL = 0.6
"""Below this chance a line that stays is doubtful."""

SENTENCE_WORDS = 3
"""Words of a short sentence."""
LEAST = 2
"""With fewer paragraphs (a poem, results, short sentences) noise cannot be told from text."""
QUESTION, REFRAIN = 40, 3
"""Characters of a question, and how often it is asked, from which it is a refrain."""

_QUESTIONS = ("?", "？")
_WIDTH, _PARAGRAPHS = map(context_features.NAMES.index, ("width", "paragraphs"))
_STOP, _CUES, _WORDS = map(context_features.NAMES.index, ("full-stop", "cue-most", "words"))
_JUNK_ABOVE, _JUNK_BELOW = map(context_features.NAMES.index, ("junk-above", "junk-below"))


class Verdict(NamedTuple):
    """What to do with a line, the chance that it is text, and why."""

    kind: str
    chance: float
    reason: str


KEPT, REMOVE, DOUBT = "kept", "remove", "doubt"
_KEPT = Verdict(KEPT, 1.0, "")


def judge(texts: Sequence[str], junk: Sequence[int], judged: Sequence[bool]) -> list[Verdict]:
    """A verdict for each line.

    ``texts`` are stripped and not empty; ``junk`` is as in ``context_features.numbers``; ``judged`` says
    which lines may go.
    """
    rows = context_features.numbers(texts, junk)
    sums = _sums()
    return decide(texts, rows, [sums(row) for row in rows], judged)


def decide(
    texts: Sequence[str],
    rows: Sequence[Sequence[float]],
    totals: Sequence[boosted_trees.Sum],
    judged: Sequence[bool],
) -> list[Verdict]:
    """The verdicts for lines with these numbers and these sums of all trees."""
    if not rows or rows[0][_PARAGRAPHS] < LEAST:
        return [_KEPT] * len(texts)
    scores = [total.score for total in totals]
    heard = list(map(sum, zip(*_heard_from_both(scores, rows), strict=True)))
    chances = [chance_of(score + others) for score, others in zip(scores, heard, strict=True)]
    refrains = _refrains(texts)
    limits = _limits(rows)
    leaving = [
        may_go and chance < limit and text not in refrains
        for may_go, chance, limit, text in zip(judged, chances, limits, texts, strict=True)
    ]
    for run in _much_between_paragraphs(rows, leaving):
        leaving[run] = [False] * len(leaving[run])
    return [
        _KEPT if chance >= DOUBTFUL and not gone else _against(total, others, chance, gone)
        for total, others, chance, gone in zip(totals, heard, chances, leaving, strict=True)
    ]


def _much_between_paragraphs(rows: Sequence[Sequence[float]], leaving: Sequence[bool]) -> list[slice]:
    """Runs between paragraphs that would lose much and have hardly any noise beside them."""
    prose = list(map(context_features.is_prose, rows))
    columns = [row[_WIDTH] for row in rows]
    paragraphs = list(
        accumulate((width * is_text for width, is_text in zip(columns, prose, strict=True)), initial=0.0)
    )
    result, start = [], 0
    for is_text, lines in groupby(prose):
        run = slice(start, start := start + len(list(lines)))
        if is_text:
            continue
        above, below = paragraphs[run.start], paragraphs[-1] - paragraphs[run.stop]
        lost = sum(width for width, gone in zip(columns[run], leaving[run], strict=True) if gone)
        in_midst = min(above, below) >= SIDE * paragraphs[-1]
        noise = sum(row[_JUNK_ABOVE] for row in rows[run]) + rows[run.stop - 1][_JUNK_BELOW]
        if in_midst and lost > MUCH * paragraphs[-1] and noise <= BESIDE * (run.stop - run.start):
            result.append(run)
    return result


def _refrains(texts: Sequence[str]) -> frozenset[str]:
    """Questions asked again and again, as in interviews: these repeated lines stay."""
    asked = Counter(text for text in texts if text.endswith(_QUESTIONS) and len(text) >= QUESTION)
    return frozenset(text for text, times in asked.items() if times >= REFRAIN)


def _heard_from_both(
    scores: Sequence[float], rows: Sequence[Sequence[float]]
) -> tuple[list[float], list[float]]:
    """What the lines above and those below each line say of it."""
    down, up = line_units.costs_of_change(rows, list(map(context_features.is_prose, rows)))
    return [*_heard(scores, down)], [*_heard(scores[::-1], up[::-1])][::-1]


def _heard(scores: Sequence[float], costs: Sequence[float]) -> Iterator[float]:
    """What the lines above each line say of it, in log odds.

    On a chain of two kinds of lines with these costs of change between neighbours, the likeliest course of
    all lines (Viterbi, 1967) means: a line passes on what it heard plus its own score, at most the cost.
    """
    total = 0.0
    for score, cost in zip(scores, (*costs, 0.0), strict=True):
        yield total
        total = max(-cost, min(cost, total + score))


def _against(total: boosted_trees.Sum, heard: float, chance: float, gone: bool) -> Verdict:
    shares = total.reasons(len(explanations.NAMED))
    return Verdict(REMOVE if gone else DOUBT, chance, explanations.strongest(shares, heard))


def chance_of(score: float) -> float:
    """The chance that log odds stand for."""
    return 1 / (1 + exp(-score))


def _limits(rows: Sequence[Sequence[float]]) -> list[float]:
    """The chance below which each line goes."""
    prose = [False, *map(context_features.is_prose, rows), False]
    return [
        REMOVED_WIDE if row[_WIDTH] >= WIDE or (_is_sentence(row) and (above or below)) else REMOVED
        for row, above, below in zip(rows, prose, prose[2:], strict=False)
    ]


def _is_sentence(row: Sequence[float]) -> bool:
    """Whether a line is a short sentence, as a standfirst or a last line is."""
    return bool(row[_STOP]) and not row[_CUES] and row[_WORDS] >= SENTENCE_WORDS


@cache
def weights() -> boosted_trees.Trees:
    """The weights that are shipped, as ``python -m training`` wrote them."""
    return boosted_trees.parse(WEIGHTS.read_text("utf-8"), context_features.NAMES)


@cache
def _sums() -> Callable[[Sequence[float]], boosted_trees.Sum]:
    return boosted_trees.compiled(weights(), explanations.OF_NUMBER, len(explanations.NAMED))
