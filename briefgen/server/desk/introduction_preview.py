"""The HTML of an introduction while it is written."""

from __future__ import annotations

from briefgen.cleaning.engine import split_lines
from briefgen.reading.markdown import to_html
from briefgen.util.hashing import digest


def preview_html(text: str) -> str:
    """Safe HTML of Markdown; roles and pictures are not resolved yet."""
    made = to_html(split_lines(text, 1), False, "introduction", digest(text))
    return "".join(made.parts)
