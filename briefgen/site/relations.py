"""Related articles: which have most in common with an article.

Only heads count and never bodies, so that an edit of a body changes one page. A mark is a word of a title, a
tag or a story. Only marks of few articles count, and only the articles that share one are compared, so that
an article costs the same among ten thousand as among a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from briefgen.model import Article
from briefgen.site.articles import Articles
from briefgen.site.index import Ids, part, query
from briefgen.site.taxonomies import Taxonomies
from briefgen.util.text import LETTER

RELATED = 5
"""Articles at most."""
STORY, TAG, WORD, TOPIC = 10, 3, 2, 1
"""The weights of a shared story, tag, word of the title and first topic."""
ENOUGH = 4
"""Less than this is chance: two words, or a tag and the topic."""
FEW = (32, 16, 8, 4, 2)
"""How many articles may share a mark: the largest step that is at most an eighth of all.

Steps, so that one more article seldom changes the limit.
"""

_WORD = re.compile(rf"{LETTER}{{4,}}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{{2}}")


@part("relations")
@dataclass(frozen=True)
class Relations:
    """The related articles of each article."""

    articles: Articles = field(default_factory=Articles)
    taxonomies: Taxonomies = field(default_factory=Taxonomies)

    @query
    def related(self, id: str) -> tuple[Article, ...]:  # noqa: A002
        """The articles that have most in common with one, by titles, tags, topics and stories."""
        return self.articles.listed(self._best(id))

    def _best(self, one: str) -> Ids:
        """The ids of the related articles, the nearest in time first among equals."""
        scores: dict[str, int] = {}
        for ids, weight in self._shared.get(one, ()):
            for other in ids:
                scores[other] = scores.get(other, 0) + weight
        scores.pop(one, None)
        topics = self.taxonomies.by_topic.of
        first, at = topics[one][0], self._place[one]
        near = [
            (-score - TOPIC * (first in topics[other]), abs(self._place[other] - at), other)
            for other, score in scores.items()
            if score >= ENOUGH - TOPIC
        ]
        return tuple([other for score, _, other in sorted(near)[:RELATED] if -score >= ENOUGH])

    @cached_property
    def _place(self) -> dict[str, int]:
        return {one: n for n, one in enumerate(self.articles.order)}

    @cached_property
    def _shared(self) -> dict[str, list[tuple[list[str], int]]]:
        """By article, the articles with each of its rare marks, and its weight."""
        few = next((step for step in FEW if step <= len(self.articles.order) // 8), FEW[-1])
        tags = self.taxonomies.by_tag.of
        sharing: dict[tuple[str, int], list[str]] = {}
        for article in self.articles.own():
            for mark in _marks(article, tags.get(article.id, ())):
                sharing.setdefault(mark, []).append(article.id)
        shared: dict[str, list[tuple[list[str], int]]] = {}
        for (_, weight), ids in sharing.items():
            if 1 < len(ids) <= few or (weight == STORY and len(ids) > 1):
                for one in ids:
                    shared.setdefault(one, []).append((ids, weight))
        return shared


def _marks(article: Article, tags: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The marks of an article; their weights tell a tag from a word."""
    if article.story:
        yield article.story, STORY
    for tag in tags:
        yield tag, TAG
    for word in set(_WORD.findall(article.title.casefold())):
        yield word, WORD
