"""Give the headings of a page anchors, as GitHub does: ``## Dates and zones`` is ``#dates-and-zones``."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from html import escape, unescape
from itertools import count

TAKEN = frozenset({"bar", "main"})
"""The anchors of the templates around the text of a page."""
_HEADING = re.compile(r"<(h[2-6])>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_NO_WORD = re.compile(r"[^\w\- ]")
_REFERENCE = "\0"  # sanitised HTML has no control characters


def with_anchors(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return sanitised HTML, split where references stand, with an anchor for each heading.

    A heading whose anchor is taken gets a number, as on GitHub.
    """
    taken = set(TAKEN)

    def heading(match: re.Match[str]) -> str:
        name = anchor_of(unescape(_TAG.sub("", match[2])), taken)
        if not name:
            return match[0]
        taken.add(name)
        return f'<{match[1]} id="{escape(name)}">{match[2]}</{match[1]}>'

    return tuple(_HEADING.sub(heading, _REFERENCE.join(parts)).split(_REFERENCE))


def anchor_of(title: str, taken: AbstractSet[str] = frozenset()) -> str:
    """Return the anchor of a heading among others; empty if the heading has no word."""
    name = _NO_WORD.sub("", title.strip().casefold()).replace(" ", "-")
    if not name.strip("-"):
        return ""
    names = (f"{name}-{number}" if number else name for number in count())
    return next(name for name in names if name not in taken)
