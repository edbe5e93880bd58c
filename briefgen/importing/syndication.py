"""The line that blogs put below each entry of a feed.

`The post … appeared first on …`.
"""

from __future__ import annotations

import re

from briefgen.importing.document import TextLine
from briefgen.util.text import fold

_APPEARED = (
    "appeared first on", "first appeared on", "was first published on", "originally appeared on",
    "erschien zuerst auf", "erschien zuerst bei", "erschien zuerst in", "se publicó primero en",
    "aparece primero en", "apareció primero en", "est apparu en premier sur", "est apparu d’abord sur",
    "est apparu d'abord sur", "proviene da", "sembra essere il primo su", "è apparso per la prima volta su",
    "apareceu primeiro em", "apareceu primeiro no", "aparece primeiro em", "verscheen eerst op",
    "verscheen eerst bij", "dök först upp på", "blev først udgivet på", "dukket først opp på",
    "ensimmäisenä julkaistu", "pochodzi z serwisu", "появились сначала на", "появилась сначала на",
    "впервые появилась на", "сначала появилась на", "з’явилася спочатку на", "appeared first at",
    "pertama kali tampil pada", "muncul pertama kali di", "pertama kali muncul di", "apareix primer a",
    "apare prima dată în", "nejdříve se objevil na", "xuất hiện đầu tiên vào ngày", "最先出现在",
    "最早出現於", "first appeared in", "először", "ilk önce", "に最初に表示されました",
)  # fmt: skip
_MORE = 100
"""Letters of the line besides the title at most."""
_LEAST = 8
"""Letters of the shortest title by which a line is known."""


def without_syndication(lines: tuple[TextLine, ...], title: str, source: str) -> tuple[TextLine, ...]:
    """Leave out a last line that says only where the entry was published first."""
    if not lines or not title:
        return lines
    line, name = fold(lines[-1].text), fold(title)
    if name not in line or len(line) > len(name) + _MORE:
        return lines
    rest = line.replace(name, " ", 1)
    names_outlet = len(name) >= _LEAST and bool(source) and fold(source) in rest and _is_frame(rest, source)
    is_known = any(re.search(rf"(?<!\w){re.escape(fold(words))}", rest) for words in _APPEARED)
    return lines[:-1] if len(lines) > 1 and (is_known or names_outlet) else lines


def _is_frame(rest: str, source: str) -> bool:
    """Whether the line says little besides the title and the outlet."""
    return len(rest.replace(fold(source), "").split()) <= 8
