"""Which articles have to do with each other: by what their heads share, and never by their bodies, so that a body's edit stays one page.

A mark is a word of a title, a tag or a story. Only marks that few articles have say anything, and only the articles that share one are
looked at, so that an article costs the same among ten thousand as among a hundred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from briefgen.util.text import LETTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.model import Article
    from briefgen.site.index import Ids

RELATED = 5
"""Articles at most."""
STORY, TAG, WORD, TOPIC = 10, 3, 2, 1
"""What a shared story, tag, word of the title and first topic weigh."""
ENOUGH = 4
"""Less than this is chance: two words, or a tag and the topic."""
FEW = (32, 16, 8, 4, 2)
"""How many articles may share a mark: the largest of these that is at most an eighth of all. Steps, so that an article more is seldom one."""

_WORD = re.compile(rf"{LETTER}{{4,}}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{{2}}")


@dataclass(frozen=True)
class Relations:
    """The public articles, newest first, with the topics and tags of each."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, one: str) -> Ids:
        """The ids of the articles that have most to do with an article, the nearest in time first among equals."""
        scores: dict[str, int] = {}
        for ids, weight in self._shared.get(one, ()):
            for other in ids:
                scores[other] = scores.get(other, 0) + weight
        scores.pop(one, None)
        first, at = self.topics[one][0], self._place[one]
        near = [
            (-score - TOPIC * (first in self.topics[other]), abs(self._place[other] - at), other)
            for other, score in scores.items()
            if score >= ENOUGH - TOPIC
        ]
        return tuple([other for score, _, other in sorted(near)[:RELATED] if -score >= ENOUGH])

    @cached_property
    def _place(self) -> dict[str, int]:
        return {one: n for n, one in enumerate(self.articles)}

    @cached_property
    def _shared(self) -> dict[str, list[tuple[list[str], int]]]:
        """By article, who else has each of its marks, of those that few have; and what the mark weighs."""
        few = next((step for step in FEW if step <= len(self.articles) // 8), FEW[-1])
        sharing: dict[tuple[str, int], list[str]] = {}
        for one, article in self.articles.items():
            for mark in _marks(article, self.tags.get(one, ())):
                sharing.setdefault(mark, []).append(one)
        shared: dict[str, list[tuple[list[str], int]]] = {}
        for (_, weight), ids in sharing.items():
            if 1 < len(ids) <= few or (weight == STORY and len(ids) > 1):
                for one in ids:
                    shared.setdefault(one, []).append((ids, weight))
        return shared


def _marks(article: Article, tags: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """What an article has in common with others, perhaps, and what that weighs; the weights tell a tag from a word."""
    if article.story:
        yield article.story, STORY
    for tag in tags:
        yield tag, TAG
    for word in set(_WORD.findall(article.title.casefold())):
        yield word, WORD
