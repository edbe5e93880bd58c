"""Score a text by the keywords of the topics."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from briefgen.model import Topic
from briefgen.nlp.stemming import stem
from briefgen.nlp.word_forms import form_stem, has_forms
from briefgen.util.language_tags import language_of_tag
from briefgen.util.text import fold

TITLE_WEIGHT = 5


SUMMARY_WEIGHT = 3

_words = re.compile(r"\w+").findall


def keyword_hits(
    topics: Sequence[Topic], title: str, summary: str, text: str, lang: str
) -> tuple[tuple[str, int], ...]:
    """Score each declared topic's keywords; topics without a match are left out.

    A keyword counts once for each place where it stands as whole words, and more in title and summary. Other
    forms of its words count too, in the languages whose stems are known.
    """
    base = language_of_tag(lang)
    if not any(topic.keywords for topic in topics):
        return ()
    prepare, counter = (_stems_in(base), _stem_counter) if has_forms(base) else (fold, _pattern_counter)
    texts = [(prepare(title), TITLE_WEIGHT), (prepare(summary), SUMMARY_WEIGHT), (prepare(text), 1)]
    hits = []
    for topic in topics:
        if topic.keywords:
            count = counter(topic.keywords, base)
            if score := sum(weight * count(one) for one, weight in texts):
                hits.append((topic.slug, score))
    return tuple(hits)


@lru_cache(maxsize=256)
def _pattern_counter(keywords: tuple[str, ...], lang: str) -> Callable[[str], int]:
    """What counts the keywords in a folded text.

    Of English ones, also other forms of the last word.
    """
    words = sorted(map(fold, keywords), key=len, reverse=True)
    forms = [_english_forms(word) if lang == "en" else re.escape(word) for word in words]
    find = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)").findall
    return lambda text: len(find(text))


def _stems_in(lang: str) -> Callable[[str], str]:
    """What turns a text into the stems of its words, a space around each."""
    return lambda text: f" {' '.join([form_stem(word, lang) for word in _words(fold(text))])} "


@lru_cache(maxsize=256)
def _stem_counter(keywords: tuple[str, ...], lang: str) -> Callable[[str], int]:
    """What counts the keywords in a text of stems."""
    stems = sorted({one for one in map(_stems_in(lang), keywords) if one.strip()}, key=len, reverse=True)
    if not stems:
        return lambda stemmed: 0
    # The space after a keyword may be the one before the next.
    find = re.compile("|".join([f"{re.escape(one[:-1])}(?= )" for one in stems])).findall
    return lambda stemmed: len(find(stemmed))


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
