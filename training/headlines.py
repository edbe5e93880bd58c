"""``python -m training.headlines SET...``: learn which line above a text is its headline.

Without ``--write``, half of the outlets teach, and the titles of the other half are looked for; then the
halves are swapped.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from briefgen.cleaning.engine import split_lines
from briefgen.cleaning.language_detection import language_of
from briefgen.cleaning.line_classifier.boosted_trees import write
from briefgen.cleaning.line_shape import start_of_text
from briefgen.cleaning.rules.headlines import NAMES, PRIOR, WEIGHTS, candidates, prior
from briefgen.cleaning.rules.titles import HEAD
from briefgen.util.text import fold
from training.articles import half_of, records_of
from training.learning import LARGE, translated

SMALL_SET = 6.0
"""What an article of a small set weighs."""
NOTE = "# The weights of headlines, written by `python -m training.headlines`. See boosted_trees.py.\n"
_PLAIN = str.maketrans("‘’‚´`“”„«»–—‑", "'''''\"\"\"\"\"---")


class Example(NamedTuple):
    """The candidates of an article: their numbers, and which of them is the title."""

    collection: str
    half: int
    numbers: np.ndarray[Any, Any]
    is_title: list[bool]


def main() -> None:
    """Measure, or learn and write."""
    parser = argparse.ArgumentParser(prog="python -m training.headlines", description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, help="labelled articles, such as textclean-dev.jsonl")
    parser.add_argument("--write", action="store_true", help="learn from all articles and write the weights")
    asked = parser.parse_args()
    examples = [example for path in asked.sets for example in examples_of(path)]
    if asked.write:
        WEIGHTS.write_text(f"{NOTE}{write(translated(learn_headlines(examples)), NAMES)}\n", "utf-8")
        return
    right: Counter[str] = Counter()
    for half in (0, 1):
        model = learn_headlines([example for example in examples if example.half != half])
        for example in examples:
            if example.half == half and len(example.numbers):
                priors = [PRIOR * prior(numbers) for numbers in example.numbers]
                best = int(np.argmax(model.decision_function(example.numbers) + priors))
                right[example.collection] += example.is_title[best]
    for name, count in Counter(example.collection for example in examples).items():
        print(f"{name}: title right {right[name] / count:.3f} of {count}")


def examples_of(path: Path) -> list[Example]:
    """The articles of a set whose text has their title."""
    name = path.name.partition(".")[0]
    records = records_of(path)
    return [_example(record, name) for record in records if record.get("title") and record["title_in_raw"]]


def bare_title(text: str) -> str:
    """A title without what pages and labels write differently: spaces, kinds of quotes and dashes."""
    return "".join(fold(text).translate(_PLAIN).split())


def _example(record: dict[str, Any], name: str) -> Example:
    text = record["raw_text"]
    lines = [line for line in split_lines(text) if line.text.strip()][:HEAD]
    start = start_of_text(lines)
    result = candidates(lines[:start], lines[start:], language_of(text))
    title = bare_title(record["title"])
    return Example(
        name,
        half_of(record["domain"]),
        np.array([each.numbers for each in result], dtype=float),
        [bare_title(each.line.text) == title for each in result],
    )


def learn_headlines(examples: list[Example]) -> Any:
    """A model that tells the headline from other candidates."""
    sizes = Counter(example.collection for example in examples)
    useful = [example for example in examples if len(example.numbers)]
    weights = [
        (SMALL_SET if sizes[example.collection] < LARGE else 1.0) / len(example.numbers) ** 0.5
        for example in useful
        for _ in example.numbers
    ]
    model = HistGradientBoostingClassifier(
        max_iter=90,
        max_leaf_nodes=6,
        learning_rate=0.1,
        min_samples_leaf=15,
        max_features=0.4,
        random_state=0,
    )
    rows = np.vstack([example.numbers for example in useful])
    labels = np.array([label for example in useful for label in example.is_title])
    return model.fit(rows, labels, sample_weight=np.array(weights))


if __name__ == "__main__":
    main()
