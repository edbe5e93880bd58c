"""Make lists of lines that only look like one: `- ` or `1. ` stands before their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from briefgen.importing.document import TextLine

FEWEST = 2
"""Lines of a list. A line alone is more often a dash, a footnote or a year."""
_SIGN = re.compile(r"(?:(?P<bullet>[-*•‣▪◦●])|(?P<number>[1-9][0-9]?)[.)])[ \t\u00a0]+(?=\S)")
_SENTENCE = re.compile(r"[.!?…][\"”’»)]*$")
"""The end of what somebody says: `- We are glad.` is a dialogue in many languages."""


def with_lists(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, those of lists with the mark of an item in place of their signs."""
    out: list[TextLine] = []
    for sign, group in groupby(lines, key=_sign):
        run = list(group)
        out += _items(run) if sign and _is_list(sign, run) else run
    return out


def _sign(line: TextLine) -> str:
    """The bullet of a line, `1` for a number, or an empty text."""
    match = None if line.mark or line.within or line.continues else _SIGN.match(line.text)
    if match is None or any(span.at < match.end() for span in line.spans):
        return ""
    return match["bullet"] or "1"


def _is_list(sign: str, lines: Sequence[TextLine]) -> bool:
    """Whether lines with one sign are items: numbers count from 1, and nobody speaks."""
    if len(lines) < FEWEST:
        return False
    if sign == "1":
        return [int(re.split(r"[.)]", line.text)[0]) for line in lines] == [*range(1, len(lines) + 1)]
    return sign != "-" or not any(_SENTENCE.search(line.text) for line in lines)


def _items(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    for line in lines:
        if match := _SIGN.match(line.text):
            spans = tuple(span._replace(at=span.at - match.end()) for span in line.spans)
            mark = f"{match['number']}. " if match["number"] else "- "
            yield line._replace(text=line.text[match.end() :], mark=mark, spans=spans)
