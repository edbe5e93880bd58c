"""Dates of publication and change, on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from briefgen.cleaning.dates import find_moment
from briefgen.cleaning.findings import found, removed
from briefgen.cleaning.lexicon import weekdays
from briefgen.cleaning.rule import Mark, rule
from briefgen.cleaning.rules.bylines import LONGEST, around_text, jobs_of
from briefgen.cleaning.rules.datelines import stands_alone
from briefgen.cleaning.rules.stamp_names import labels, names_beside
from briefgen.model import Draft, Finding, Line

COMPANIONS = 6
"""Words that may stand beside the moment of a stamp: a name, an outlet, a place."""

_WORD = re.compile(r"[^\W\d_]+")
_RANGE = re.compile(r"[0-9]\.? ?[-–—] ?$")
"""What stands before the date on which some days end: those are an event's."""


class Moments(NamedTuple):
    """The dates of publication and change on a line, and its other words."""

    published: str
    updated: str
    labelled: bool
    others: tuple[str, ...]


@rule()
def date_stamp(draft: Draft) -> Iterator[Mark]:
    """The date of publication or change with at most author and place.

    An example is `Kamis, 5 November 2015 14:56 WIB`.
    """
    stamps = [(line, stamp) for line in _short(draft) if (stamp := moments_in(line.text, draft.lang))]
    if not stamps:
        return
    above, below = around_text(draft)
    around = above + below
    published, updated = "", ""
    for line, stamp in stamps:
        timed = stamp.labelled or "T" in (stamp.published or stamp.updated)
        alone = not stamp.others
        if not (alone or (timed and line in around and len(stamp.others) <= COMPANIONS)):
            continue
        if not (timed or line in around):  # a day in a chronology
            continue
        if stamp.published and not published:
            published = stamp.published
            if not draft.head.get("date"):
                yield found(line, "date", published)
        if stamp.updated and not updated:
            updated = stamp.updated
            yield found(line, "updated", updated)
        if line in above or (
            timed and not line.text.startswith("(")
        ):  # in brackets below the text it is a note
            yield removed(line)
            if stamp.others:
                yield from _named_beside(line, draft)
    if updated and not published and not draft.head.get("date"):
        yield found(next(line for line, stamp in stamps if stamp.updated == updated), "date", updated)


def _named_beside(line: Line, draft: Draft) -> Iterator[Finding]:
    """The outlet and the author that a stamp names, where nothing else says them."""
    above, below = around_text(draft)
    for field, name in names_beside(line.text, draft.lang):
        signed = field == "byline" and any(jobs_of(other.text, draft.lang) for other in above + below)
        if not (signed or draft.head.get(field)):
            yield found(line, field, name)


def _short(draft: Draft) -> Iterator[Line]:
    return (line for line in draft.suspects if len(line.text) <= LONGEST and not stands_alone(line.text))


def moments_in(text: str, lang: str) -> Moments | None:
    """What a line with a date says; None for one without."""
    at, published, updated, labelled = 0, "", "", False
    others: list[str] = []
    while stamp := find_moment(text, lang, at):
        if _RANGE.search(text, at, stamp.start):
            return None
        before = _WORD.findall(text[at : stamp.start].casefold())
        changed = (labels("updated", lang) - labels("published", lang)).intersection(before)
        labelled = labelled or bool(changed or labels("published", lang).intersection(before))
        if changed:
            updated = updated or stamp.moment
        else:
            published = published or stamp.moment
        others += before
        at = stamp.end
    silent = labels("updated", lang) | labels("published", lang) | weekdays(lang)
    is_sentence = text.rstrip().endswith((".", "?", "!", ":"))
    if not at or (is_sentence and not _is_labelled_only(text[at:], others, silent)):
        return None
    others += _WORD.findall(text[at:].casefold())
    return Moments(published, updated, labelled, tuple(word for word in others if word not in silent))


def _is_labelled_only(after: str, others: Sequence[str], silent: AbstractSet[str]) -> bool:
    """Whether only labels stand beside the moments, and a point behind: `Objavljeno 5. ožujka 2024.`."""
    return after.strip() in ("", ".") and silent >= set(others) and any(len(word) > 3 for word in others)
