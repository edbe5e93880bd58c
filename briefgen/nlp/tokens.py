"""The words of a text, in any script: as they are, or folded for search."""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts without spaces between words (Thai, Japanese, Chinese) or with few (Korean).

Each character counts as a word.
"""

split = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+").findall
"""``split(text)``: the words as they are in the text, in order."""


class _Unmarked(dict[int, int | None]):
    """By code, a letter without its mark: itself, or nothing for a mark."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code))[0] == "M" else code
        return self[code]


_UNMARKED = _Unmarked()
_FOLDED = re.compile(r"[^\W_]+")


def folded_words(text: str) -> list[str]:
    """The words of a text for search: lower case, letters without marks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_UNMARKED)
    return _FOLDED.findall(text.lower())
