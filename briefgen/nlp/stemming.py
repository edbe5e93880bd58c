"""The stems of words, so that ``menyerang`` and ``serangan`` match.

Indonesian after F. Z. Tala, "A Study of Stemming Effects on Information Retrieval in Bahasa Indonesia"
(Amsterdam, 2003), in the order of steps of the Snowball project. English words lose their plural, those of
other languages stay as they are. The rules are data: ``themes/base/static/stemming.js`` follows them in a
browser, and ``tests/stemming.json`` holds both to the same stems.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LANGUAGES = frozenset({"en", "id"})
"""Languages whose words have stems here."""


VOWELS = "aeiou"
LONG = 2
"""A word with no more vowels than this is a stem already."""


class Affix(NamedTuple):
    """What is cut off a word: a pattern, and what stands in its place.

    ``family`` names what a prefix makes of the word; a suffix is cut ``not_after`` prefixes of these
    families.
    """

    pattern: str
    instead: str = ""
    family: str = ""
    not_after: tuple[str, ...] = ()


NOTHING = Affix("")
PARTICLES = (Affix("(?:kah|lah|pun)$"),)
POSSESSIVES = (Affix("(?:nya|ku|mu)$"),)
FIRST_PREFIXES = (
    Affix("^meny(?=[aeiou])", "s", "me"),
    Affix("^peny(?=[aeiou])", "s", "pe"),
    Affix("^mem(?=[aeiou])", "p", "me"),
    Affix("^pem(?=[aeiou])", "p", "pe"),
    Affix("^(?:meng|men|mem|me|di|ter)", "", "me"),
    Affix("^(?:peng|pen|pem|ke)", "", "pe"),
)
SECOND_PREFIXES = (
    Affix("^pel(?=ajar)", "", "pel"),
    Affix("^(?:ber|bel(?=ajar)|be(?=[^aeiou]er))", "", "ber"),
    Affix("^(?:per|pe)", "", "per"),
)
SUFFIXES = (
    Affix("kan$", not_after=("pe", "per")),
    Affix("an$", not_after=("me",)),
    Affix("(?<!s)i$", not_after=("pe", "ber")),
)


@lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The stem of a folded word; unchanged in a language without rules here."""
    name = lang.partition("-")[0].lower()
    return _indonesian(word) if name == "id" else _english(word) if name == "en" else word


def _english(word: str) -> str:
    """The singular of a plural.

    The S stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991).
    """
    if len(word) > 4 and word.endswith("ies") and not word.endswith(("aies", "eies")):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


def _indonesian(word: str) -> str:
    word, _ = _cut(word, PARTICLES)
    word, _ = _cut(word, POSSESSIVES)
    word, first = _cut(word, FIRST_PREFIXES)
    if first is NOTHING:
        word, second = _cut(word, SECOND_PREFIXES)
        return _cut(word, SUFFIXES, second.family)[0]
    word, suffix = _cut(word, SUFFIXES, first.family)
    # A letter that the prefix had swallowed begins the stem: no further prefix stands before it.
    whole = suffix is NOTHING or first.instead
    return word if whole else _cut(word, SECOND_PREFIXES)[0]


def _cut(word: str, affixes: tuple[Affix, ...], after: str = "") -> tuple[str, Affix]:
    """A word without the first affix that it has, if long enough, and that affix."""
    if sum(map(word.count, VOWELS)) > LONG:
        for affix in affixes:
            if after not in affix.not_after:
                shorter, times = _pattern(affix.pattern).subn(affix.instead, word, count=1)
                if times:
                    return shorter, affix
    return word, NOTHING


@lru_cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
