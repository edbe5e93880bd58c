"""Stems that make the forms of a word equal (Snowball project).

Topic keywords use them. The search has stems of its own (``stemming``), which its script follows.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

OTHERWISE = frozenset({"en", "id"})
"""Languages whose keywords are matched in another way."""

_ALGORITHMS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch",
    "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german", "el": "greek",
    "hi": "hindi", "hu": "hungarian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def has_forms(lang: str) -> bool:
    """Whether words of this language have stems here."""
    return lang in _ALGORITHMS and lang not in OTHERWISE and _stemmer(lang) is not None


@lru_cache(maxsize=1 << 17)
def form_stem(word: str, lang: str) -> str:
    """The stem of a folded word."""
    return str(_stemmer(lang).stemWord(word))


@cache
def _stemmer(lang: str) -> Any:
    """The stemmer of a language; None if this version of the library has none."""
    import snowballstemmer

    name = _ALGORITHMS[lang]
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None
