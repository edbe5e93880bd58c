"""The stem of a word: what its forms have in common, so that a search for one form finds the others.

A stem is a key and no word of the language. ``themes/base/static/stemming.js`` gives the same stems in a browser;
``tests/stemming.json`` holds both to that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LANGUAGES = ("en", "id")
"""The languages whose forms are known; a word of any other is its own stem."""

_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile("[aeiou]")
_NASAL = re.compile(
    "(?:me|pe)(?:ny(?=[aeiou])|ng(?=[aeiou]|[ghkl])|n(?=[aeiou]|[cdjstz])|m(?=[aeiou]|[bfpv]))|me(?=[lmnrwy])|pe(?=[lmnwy])"
)
"""me- and pe- with what they make of a root's first letter."""
_SWALLOWED = {"ny": "s", "ng": "k", "n": "t", "m": "p"}
"""The first letter of the root that a nasal took the place of, where a vowel follows."""
_FIRST = re.compile("di|ter|ke")
_SECOND = re.compile("be(?=k.r)|pe(?=k.r|per|tani)|ber|per")
"""ber- and per-, short before a root whose first syllable has an r, as in be-kerja, pe-kerja, pe-perang, and pe-tani."""
_UNCHANGED = ("menteri",)
"""Words that only look as if they had a prefix."""


def words(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, letters of the Latin script without accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M")
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The stem of a word as ``words`` gives it; ``lang`` is a language code, as ``id`` or ``en-GB``."""
    name = lang.partition("-")[0].lower()
    return _indonesian(word) if name == "id" else _english(word) if name == "en" else word


def _english(word: str) -> str:
    """A plural's singular: the S stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991)."""
    if len(word) > 4 and word.endswith("ies") and not word.endswith(("aies", "eies")):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


def _indonesian(word: str) -> str:
    """The root without its affixes, after F. Z. Tala, "A study of stemming effects on information retrieval in Bahasa Indonesia" (2003).

    News has no use for -ku, -mu and -tah, which more words end in than carry them. A root's k is swallowed by meng- and peng-, and nothing
    tells it from a root that begins with a vowel (mengirim is of kirim, mengambil of ambil): so no stem has a k before its first vowel.
    """
    bare = _without_end(_without_end(word, ("kah", "lah", "pun")), ("nya",))
    root = _without_first_prefix(bare)
    is_verb = root != bare and bare.startswith(("me", "di"))
    root = _without_end(root, ("kan", "an", "i") if is_verb else ("kan", "an"))
    root = _without(_SECOND.match(root), root)
    return root[1:] if len(root) > 3 and root[0] == "k" and root[1] in "aeiou" else root


def _is_root(rest: str) -> bool:
    """Whether enough is left to be a root: two syllables and four letters."""
    return len(rest) > 3 and len(_VOWEL.findall(rest)) > 1


def _without_end(word: str, ends: tuple[str, ...]) -> str:
    for end in ends:
        if word.endswith(end) and _is_root(word[: -len(end)]):
            return word[: -len(end)]
    return word


def _without(found: re.Match[str] | None, word: str) -> str:
    """The word without what was found at its beginning, if a root is left."""
    return word[found.end() :] if found and _is_root(word[found.end() :]) else word


def _without_first_prefix(word: str) -> str:
    """Without me- or pe-, and with the letter back that they took from the root; else without di-, ter- or ke-."""
    if word.startswith(_UNCHANGED):
        return word
    if word.startswith(("belajar", "pelajar")):
        return word[3:]
    if found := _NASAL.match(word):
        rest = word[found.end() :]
        swallowed = _SWALLOWED.get(found[0][2:], "") if rest[0] in "aeiou" else ""
        return swallowed + rest if _is_root(swallowed + rest) else word
    return _without(_FIRST.match(word), word)
