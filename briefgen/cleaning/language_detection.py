"""Which language a text is in, by a vote of its commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from briefgen.cleaning.lexicon import languages, spoken
from briefgen.model.cleaning import PARAGRAPH
from briefgen.util.text import LETTER

SAMPLE = 4000
"""Characters that vote."""
AHEAD = 1.5
"""How many times the votes of the next a winner has."""
_WORD = re.compile(rf"{LETTER}+")
_SCRIPTS = {
    "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af", "zh": "\u4e00-\u9fff", "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff", "my": "\u1000-\u109f", "km": "\u1780-\u17ff", "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f", "el": "\u0370-\u03ff", "he": "\u0590-\u05ff", "am": "\u1200-\u137f",
    "pa": "\u0a00-\u0a7f", "gu": "\u0a80-\u0aff", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff", "ml": "\u0d00-\u0d7f", "si": "\u0d80-\u0dff",
}  # fmt: skip
"""Languages whose script tells them; Japanese, whose kana stand among Chinese characters, before Chinese."""


def language_of(text: str) -> str:
    """The language of ``text`` by its small words, else by its script; empty when unclear.

    The winner's words must be a tenth of the sample and half as many again as the next language's. If two
    languages share their small words (Indonesian and Malay), the words of only one decide. A script counts
    when a fifth of the letters belong to it.
    """
    return (
        _vote(text[:SAMPLE])
        or (_vote(_paragraphs(text)) if len(text) > SAMPLE else "")
        or _script(text[:SAMPLE])
    )


def _script(text: str) -> str:
    letters = 0 if text.isascii() else sum(map(str.isalpha, text))
    if not letters:
        return ""
    return next(
        (lang for lang, own in _SCRIPTS.items() if len(re.findall(f"[{own}]", text)) * 5 >= letters), ""
    )


def _paragraphs(text: str) -> str:
    """The long lines: menus at the top of a page contain names, not sentences."""
    return "\n".join(line for line in text.split("\n") if len(line) >= PARAGRAPH)[:SAMPLE]


def _vote(text: str) -> str:
    words = _WORD.findall(text.casefold())
    if len(words) < 5:
        return ""
    word_set = Counter(words)
    votes = sorted((-count, lang) for lang, count in _counts(word_set).items())
    (most, lang), (next_most, other) = ((-count, name) for count, name in votes[:2])
    if most * 10 < len(words):
        return ""
    if most >= AHEAD * next_most:
        return lang
    one, two = _small_words(lang), _small_words(other)
    mine, theirs = _count(word_set, one - two), _count(word_set, two - one)
    if mine >= AHEAD * theirs:
        return lang
    return other if theirs >= AHEAD * mine else ""


def _counts(words: Counter[str]) -> dict[str, int]:
    """How many words each language has among those that were said."""
    speakers = _speakers()
    counts = dict.fromkeys(languages(), 0)
    for word in speakers.keys() & words.keys():
        for lang in speakers[word]:
            counts[lang] += words[word]
    return counts


def _count(word_set: Counter[str], words: frozenset[str]) -> int:
    return sum([word_set[word] for word in word_set.keys() & words])


@cache
def _small_words(lang: str) -> frozenset[str]:
    return frozenset(spoken(lang)["common"])


@cache
def _speakers() -> dict[str, list[str]]:
    """Each small word with the languages that have it."""
    result: dict[str, list[str]] = {}
    for lang in languages():
        for word in _small_words(lang):
            result.setdefault(word, []).append(lang)
    return result
