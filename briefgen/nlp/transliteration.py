"""Names in a form that other languages share: without marks, in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "j",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ј": "i", "к": "k", "л": "l", "љ": "l", "м": "m",
    "н": "n", "њ": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "ў": "u", "у": "u",
    "ф": "f", "х": "h", "ц": "z", "ч": "ch", "џ": "j", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "",
    "э": "e", "ю": "iu", "я": "ia", "ђ": "j",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
    "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t",
    "υ": "i", "φ": "f", "χ": "h", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN = {
    "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ı": "i", "ħ": "h",
}  # fmt: skip
_LETTERS = {ord(letter): text for letter, text in (_CYRILLIC | _GREEK | _LATIN).items()}
_ONE_SOUND = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch|sh|ch|cz|tch", "s"), ("ts|tz", "z"), ("kh", "h"), ("zh|dj|dzh", "j"), ("ph", "f"), ("th", "t"),
        ("ck|c|q", "k"), ("w", "v"), ("x", "ks"), ("z", "s"), ("[yj]", "i"), ("mp(?=[aeiou])", "b"),
    )
]  # fmt: skip
_SILENT = re.compile(r"[aeiouh]|(.)(?=\1)")


@lru_cache(maxsize=1 << 16)
def latin(word: str) -> str:
    """A word in plain small Latin letters; empty for an unknown script."""
    folded = word.casefold()
    if not folded.isascii():
        marked = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
        folded = "".join(letter for letter in marked if not unicodedata.combining(letter)).translate(_LETTERS)
    return folded if folded.isascii() else ""


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> str:
    """The first letter and the consonants of a word from ``latin``, like sounds alike."""
    for pattern, sound in _ONE_SOUND:
        word = pattern.sub(sound, word)
    return word[:1] + _SILENT.sub("", word[1:])


@lru_cache(maxsize=1 << 16)
def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters."""
    return word.isascii() or all(
        unicodedata.name(letter, "").startswith("LATIN") for letter in word if letter.isalpha()
    )
