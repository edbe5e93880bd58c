"""The parts of a line that no rule of the text looks at.

Code, HTML tags and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Lengths are bounded so that a hostile line takes no longer than any other.
_HIDDEN = re.compile(r"(`[^`\n]{1,300}`|</?[A-Za-z][^<>\n]{0,1000}>|https?://[^\s\"”’]{1,1000})")
_SIGNS = ("`", "<", "://")


def visible_text(text: str) -> str:
    """A text without its code, tags and addresses."""
    return _HIDDEN.sub(" ", text) if _has_sign(text) else text


def map_visible(change: Callable[[str], str], text: str) -> str:
    """A line with ``change`` made to all but its code, tags and addresses."""
    if not _has_sign(text):
        return change(text)
    parts = _HIDDEN.split(text)
    return "".join([part if n % 2 else change(part) for n, part in enumerate(parts)])


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)
