"""Score a text by the keywords of the topics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefgen.model import Topic
from briefgen.nlp.stemming import stem
from briefgen.util.language_tags import language_of_tag
from briefgen.util.text import fold

TITLE_WEIGHT = 5


SUMMARY_WEIGHT = 3


def keyword_hits(
    topics: Sequence[Topic], title: str, summary: str, text: str, lang: str
) -> tuple[tuple[str, int], ...]:
    """Score each declared topic's keywords; topics without a match are left out.

    A keyword counts once for each place where it stands as whole words, and more in title and summary. In an
    English text, other forms of its last word count too.
    """
    is_english = language_of_tag(lang) == "en"
    hits = []
    for topic in topics:
        if topic.keywords:
            find = _pattern(topic.keywords, is_english).findall
            score = (
                TITLE_WEIGHT * len(find(fold(title)))
                + SUMMARY_WEIGHT * len(find(fold(summary)))
                + len(find(fold(text)))
            )
            if score:
                hits.append((topic.slug, score))
    return tuple(hits)


@lru_cache(maxsize=256)
def _pattern(keywords: tuple[str, ...], is_english: bool) -> re.Pattern[str]:
    words = sorted(map(fold, keywords), key=len, reverse=True)
    forms = [_english_forms(word) if is_english else re.escape(word) for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def _english_forms(keyword: str) -> str:
    """A pattern for an English keyword with its plurals and verb forms."""
    if len(keyword) < 3 or not keyword[-3:].isalpha():
        return re.escape(keyword)
    singular = stem(keyword, "en") if len(keyword) > 4 else keyword
    if singular != keyword:
        return rf"(?:{re.escape(keyword)}|{re.escape(singular)})"
    start, last = re.escape(keyword[:-1]), keyword[-1]
    if last == "e":
        return f"{start}(?:e[sd]?|ing)"
    if last == "y" and keyword[-2] not in "aeiou":
        return f"{start}(?:y|ies|ied|ying)"
    return f"{start}{last}(?:e?s|{last}?ed|{last}?ing)?"
