"""Write lines as Markdown; characters that look like markup are escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.importing.document import TextLine

_INLINE = re.compile(r"[\\`*\[\]<~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=|:]+(?=[-=|:\s]*$))")
_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")

ROW = "|"
"""The mark of a line that is a row of a table."""
CELL = " ¦ "
"""What stands between the cells of a row."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f()<>\\\"`]")
"""What may not stand in the address of a link."""
_JOINED = ("- ", ROW)


def literal(text: str) -> str:
    """A line of text as Markdown that renders as this text."""
    return _at_start(_inline(text))


def _inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", text)


def _destination(url: str) -> str:
    """An address within the parentheses of a link."""
    return re.sub(r"&(?=#?\w+;)", r"\\&", _UNSAFE.sub(lambda match: quote(match[0], safe=""), url))


def _at_start(text: str) -> str:
    if number := _NUMBER.match(text):
        return f"{number[1]}\\{text[number.end(1) :]}"
    return f"\\{text}" if _AT_START.match(text) else text


def with_links(line: TextLine) -> str:
    """A line as Markdown with its links, as far as cleaning has left their words."""
    text, parts, end = line.text.strip(), [], 0
    for start, words, url in line.links:
        at = start if start >= end and text.startswith(words, start) else text.find(words, end)
        if at >= 0:
            parts += [text[end:at], f"[{_inline(words)}]({_destination(url)})"]
            end = at + len(words)
    if not parts:
        return literal(text)
    parts[::2] = [_inline(part) for part in parts[::2]]
    return _at_start("".join(parts) + _inline(text[end:]))


def markdown(lines: Iterable[TextLine]) -> str:
    """Join blocks with blank lines, and the items of a list and the rows of a table without."""
    out: list[str] = []
    before = ""
    for line in lines:
        if line.text.strip():
            glue = "" if not out else "\n" if line.mark == before and before in _JOINED else "\n\n"
            out.append(glue + (_row(line, before) if line.mark == ROW else f"{line.mark}{with_links(line)}"))
            before = line.mark
    return "".join(out) + "\n" if out else ""


def _row(line: TextLine, before: str) -> str:
    """A row of a table; below the first one stands the line that makes it the header."""
    cells = [cell.strip().replace("|", r"\|") for cell in with_links(line).split(CELL.strip())]
    row = f"| {' | '.join(cells)} |"
    return row if before == ROW else f"{row}\n|{' --- |' * len(cells)}"
