"""Count words in any script."""

from __future__ import annotations


def count_words(text: str) -> int:
    """The words of a line; in scripts without spaces, every second character is one."""
    return sum(max(1, len(word) // 2) if _is_unspaced(word) else 1 for word in text.split())


def _is_unspaced(word: str) -> bool:
    return any("\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u9fff" for char in word)
