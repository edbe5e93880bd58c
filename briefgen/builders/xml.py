"""XML: the head of a file, and texts escaped without forbidden characters."""

from __future__ import annotations

from html import escape

from briefgen.util.text import without_controls


def head(style: str = "") -> str:
    """The beginning of a file, with a stylesheet for browsers if there is one."""
    dress = f'<?xml-stylesheet type="text/css" href={attribute(style)}?>\n' if style else ""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{dress}'


def escaped(value: str) -> str:
    """A text between tags."""
    return escape(without_controls(value), quote=False)


def attribute(value: str) -> str:
    """A text as an attribute's value, in its quotes."""
    return f'"{escape(without_controls(value))}"'
