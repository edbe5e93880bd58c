"""Write lines as Markdown; characters that look like markup are escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.importing.document import TextLine

_INLINE = re.compile(r"[\\`*\[\]<~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=|:]+(?=[-=|:\s]*$))")
_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")


def literal(text: str) -> str:
    """A line of text as Markdown that renders as this text."""
    text = _INLINE.sub(r"\\\g<0>", text)
    if number := _NUMBER.match(text):
        return f"{number[1]}\\{text[number.end(1) :]}"
    return f"\\{text}" if _AT_START.match(text) else text


def markdown(lines: Iterable[TextLine]) -> str:
    """Join blocks with blank lines, and the items of a list without."""
    out: list[str] = []
    before = ""
    for line in lines:
        if text := line.text.strip():
            glue = "" if not out else "\n" if line.mark == before == "- " else "\n\n"
            out.append(f"{glue}{line.mark}{literal(text)}")
            before = line.mark
    return "".join(out) + "\n" if out else ""
