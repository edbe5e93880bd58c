"""The title where it stands in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.cleaning.marks import found, removed, said_lines
from briefgen.extension import rule
from briefgen.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.extension import Mark
    from briefgen.model import Draft

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
LONGEST = 250
"""Characters; a first line that is longer is a paragraph."""


@rule()
def title_line(draft: Draft) -> Iterator[Mark]:
    """The first line, which is the title where the front matter gives none; it moves to its field."""
    if draft.head.get("title"):
        return
    for first in said_lines(draft):
        heading = _HEADING.fullmatch(first.text)
        title = (heading[1] if heading else first.text).strip(" *_")
        ends_like_a_sentence = title.endswith((".", "。", ";", ":", ",")) and not title.endswith("...")
        if title and len(title) <= LONGEST and (heading or not ends_like_a_sentence):
            yield found(first, "title", title)
            yield removed(first)
        return


@rule()
def repeated_title(draft: Draft) -> Iterator[Mark]:
    """The title said again above the text."""
    known = draft.head.get("title") or next((f.value for f in draft.found if f.field == "title"), "")
    title = _bare(known)
    for n, line in enumerate(said_lines(draft)):
        heading = _HEADING.fullmatch(line.text)
        if title and _bare(heading[1] if heading else line.text) == title:
            yield removed(line)
        elif n >= 3:
            return


def _bare(text: str) -> str:
    return fold(text).strip(" *_.\"'“”‘’")
