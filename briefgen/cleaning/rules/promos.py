"""Lines that advertise something else of the outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefgen.cleaning.findings import removed
from briefgen.cleaning.lexicon import alternatives
from briefgen.cleaning.line_shape import is_brief
from briefgen.cleaning.rule import rule
from briefgen.model import Draft, Edit


@rule()
def read_also(draft: Draft) -> Iterator[Edit]:
    """A line that points to another article of the same outlet: `Baca juga: ...`."""
    pattern = _pattern(draft.lang)
    for line in draft.suspects:
        if pattern.match(line.text) and is_brief(line.text):
            yield removed(line)


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    """A phrase, then a colon, question mark, dash or nothing.

    After a phrase of two words or more a headline may follow at once.
    """
    words = alternatives("read_also", lang)
    longer = "|".join(phrase for phrase in words.split("|") if r"\s" in phrase) or "(?!)"
    return re.compile(
        rf"^[\s>*_\[(|•·–-]*(?:(?i:{words})[\s*_\])]*(?:[:?|»›→–—-]|$)"
        rf"|(?i:{longer})\s+[\"“‘'„«]?[A-ZÀ-Þ0-9][^.]*$)"
    )
