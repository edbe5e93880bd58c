"""What each report of a story adds: its sentences with new words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefgen.nlp.stemming import stem
from briefgen.nlp.tokens import split

NEW = 0.5
"""A sentence adds something when this share of its words is new."""
FEWEST = 3
"""New words that it takes, so that another byline or a greeting is no addition."""
LETTERS = 4
"""A shorter word without a digit says too little to be new."""
SHOWN = 3
"""Sentences that are shown of each telling."""

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’»)]*\s+|(?<=[。！？])|\n")


class Addition(NamedTuple):
    """The first new sentences of a report, and how many more there are.

    ``nothing`` says that earlier texts in the same language have all of its words. If it is false and there
    are no sentences, the report may still add something, in too few words to be sure.
    """

    sentences: tuple[str, ...]
    more: int = 0
    nothing: bool = False


def additions(
    texts: Sequence[str], langs: Sequence[str], summaries: Sequence[str] = ()
) -> tuple[Addition, ...]:
    """What each text adds to earlier ones in its language; nothing for the first.

    ``summaries`` stand above the additions, so what they say is no addition.
    """
    in_language: dict[str, set[str]] = {}
    out = []
    for text, lang, summary in zip(texts, langs, summaries or [""] * len(texts), strict=True):
        words, earlier = _words(text, lang), in_language.setdefault(lang, set())
        known = earlier | _words(summary, lang)
        new = [one for one in _sentences(text) if earlier and _is_new(_words(one, lang), known)]
        out.append(Addition(tuple(new[:SHOWN]), max(0, len(new) - SHOWN), bool(earlier) and words <= earlier))
        earlier |= words
    return tuple(out)


def _sentences(text: str) -> Iterable[str]:
    return [one for part in _SENTENCE_END.split(text) if (one := part.strip())]


def _words(text: str, lang: str) -> set[str]:
    """The words that say something, by their stems."""
    return {
        stem(word, lang)
        for word in split(text.casefold())
        if len(word) >= LETTERS or word.isdigit() or not word.isascii()
    }


def _is_new(words: set[str], earlier: set[str]) -> bool:
    new = len(words - earlier)
    return new >= FEWEST and new >= NEW * len(words)
