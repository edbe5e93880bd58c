"""Learn weights by gradient-boosted trees, and write them in the scorer's form."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the trees are so small that threads wait for each other

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from briefgen.cleaning.line_classifier.boosted_trees import Fork, Trees
from training.articles import REPEAT, TEXT, TITLE, UNCLEAR, Seen, seen
from training.mixing import COMMON, clean_copy, mixed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from training.articles import Labelled

UNTAUGHT = TITLE + UNCLEAR + REPEAT
"""Labels that teach the scorer nothing: titles and repeats are found by rules."""
USUAL = 60
"""In an article with more lines, each line weighs less, so that whole pages do not outvote the others."""
LESS = 0.75
"""How much less: at 1 every longer article weighs the same as a whole."""
INVENTED_WEIGHT = 0.7
CLEAN_WEIGHT = 0.1
BLIND, BLIND_RARE = 0.2, 0.5
"""The share of mixtures read as in an unknown language; it is larger for languages with few articles."""


class Lesson(NamedTuple):
    """An article to learn from, and how much it weighs."""

    article: Seen
    weight: float


def lessons(articles: Sequence[Labelled], copies: int, rnd: Random) -> list[Lesson]:
    """The articles, mixtures of them and their clean texts, as the scorer sees them."""
    out = [Lesson(seen(a.lines, a.labels), 1.0) for a in articles]
    for a in mixed(articles, copies, rnd):
        blind = rnd.random() < (BLIND if a.lang in COMMON else BLIND_RARE)
        out.append(Lesson(seen(a.lines, a.labels, blind=blind), INVENTED_WEIGHT))
    cleaned = [clean_copy(a) for a in articles if TEXT in a.labels]
    out += [Lesson(seen(a.lines, a.labels), CLEAN_WEIGHT) for a in cleaned]
    return out


def learn(lessons: Sequence[Lesson]) -> Trees:
    """The trees for these lessons; the same lessons give the same trees."""
    rows: list[list[float]] = []
    labels: list[bool] = []
    weights: list[float] = []
    for lesson in lessons:
        article = lesson.article
        weight = lesson.weight * min(1.0, (USUAL / max(1, len(article.labels))) ** LESS)
        for row, label in zip(article.numbers, article.labels, strict=True):
            if label not in UNTAUGHT:
                rows.append(row)
                labels.append(label == TEXT)
                weights.append(weight)
    model = HistGradientBoostingClassifier(
        max_iter=90,
        learning_rate=0.16,
        max_leaf_nodes=10,
        min_samples_leaf=30,
        l2_regularization=2.0,
        max_bins=64,
        max_features=0.4,
        random_state=0,
    )
    model.fit(np.array(rows, dtype=float), np.array(labels), sample_weight=np.array(weights))
    return _translated(model)


def _translated(model: Any) -> Trees:
    found = [_branch(tree.nodes, 0) for (tree,) in model._predictors]
    return Trees(
        float(model._baseline_prediction[0][0]), tuple(tree for tree in found if isinstance(tree, Fork))
    )


def _branch(nodes: Any, at: int) -> Fork | float:
    node = nodes[at]
    if node["is_leaf"]:
        return float(node["value"])
    yes, no = _branch(nodes, int(node["left"])), _branch(nodes, int(node["right"]))
    # The library keeps no mean for a fork, so it is made of those of its branches.
    counts = [int(nodes[int(node[way])]["count"]) for way in ("left", "right")]
    values = [way.value if isinstance(way, Fork) else way for way in (yes, no)]
    mean = sum(c * v for c, v in zip(counts, values, strict=True)) / sum(counts)
    return Fork(int(node["feature_idx"]), float(node["num_threshold"]), mean, yes, no)
