"""Find related articles: those that have most in common with an article.

Only heads count and never bodies, so that an edit of a body changes one page. A mark is a word of a title, a
tag or a story. Only marks of few articles count, and only the articles that share one are compared, so that
an article costs the same among ten thousand as among a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefgen.model import Article
from briefgen.site.index import Ids
from briefgen.site.site import Site
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


Shared = dict[str, list[tuple[list[str], int]]]
"""By article, the articles with each of its rare marks, and its weight."""


def with_related(site: Site) -> Site:
    """The site with the related articles of each article, in each of its trees."""
    if not site.trees:
        return site.changed(related_ids=related_ids(site))
    return site.in_trees({name: with_related(tree) for name, tree in site.trees.items()})


def related_ids(site: Site) -> Mapping[str, Ids]:
    """By article, the ids of its related articles; nothing for one that has none."""
    shared = _shared(site)
    place = {one: n for n, one in enumerate(site.articles.order)}
    topics = site.taxonomies.by_topic.of

    def best(one: str) -> Ids:
        """The ids of the related articles, the nearest in time first among equals."""
        scores: dict[str, int] = {}
        for ids, weight in shared[one]:
            for other in ids:
                scores[other] = scores.get(other, 0) + weight
        scores.pop(one, None)
        first, at = topics[one][0], place[one]
        near = [
            (-score - TOPIC * (first in topics[other]), abs(place[other] - at), other)
            for other, score in scores.items()
            if score >= ENOUGH - TOPIC
        ]
        return tuple([other for score, _, other in sorted(near)[:RELATED] if -score >= ENOUGH])

    return {one: ids for one in shared if (ids := best(one))}


def _shared(site: Site) -> Shared:
    few = next((step for step in FEW if step <= len(site.articles.order) // 8), FEW[-1])
    tags = site.taxonomies.by_tag.of
    sharing: dict[tuple[str, int], list[str]] = {}
    for article in site.own():
        for mark in _marks(article, tags.get(article.id, ())):
            sharing.setdefault(mark, []).append(article.id)
    shared: Shared = {}
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
