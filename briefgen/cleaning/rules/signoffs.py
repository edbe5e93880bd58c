"""The desk's initials at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.cleaning.findings import changed, found, removed, said_lines
from briefgen.cleaning.line_shape import is_paragraph
from briefgen.cleaning.rule import Mark, rule
from briefgen.model import Draft, Line

_WHO = r"([a-z]{2,5}(?:[/-][a-z]{2,5}){0,3})"
_INITIALS = rf"(?:\({_WHO}\)|\[{_WHO}\])"
_ALONE = re.compile(rf"^[\s*_]*{_INITIALS}[\s*_]*$")
_GLUED = re.compile(rf"([.!?…][\"”’')\]]*)\s*{_INITIALS}\s*$")
LONGEST = 40
REACH = 60
"""Characters at a line's end in which its initials stand."""


@rule()
def sign_off(draft: Draft) -> Iterator[Mark]:
    """The writer's or editor's initials, `(esn)`, after the last full stop or alone."""
    lines = list(said_lines(draft))
    if not lines:
        return
    last = lines[-1]
    if glued := _GLUED.search(last.text, max(0, len(last.text) - REACH)):
        yield found(last, "signoff", glued[2] or glued[3])
        yield changed(last, last.text[: glued.end(1)])
        return
    alone = [
        (line, hit) for line in lines if len(line.text) < LONGEST and (hit := _ALONE.fullmatch(line.text))
    ]
    # Page lines may follow below the initials. Several such lines are not initials: songs have them too.
    if alone and (alone[-1][0] is last or (len(alone) == 1 and _ends_text(alone[0][0], lines))):
        line, hit = alone[-1]
        yield found(line, "signoff", hit[1] or hit[2])
        yield removed(line)


def _ends_text(line: Line, lines: Sequence[Line]) -> bool:
    """Whether no more than the page's own lines follow, in the second half."""
    at = lines.index(line)
    return at >= len(lines) // 2 and not any(is_paragraph(other.text) for other in lines[at + 1 :])
