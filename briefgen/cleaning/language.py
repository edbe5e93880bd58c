"""Which language a text is in, by a vote of its commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from briefgen.cleaning.lexicon import languages, lexicon
from briefgen.model.texts import PARAGRAPH

SAMPLE = 4000
"""Characters that vote."""
AHEAD = 1.5
"""How many times the votes of the next a winner has."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The language with a lexicon whose small words stand most often in ``text``; empty where none is plainly ahead.

    A vote counts when the words of the winner make up a tenth of the sample. It is plainly ahead with half as many votes again as the
    next; where two languages share their small words (Indonesian and Malay), those that only one of them has decide.
    """
    return _vote(text[:SAMPLE]) or (_vote(_paragraphs(text)) if len(text) > SAMPLE else "")


def _paragraphs(text: str) -> str:
    """The long lines: the menus of a whole page, which stand first, are names and no sentences."""
    return "\n".join(line for line in text.split("\n") if len(line) >= PARAGRAPH)[:SAMPLE]


def _vote(text: str) -> str:
    words = _WORD.findall(text.casefold())
    if len(words) < 5:
        return ""
    said = Counter(words)
    votes = sorted((-count, lang) for lang, count in _counts(said).items())
    (most, lang), (next_most, other) = ((-count, name) for count, name in votes[:2])
    if most * 10 < len(words):
        return ""
    if most >= AHEAD * next_most:
        return lang
    one, two = _small_words(lang), _small_words(other)
    mine, theirs = _count(said, one - two), _count(said, two - one)
    if mine >= AHEAD * theirs:
        return lang
    return other if theirs >= AHEAD * mine else ""


def _counts(said: Counter[str]) -> dict[str, int]:
    """How many words each language has among those that were said."""
    speakers = _speakers()
    counts = dict.fromkeys(languages(), 0)
    for word in speakers.keys() & said.keys():
        for lang in speakers[word]:
            counts[lang] += said[word]
    return counts


def _count(said: Counter[str], words: frozenset[str]) -> int:
    return sum([said[word] for word in said.keys() & words])


@cache
def _small_words(lang: str) -> frozenset[str]:
    return frozenset(lexicon(lang).get("common", ()))


@cache
def _speakers() -> dict[str, list[str]]:
    """Each small word with the languages that have it."""
    found: dict[str, list[str]] = {}
    for lang in languages():
        for word in _small_words(lang):
            found.setdefault(word, []).append(lang)
    return found
