"""Find the language of a text by its small words, its script or a model."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from briefgen.cleaning.language_model import probabilities
from briefgen.cleaning.lexicon import languages, spoken
from briefgen.model.cleaning import PARAGRAPH
from briefgen.util.language_tags import canonical_tag
from briefgen.util.text import LETTER

SAMPLE = 4000
"""Characters that vote."""
SHORT = 600
"""A text with fewer characters has too few small words for a vote of their own."""
LIKELY, CERTAIN = 0.4, 0.7
"""The confidence that a short text's language takes, and the one that overrides a declared language."""
FEWEST = 3
"""Words of a short text in the Latin script; fewer are often a name."""
AHEAD, FAR_AHEAD = 1.5, 3.0
"""How many times the votes of the next a winner has, in an article and in a short text."""
_WORD = re.compile(rf"{LETTER}+")
_MARKUP = re.compile(r"`[^`]*`|<[^<>]*>|\]\([^()\s]*\)|https?://\S+|[\[\]*_#>|]+")
"""Code, tags and addresses, which are in no language, and the marks of Markdown."""
_SCRIPTS = {
    "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af", "zh": "\u4e00-\u9fff", "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff", "my": "\u1000-\u109f", "km": "\u1780-\u17ff", "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f", "el": "\u0370-\u03ff", "he": "\u0590-\u05ff", "am": "\u1200-\u137f",
    "pa": "\u0a00-\u0a7f", "gu": "\u0a80-\u0aff", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff", "ml": "\u0d00-\u0d7f", "si": "\u0d80-\u0dff",
}  # fmt: skip
"""Languages whose script tells them; Japanese, whose kana stand among Chinese characters, before Chinese."""


def language_of(text: str, expected: str = "", floor: float = LIKELY) -> str:
    """The language of ``text``; empty when unclear.

    In an article the small words decide. The winner's must be a tenth of the sample and half as many again
    as the next language's. If two languages share their small words (Indonesian and Malay), the words of
    only one decide. Then the script decides, if a fifth of the letters belong to it. In a short text, and
    where both are silent, a model decides together with the small words: ``floor`` is the confidence that
    this takes, and ``expected`` decides between Indonesian and Malay where nothing else does.
    """
    sample = text[:SAMPLE]
    if len(text) < SHORT:
        return _likeliest(sample, expected, floor)
    return (
        _vote(sample)
        or (_vote(_paragraphs(text)) if len(text) > SAMPLE else "")
        or _script(sample)
        or _likeliest(sample, expected, floor)
    )


def _without_model(text: str) -> str:
    """The language of a short text by its script or by a clear vote."""
    return _script(text) or (_vote(text, FAR_AHEAD) if len(text) >= PARAGRAPH else "")


def _likeliest(text: str, expected: str, floor: float) -> str:
    """The language that the model and the small words together find likeliest; empty below ``floor``.

    The model is asked twice, since it knows most words only in small letters.
    """
    text = _MARKUP.sub(" ", text)
    words = Counter(_WORD.findall(text.casefold()))
    if not words or (words.total() < FEWEST and text.isascii()):
        return ""
    lower = text.lower()
    shares = Counter(probabilities(lower if text.isupper() else text))
    shares.update(probabilities(lower))
    if not shares:
        return _without_model(text)
    scores = _scores(shares, words)
    lang, next_lang = sorted((*scores, ""), key=lambda name: (-scores.get(name, 0), name))[:2]
    if scores[lang] < max(floor * sum(scores.values()), AHEAD * scores.get(next_lang, 0)):
        # Related languages share the model's votes: Croatian and Serbian, for one.
        return _vote(text, FAR_AHEAD) if len(text) >= PARAGRAPH else ""
    return _indonesian_or_malay(shares, words, expected) if lang == "id" else canonical_tag(lang)


def _scores(shares: Counter[str], words: Counter[str]) -> dict[str, float]:
    """By language, the model's share and the share of its small words.

    Malay counts as Indonesian.
    """
    counts, scores = _counts(words), dict[str, float]()
    counts["id"] = max(counts["id"], counts["ms"])
    for lang, share in shares.items():
        name = "id" if lang == "ms" else lang
        scores[name] = scores.get(name, counts.get(name, 0) / words.total()) + share / 2
    return scores


def _indonesian_or_malay(shares: Counter[str], words: Counter[str], expected: str) -> str:
    """Choose between both by their own small words, the expected language, and the model."""
    indonesian, malay = _small_words("id"), _small_words("ms")
    ours, theirs = _count(words, indonesian - malay), _count(words, malay - indonesian)
    if ours != theirs:
        return "id" if ours > theirs else "ms"
    if expected in ("id", "ms"):
        return expected
    return "ms" if shares["ms"] >= FAR_AHEAD * shares["id"] else "id"


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


def _vote(text: str, ahead: float = AHEAD) -> str:
    words = _WORD.findall(text.casefold())
    if len(words) < 5:
        return ""
    word_set = Counter(words)
    votes = sorted((-count, lang) for lang, count in _counts(word_set).items())
    (most, lang), (next_most, other) = ((-count, name) for count, name in votes[:2])
    if most * 10 < len(words):
        return ""
    if most >= ahead * next_most:
        return lang
    one, two = _small_words(lang), _small_words(other)
    mine, theirs = _count(word_set, one - two), _count(word_set, two - one)
    if mine >= ahead * theirs:
        return lang
    return other if theirs >= ahead * mine else ""


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
