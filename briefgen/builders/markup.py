"""Texts in XML: escaped, and without the characters that XML does not allow."""

from __future__ import annotations

from html import escape

from briefgen.text import without_controls


def escaped(value: str) -> str:
    """A text between tags."""
    return escape(without_controls(value), quote=False)


def attribute(value: str) -> str:
    """A text as an attribute's value, in its quotes."""
    return f'"{escape(without_controls(value))}"'
