"""Flatten HTML that is nested so deep that a parser takes long for it."""

from __future__ import annotations

import re

DEEPEST = 1_000
"""Block elements in each other that are parsed as such; written pages stay under a hundred."""
_TAG = re.compile(
    r"<(?P<end>/?)(?:div|section|article|aside|main|nav|header|footer|blockquote|center|figure|fieldset|form|details|"
    r"ul|ol|dl|menu|dir|table|address|pre|hgroup|search|dialog)(?![\w-])[^>]*>",
    re.IGNORECASE,
)


def flattened(html: str) -> str:
    """The HTML without the tags of blocks that are too deep; their words stay."""
    if html.count("<") <= DEEPEST:
        return html
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth - 1) if match["end"] else depth + 1
        return match[0] if depth + bool(match["end"]) <= DEEPEST else " "

    return _TAG.sub(kept, html)
