"""What the text says of where it comes from, and when. These rules find and change nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefgen.cleaning.dates import find_day
from briefgen.cleaning.lexicon import alternatives
from briefgen.cleaning.marks import found, said_lines
from briefgen.extension import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Draft, Found


@rule()
def source_credit(draft: Draft) -> Iterator[Found]:
    """The outlet that the article says it took the news from: `dilansir dari Russia Today`."""
    pattern = _pattern(draft.lang)
    for line in said_lines(draft):
        if credit := pattern.search(line.text):
            yield found(line, "via", credit[1])
            return


@rule()
def date_in_text(draft: Draft) -> Iterator[Found]:
    """The first date in the text, for an article whose front matter and file name give none."""
    if draft.head.get("date"):
        return
    for line in said_lines(draft):
        if day := find_day(line.text, draft.lang):
            yield found(line, "date", day)
            return


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    """The credit's words, then a name: capitalised words (or one like `detik.com`), at most five."""
    word = r"[A-ZÀ-Þ][\w'’&-]*(?:\.\w+)*"
    name = rf"{word}(?:\s+(?:of\s+|the\s+){{0,2}}{word}){{0,4}}|[a-z]+\.(?:com|co\.id|id|org|net)"
    return re.compile(rf"\b(?i:{alternatives('via', lang)})\s+[\"“*_\[]*({name})")
