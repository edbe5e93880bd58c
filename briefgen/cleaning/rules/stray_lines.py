"""Lines outside the article that only the line classifier can judge."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from briefgen.cleaning.findings import doubtful, removed
from briefgen.cleaning.line_classifier.classifier import DOUBT, REMOVE, judge
from briefgen.cleaning.line_classifier.line_features import cue_share
from briefgen.cleaning.line_shape import STOPS, ends_like_a_sentence, is_paragraph
from briefgen.cleaning.rule import Mark, rule
from briefgen.model import Draft, Line

PLAIN_TEXT = 100
"""Characters from which a line that ends like a sentence is plainly text."""
FEWEST = 6
"""Lines; below it there are too few neighbours to judge by."""
CERTAIN = 2
"""With fewer noise lines the article counts as clean and every line stays: odd lines are lists or poems."""
CUES = 0.25
"""The share of cues above which a sentence may be noise: *more* or *by* alone is an ordinary word."""


@rule()
def stray_line(draft: Draft) -> Iterator[Mark]:
    """A teaser, menu, credit or biography, recognised by its look, place and neighbours."""
    lines = draft.nonblank
    if len(lines) < FEWEST or _is_clean(draft) or (draft.fixed and not draft.plain):
        return
    texts = [line.text.strip() for line in lines]
    verdicts = judge(texts, junk_beside(draft), judged_lines(draft))
    for line, verdict in zip(lines, verdicts, strict=True):
        if verdict.kind == REMOVE:
            yield removed(
                line,
                f"It reads like the page around the article ({_percent(verdict.chance)} text). "
                f"What spoke against it: {verdict.reason}.",
            )
        elif verdict.kind == DOUBT:
            yield doubtful(
                line,
                f"It may be the page around the article ({_percent(verdict.chance)} text). "
                f"What spoke against it: {verdict.reason}.",
            )


def _is_clean(draft: Draft) -> bool:
    """Whether nothing is suspicious.

    No line other than plain text reads like a page, and rules found no noise or only lone headings remain.
    """
    plain = [False, *map(_is_plainly_text, draft.nonblank), False]
    others = [at for at in range(1, len(plain) - 1) if not plain[at]]
    if certain_junk(draft) and not all(plain[at - 1] and plain[at + 1] for at in others):
        return False
    return not any(_speaks_like_a_page(draft.nonblank[at - 1]) for at in others)


def _speaks_like_a_page(line: Line) -> bool:
    return cue_share(line.text) > (CUES if _ends_a_sentence(line) else 0)


def _is_plainly_text(line: Line) -> bool:
    return len(line.text) >= PLAIN_TEXT and _ends_a_sentence(line)


def _ends_a_sentence(line: Line) -> bool:
    return ends_like_a_sentence(line.text.rstrip(" “"), STOPS)


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %"


def junk_beside(draft: Draft) -> list[int]:
    """How many lines rules took above each line that holds something, and below the last."""
    taken = sorted(draft.removed)
    above = [bisect_left(taken, line.number) for line in draft.nonblank]
    return [now - before for before, now in pairwise([0, *above, len(taken)])]


def certain_junk(draft: Draft) -> int:
    """How many removed lines are noise; title or date lines stand above clean texts too."""
    return len(_noise(draft))


def _noise(draft: Draft) -> set[int]:
    return set(draft.removed) - {mark.line for mark in draft.findings}


def judged_lines(draft: Draft) -> list[bool]:
    """Which lines may go: where rules took little noise, none does.

    Noise above and below the paragraphs shows better that the text comes from a page than noise between them.
    """
    noise = _noise(draft)
    paragraphs = [line.number for line in draft.nonblank if is_paragraph(line.text)]
    first, last = (paragraphs[0], paragraphs[-1]) if paragraphs else (0, 0)
    around = sum(not first < number < last for number in noise)
    amid = around >= CERTAIN or len(noise) > CERTAIN
    return [
        line.number not in draft.fixed and (amid if first < line.number < last else len(noise) >= CERTAIN)
        for line in draft.nonblank
    ]
