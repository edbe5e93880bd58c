"""The place, and often the agency, in front of the first sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.cleaning.lexicon import months
from briefgen.cleaning.marks import changed, found, said_lines
from briefgen.extension import rule
from briefgen.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.extension import Mark
    from briefgen.model import Draft

REACH = 90
"""Characters of a line in which a dateline ends."""

_DATELINE = re.compile(r"^(?P<head>[^\n]{2,80}?)(?P<dash>\s+(?:--?|–|—)\s+|\s*(?:—|--)\s*)(?=\S)")
_AGENCY = re.compile(r"\(([^()]{2,40})\)\s*$")
_PLACE = re.compile(r"[^\W\d_]+(?:[ .'’-]{1,2}[^\W\d_]+){0,3}\.?")
_SITE = re.compile(r"[\w-]+(?:\.[a-z]{2,4}){1,2}", re.IGNORECASE)
_DAY = re.compile(r"(?:([^\W\d_]+)\.? \d{1,2}|\d{1,2}\.? ([^\W\d_]+))")


@rule()
def dateline(draft: Draft) -> Iterator[Mark]:
    """Where the article was written, `BRUSSELS - `, in front of its first sentence; it moves to the fields place and agency."""
    for n, line in enumerate(said_lines(draft)):
        if line.text.startswith(("#", ">", "|", "- ", "!")):
            continue
        if parts := _parse(line.text, draft.lang, draft.head.get("source", "")):
            place, agency, end = parts
            yield found(line, "place", place)
            if agency:
                yield found(line, "agency", agency)
            yield changed(line, line.text[end:])
            return
        if n >= 2:
            return


def _parse(text: str, lang: str, source: str) -> tuple[str, str, int] | None:
    """(place, agency, where the sentence begins), or None where this is no dateline.

    The place stands in capitals, which is what tells it from a name or an outlet before a dash. What follows its comma may be a
    country, a date, or an agency: one in brackets, the article's own outlet, or a web address is taken for that.
    """
    if not text[:1].isupper() and text[:2] != "**":
        return None
    match = _DATELINE.match(text[:REACH].replace("**", "  "))
    if not match:
        return None
    head, agency = match["head"].strip(), ""
    if bracket := _AGENCY.search(head):
        head, agency = head[: bracket.start()].strip(" ,"), bracket[1].strip()
    place, *rest = [part.strip() for part in head.split(",")]
    if not (_PLACE.fullmatch(place) and _in_capitals(place)):
        return None
    for part in rest:
        if part and (fold(part) == fold(source) or _SITE.fullmatch(part)):
            agency = agency or part
        elif not (_is_day(part, lang) or _PLACE.fullmatch(part)):
            return None
    return place, agency, match.end()


def _in_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 2 and all(char.isupper() for char in letters)


def _is_day(text: str, lang: str) -> bool:
    day = _DAY.fullmatch(text)
    return bool(day) and fold((day[1] or day[2]) if day else "") in months(lang)
