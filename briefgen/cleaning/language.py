"""Which language a text is in, by a vote of its commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from briefgen.cleaning.lexicon import languages, lexicon

SAMPLE = 4000
"""Characters that vote."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The language with a lexicon whose small words stand most often in ``text``; empty where none is plainly ahead.

    A vote counts when the words of the winner make up a tenth of the sample and half as many again as those of the next.
    """
    words = _WORD.findall(text[:SAMPLE].casefold())
    if len(words) < 5:
        return ""
    said = Counter(words)
    votes = sorted(
        ((sum([said[word] for word in small if word in said]), lang) for lang, small in _small_words()),
        reverse=True,
    )
    (most, lang), (next_most, _) = votes[0], votes[1]
    return lang if most * 10 >= len(words) and most >= 1.5 * next_most else ""


@cache
def _small_words() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((lang, frozenset(lexicon(lang).get("common", ()))) for lang in languages())
