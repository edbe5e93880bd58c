"""``python -m training SET...``: measure the line scorer; ``--write`` learns its weights.

Half of the outlets teach, and the lines of the other half are scored; then the halves are swapped. No outlet
is in both, whichever sets it is in.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from briefgen.cleaning.line_classifier import context_features, explanations
from briefgen.cleaning.line_classifier.boosted_trees import compiled, parse, write
from briefgen.cleaning.line_classifier.classifier import REMOVE, WEIGHTS, decide
from training.articles import Labelled, half_of, load, seen
from training.learning import learn, lessons
from training.measuring import report, tally
from training.mixing import clean_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.cleaning.line_classifier.boosted_trees import Sum

SEED = 0
NOTE = """\
# The line scorer's weights, written by `python -m training`. How to read them:
# briefgen/cleaning/line_classifier/boosted_trees.py.
"""


def main() -> None:
    """Measure, or learn and write."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, help="labelled articles, such as textclean-dev.jsonl")
    parser.add_argument("--write", action="store_true", help="learn from all articles and write the weights")
    parser.add_argument("--copies", type=int, default=3, help="mixtures to make of each article")
    asked = parser.parse_args()
    articles = [article for path in asked.sets for article in load(path)]
    if asked.write:
        trees = learn(lessons(articles, asked.copies, Random(SEED)))  # noqa: S311 - it has to be the same each time
        WEIGHTS.write_text(f"{NOTE}{write(trees, context_features.NAMES)}\n", "utf-8")
        return
    stay, whole = cross_validated(articles, asked.copies)
    for line in report([tally(article, lines) for article, lines in zip(articles, stay, strict=True)]):
        print(line)
    for name in sorted({article.collection for article in articles}):
        kept = [
            all_stay for article, all_stay in zip(articles, whole, strict=True) if article.collection == name
        ]
        print(f"{name}: clean texts that keep every line {sum(kept) / len(kept):.3f}")


def cross_validated(articles: Sequence[Labelled], copies: int) -> tuple[list[frozenset[int]], list[bool]]:
    """The lines kept by trees that saw none of the article's half of outlets.

    Also whether its text alone would keep every line.
    """
    result, whole = [frozenset[int]()] * len(articles), [False] * len(articles)
    for half in (0, 1):
        others = [article for article in articles if half_of(article.domain) != half]
        trees = learn(lessons(others, copies, Random(half)))  # noqa: S311
        read_back = parse(write(trees, context_features.NAMES), context_features.NAMES)
        sums = compiled(read_back, explanations.OF_NUMBER, len(explanations.NAMED))
        for n, article in enumerate(articles):
            if half_of(article.domain) == half:
                result[n] = _staying(article, sums)
                text = clean_copy(article)
                said = sum(bool(line.strip()) for line in text.lines)
                whole[n] = len(_staying(text, sums)) >= said - 1  # a first headline may be the title
    return result, whole


def _staying(article: Labelled, sums: Callable[[Sequence[float]], Sum]) -> frozenset[int]:
    read = seen(article.lines, article.labels)
    verdicts = decide(read.texts, read.numbers, [sums(row) for row in read.numbers], read.judged)
    return frozenset(at for at, verdict in zip(read.left, verdicts, strict=True) if verdict.kind != REMOVE)


if __name__ == "__main__":
    main()
