"""Write lines as Markdown; characters that look like markup are escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from briefgen.importing.document import Link, TextLine

_INLINE = re.compile(r"[\\`*\[\]<~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=|:]+(?=[-=|:\s]*$))")
_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_OPEN, _CLOSE = "\x02", "\x03"
"""Stand for the brackets of a link until the text is escaped. No imported text has control characters."""
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f()<>\[\]\\\"`^{|}]")
"""What an address in Markdown is written without."""

ROW = "|"
"""The mark of a line that is a row of a table."""
CELL = " ¦ "
"""What stands between the cells of a row."""
_JOINED = ("- ", ROW)


def literal(text: str) -> str:
    """A line of text as Markdown that renders as this text."""
    return _at_start(_INLINE.sub(r"\\\g<0>", text))


def _at_start(text: str) -> str:
    if number := _NUMBER.match(text):
        return f"{number[1]}\\{text[number.end(1) :]}"
    return f"\\{text}" if _AT_START.match(text) else text


def _linked(line: TextLine) -> str:
    """The line as Markdown with those of its links whose words it still has."""
    parts: list[str] = []
    urls: list[str] = []
    text, end = line.text.strip().replace(_OPEN, "").replace(_CLOSE, ""), 0
    for link in line.links:
        if (at := _place(text, link, end)) >= 0:
            parts += [text[end:at], _OPEN, link.text, _CLOSE]
            urls.append(_UNSAFE.sub(lambda sign: quote(sign[0]), link.url).replace("&", "\\&"))
            end = at + len(link.text)
    whole = literal("".join([*parts, text[end:]])).replace(f"!{_OPEN}", f"\\!{_OPEN}").replace(_OPEN, "[")
    rest = iter(urls)
    return re.sub(_CLOSE, lambda _: f"]({next(rest)})", whole)


def _place(text: str, link: Link, start: int) -> int:
    """Where the words of a link stand at or after ``start``.

    The nearest to its place; -1 if nowhere.
    """
    after = text.find(link.text, max(start, link.at))
    before = text.rfind(link.text, start, link.at + len(link.text))
    return min((at for at in (before, after) if at >= 0), key=lambda at: abs(at - link.at), default=-1)


def markdown(lines: Iterable[TextLine]) -> str:
    """Join blocks with blank lines, but not list items and table rows."""
    out: list[str] = []
    before = ""
    for line in lines:
        if line.text.strip():
            glue = "" if not out else "\n" if line.mark == before and before in _JOINED else "\n\n"
            out.append(glue + (_row(line, before) if line.mark == ROW else f"{line.mark}{_linked(line)}"))
            before = line.mark
    return "".join(out) + "\n" if out else ""


def _row(line: TextLine, before: str) -> str:
    """A row of a table.

    Below the first one stands the line that makes it the header.
    """
    cells = [cell.strip().replace("|", r"\|") for cell in _linked(line).split(CELL.strip())]
    row = f"| {' | '.join(cells)} |"
    return row if before == ROW else f"{row}\n|{' --- |' * len(cells)}"
