"""Learn weights by gradient-boosted trees, and write them in the scorer's form."""

from __future__ import annotations

import os
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the trees are so small that threads wait for each other

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from briefgen.cleaning.line_classifier.boosted_trees import Fork, Trees
from training.articles import REPEAT, TEXT, TITLE, UNCLEAR, Seen, seen
from training.mixing import COMMON, clean_copy, mixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.articles import Labelled

UNTAUGHT = TITLE + UNCLEAR + REPEAT
"""Labels that teach the scorer nothing: titles and repeats are found by rules."""
USUAL = 60
"""In an article with more lines, each line weighs less, so that whole pages do not outvote the others."""
LESS = 0.75
"""How much less: at 1 every longer article weighs the same as a whole."""
INVENTED_WEIGHT = 0.7
CLEAN_WEIGHT = 0.1
LARGE = 500
"""Articles from which a set teaches enough without mixtures, and each of its articles weighs less."""
LARGE_WEIGHTS = {"page": 0.13}
LARGE_WEIGHT, LARGE_BLIND = 0.22, 0.08
"""What an article of a large set weighs, by its scope, and as one in an unknown language."""
LIGHT, SAMPLED = 0.35, 0.4
"""Of the noise lines that weigh no more than ``LIGHT``, this share is read, for all of them."""
BLIND, BLIND_RARE = 0.2, 0.5
"""The share of mixtures read as in an unknown language; it is larger for languages with few articles."""


class Lesson(NamedTuple):
    """An article to learn from, and how much it weighs."""

    article: Seen
    weight: float


def lessons(articles: Sequence[Labelled], copies: int, rnd: Random) -> Iterator[Lesson]:
    """The articles, mixtures of them and their clean texts, as the scorer sees them."""
    sizes = Counter(article.collection for article in articles)
    small = [article for article in articles if sizes[article.collection] < LARGE]
    for a in small:
        yield Lesson(seen(a.lines, a.labels), 1.0)
    for a in mixed(small, copies, rnd):
        blind = rnd.random() < (BLIND if a.lang in COMMON else BLIND_RARE)
        yield Lesson(seen(a.lines, a.labels, blind=blind), INVENTED_WEIGHT)
    for a in articles:
        large = sizes[a.collection] >= LARGE
        if large:
            yield Lesson(seen(a.lines, a.labels), LARGE_WEIGHTS.get(a.scope, LARGE_WEIGHT))
        if TEXT in a.labels and not (large and a.scope == "page"):
            text = clean_copy(a)
            yield Lesson(seen(text.lines, text.labels), CLEAN_WEIGHT)
        if large and a.scope != "page":
            yield Lesson(seen(a.lines, a.labels, blind=True), LARGE_BLIND)


def learn(lessons: Iterable[Lesson]) -> Trees:
    """The trees for these lessons; the same lessons give the same trees."""
    rows: list[Any] = []
    labels: list[bool] = []
    weights: list[float] = []
    rnd = Random(0)  # noqa: S311 - it has to be the same each time
    for lesson in lessons:
        article = lesson.article
        weight = lesson.weight * min(1.0, (USUAL / max(1, len(article.labels))) ** LESS)
        for row, label in zip(article.numbers, article.labels, strict=True):
            sampled = label != TEXT and weight <= LIGHT
            if label in UNTAUGHT or (sampled and rnd.random() >= SAMPLED):
                continue
            rows.append(np.array(row, dtype=np.float32))
            labels.append(label == TEXT)
            weights.append(weight / SAMPLED if sampled else weight)
    model = HistGradientBoostingClassifier(
        max_iter=130,
        learning_rate=0.16,
        max_leaf_nodes=12,
        min_samples_leaf=30,
        l2_regularization=2.0,
        max_bins=64,
        max_features=0.4,
        random_state=0,
    )
    model.fit(np.array(rows), np.array(labels), sample_weight=np.array(weights))
    return translated(model)


def translated(model: Any) -> Trees:
    """The trees of a learned model, in the form of the package."""
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
