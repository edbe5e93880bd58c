"""``python -m training.story_sets SET...``: measure the suggestions of stories fairly.

The threshold is chosen on half of the sets and reported on the others, for every choice of halves. Beside it
stands the figure with the threshold that briefgen has, which was chosen with all of these sets in view.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from random import Random
from statistics import fmean as mean
from typing import Any

from briefgen.nlp.average_link import average_link
from briefgen.nlp.event_clustering import ALIKE
from briefgen.nlp.event_index import EventIndex
from briefgen.nlp.tfidf import EventText

THRESHOLDS = tuple(n / 1000 for n in range(30, 165, 5))
NEAR_BEST = 0.01
"""Thresholds this near to the best are as good; the middle one is chosen."""
SAMPLES = 400
UNDATED = "2020-01-01"


@dataclass(frozen=True)
class StorySet:
    """Labelled articles: each with its story."""

    name: str
    articles: tuple[EventText, ...]
    stories: Mapping[str, str]

    @cached_property
    def _languages(self) -> list[EventIndex]:
        by_language = defaultdict(list)
        for one in sorted(self.articles, key=lambda one: (one.day, one.id)):
            by_language[one.lang].append(one)
        return [EventIndex(code, texts) for code, texts in sorted(by_language.items())]

    @cached_property
    def _links(self) -> list[dict[tuple[int, int], float]]:
        return [index.links() for index in self._languages]

    def groups(self, threshold: float) -> dict[str, str]:
        """The first article of the group that each one is in."""
        group = {one.id: one.id for one in self.articles}
        for index, links in zip(self._languages, self._links, strict=True):
            for places in average_link(len(index.texts), links, threshold):
                group.update({index.texts[place].id: index.texts[places[0]].id for place in places})
        return group

    def scores(self, threshold: float) -> dict[str, tuple[float, float]]:
        """B-cubed precision and recall of each article (A. Bagga, B. Baldwin, 1998)."""
        group = self.groups(threshold)
        sizes, stories = Counter(group.values()), Counter(self.stories.values())
        both = Counter((group[one], self.stories[one]) for one in group)
        return {
            one: (both[pair] / sizes[pair[0]], both[pair] / stories[pair[1]])
            for one in group
            for pair in [(group[one], self.stories[one])]
        }

    @cached_property
    def curve(self) -> dict[float, float]:
        """The F1 at each threshold."""
        return {threshold: f1(self.scores(threshold).values()) for threshold in THRESHOLDS}


def f1(scores: Iterable[tuple[float, float]]) -> float:
    """The harmonic mean of the mean precision and the mean recall."""
    precisions, recalls = zip(*scores, strict=True)
    precision, recall = mean(precisions), mean(recalls)
    return 2 * precision * recall / (precision + recall)


def load(path: Path) -> StorySet:
    """A set as JSON lines: id, cluster, lang, date, title and text."""
    records: dict[str, dict[str, Any]] = {}
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        records[record["id"]] = record
    articles = (
        EventText(
            one["id"], (one["date"] or UNDATED)[:10], one["lang"], one["title"] or one["id"], one["text"]
        )
        for one in records.values()
    )
    return StorySet(path.stem, tuple(articles), {one["id"]: one["cluster"] for one in records.values()})


def pooled(sets: Sequence[StorySet]) -> StorySet:
    """All sets in one project."""
    stories = {one: story for each in sets for one, story in each.stories.items()}
    return StorySet("pooled", tuple(one for each in sets for one in each.articles), stories)


def best_threshold(sets: Sequence[StorySet]) -> float:
    """The threshold that suits some sets."""
    means = {threshold: mean(each.curve[threshold] for each in sets) for threshold in THRESHOLDS}
    good = [threshold for threshold, value in means.items() if value >= max(means.values()) - NEAR_BEST]
    return good[len(good) // 2]


def fair_thresholds(sets: Sequence[StorySet]) -> dict[str, list[float]]:
    """The thresholds that halves without the set chose, for each set."""
    chosen = defaultdict(list)
    for half in combinations(sets, len(sets) // 2):
        threshold = best_threshold(half)
        for each in sets:
            if each not in half:
                chosen[each.name].append(threshold)
    return dict(chosen)


def fair_figures(sets: Sequence[StorySet]) -> dict[str, float]:
    """The F1 of each set, their mean, and that of all sets in one project."""
    chosen = fair_thresholds(sets)
    figures = {each.name: mean(each.curve[one] for one in chosen[each.name]) for each in sets}
    whole = pooled(sets)
    every = [one for thresholds in chosen.values() for one in thresholds]
    return {**figures, "mean": mean(figures.values()), whole.name: mean(whole.curve[one] for one in every)}


def interval(each: StorySet, threshold: float) -> tuple[float, float]:
    """The 95 % interval, by drawing stories with replacement."""
    by_story = defaultdict(list)
    for one, score in each.scores(threshold).items():
        by_story[each.stories[one]].append(score)
    rnd, stories = Random(0), list(by_story.values())  # noqa: S311 - it has to be the same each time
    draws = (rnd.choices(stories, k=len(stories)) for _ in range(SAMPLES))
    values = sorted(f1(score for story in draw for score in story) for draw in draws)
    return values[SAMPLES // 40], values[-1 - SAMPLES // 40]


def main() -> None:
    """Print the figures of each set, their mean, and those of a mixed project."""
    parser = argparse.ArgumentParser(prog="python -m training.story_sets", description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, help="labelled articles, such as stories-id-dev.jsonl")
    sets = [load(path) for path in parser.parse_args().sets]
    fair, whole = fair_figures(sets), pooled(sets)
    chosen = fair_thresholds(sets)
    chosen[whole.name] = [one for thresholds in chosen.values() for one in thresholds]
    ours = {each.name: f1(each.scores(ALIKE).values()) for each in (*sets, whole)}
    for each in (*sets, whole):
        low, high = interval(each, mean(chosen[each.name]))
        print(f"{each.name:24} {fair[each.name]:.3f} ({low:.3f} to {high:.3f})  ours {ours[each.name]:.3f}")
    print(f"{'mean':24} {fair['mean']:.3f}  ours {mean(ours[each.name] for each in sets):.3f}")
    print(f"thresholds {min(chosen[whole.name])} to {max(chosen[whole.name])}")


if __name__ == "__main__":
    main()
