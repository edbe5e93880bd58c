"""Score a text by the keywords of the topics."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefgen.util.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.model import Topic


TITLE_WEIGHT = 5


SUMMARY_WEIGHT = 3


def keyword_hits(topics: Sequence[Topic], title: str, summary: str, text: str) -> tuple[tuple[str, int], ...]:
    """Score each declared topic's keywords; topics without a match are left out.

    A keyword counts once for each place where it stands as whole words, and more in title and summary.
    """
    hits = []
    for topic in topics:
        if topic.keywords:
            find = _pattern(topic.keywords).findall
            score = (
                TITLE_WEIGHT * len(find(fold(title)))
                + SUMMARY_WEIGHT * len(find(fold(summary)))
                + len(find(fold(text)))
            )
            if score:
                hits.append((topic.slug, score))
    return tuple(hits)


@lru_cache(maxsize=256)
def _pattern(keywords: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted(map(fold, keywords), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
