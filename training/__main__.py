"""``python -m training SET.jsonl``: measure by cross-validation over domains; ``--write`` learns from all and writes the weights.

A cross-validation learns on four fifths of the domains and scores the lines of the others, so no outlet is in both.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from briefgen.cleaning.scorer import REMOVE, WEIGHTS, decide, places, reasons
from briefgen.cleaning.scorer.trees import compiled, parse, write
from training.articles import Labelled, load, seen
from training.learning import learn, lessons
from training.measuring import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDS = 5
SEED = 0
NOTE = """\
# The line scorer's weights, written by `python -m training`: see briefgen/cleaning/scorer/trees.py for how to read them.
"""


def main() -> None:
    """Measure, or learn and write."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("set", type=Path, help="labelled articles, such as textclean-dev.jsonl")
    parser.add_argument("--write", action="store_true", help="learn from all articles and write the weights")
    parser.add_argument("--copies", type=int, default=2, help="mixtures to make of each article")
    asked = parser.parse_args()
    articles = load(asked.set)
    if asked.write:
        trees = learn(lessons(articles, asked.copies, Random(SEED)))  # noqa: S311 - it has to be the same each time
        WEIGHTS.write_text(f"{NOTE}{write(trees, places.NAMES)}\n", "utf-8")
        return
    print(measure(articles, cross_validated(articles, asked.copies)))


def cross_validated(articles: Sequence[Labelled], copies: int) -> list[frozenset[int]]:
    """For each article the lines (from 0) that stay when trees judge it that saw no article of its domain."""
    domains = sorted({article.domain for article in articles})
    Random(SEED).shuffle(domains)  # noqa: S311
    fold = {domain: n % FOLDS for n, domain in enumerate(domains)}
    found = [frozenset[int]()] * len(articles)
    for number in range(FOLDS):
        others = [article for article in articles if fold[article.domain] != number]
        trees = learn(lessons(others, copies, Random(number)))  # noqa: S311
        read_back = parse(write(trees, places.NAMES), places.NAMES)
        sums = compiled(read_back, reasons.OF_NUMBER, len(reasons.NAMED))
        for n, article in enumerate(articles):
            if fold[article.domain] == number:
                read = seen(article.lines, article.labels)
                verdicts = decide(read.texts, read.numbers, [sums(row) for row in read.numbers], read.certain)
                found[n] = frozenset(
                    at for at, verdict in zip(read.left, verdicts, strict=True) if verdict.kind != REMOVE
                )
    return found


if __name__ == "__main__":
    main()
