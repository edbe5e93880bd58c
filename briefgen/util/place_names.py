"""Names of places in one case: BRUSSELS and Jakarta -> Brussels, Jakarta."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_SMALL = "am an auf bei da das de del der des di do dos du e en i im la las le les los of on sur the und y"
_INITIALS = "as dc dki diy eu nsw ntb ntt pbb qld uae ue uk un us usa"
LONG = 4
"""A word with so many letters is a name and no abbreviation."""


def place_name(name: str) -> str:
    """A place as a sentence writes it, where a dateline has it in capitals."""
    words = _WORD.findall(name)
    if name != name.upper() or all(len(word) < LONG for word in words):
        return name
    first = True

    def lower(match: re.Match[str]) -> str:
        nonlocal first
        word, is_first, first = match[0], first, False
        if word.lower() in _INITIALS.split() or "." in word:
            return word
        return word.lower() if word.lower() in _SMALL.split() and not is_first else word[0] + word[1:].lower()

    return _WORD.sub(lower, name)
