"""Dates of publication and change, and bylines, on lines of their own."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from briefgen.cleaning.dates import find_moment
from briefgen.cleaning.findings import found, removed
from briefgen.cleaning.lexicon import phrases, weekdays
from briefgen.cleaning.line_shape import start_of_text
from briefgen.cleaning.phrases import DRESS
from briefgen.cleaning.rule import rule
from briefgen.cleaning.rules.datelines import stands_alone
from briefgen.util.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.cleaning.rule import Mark
    from briefgen.model import Draft, Line

STAMP = 120
"""Characters of the longest line that is a stamp or a byline."""
COMPANIONS = 6
"""Words that may stand beside the moment of a stamp: a name, an outlet, a place."""
NEAR = 3
"""Lines after the beginning of the text, and before the article's end, that may be stamps or bylines."""
NAME_WORDS = 5

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[|/•·;]|\s[–—-]\s")
_NAMES = re.compile(r",|\s&\s|\s(?:and|und|dan|y|e|et|en|och|và|og)\s")
_PARTICLES = frozenset(
    ("de", "da", "do", "dos", "das", "di", "del", "della", "van", "von", "der", "den",
     "ter", "bin", "binti", "al", "el", "la", "le", "du", "af", "zu")
)  # fmt: skip


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
    stamps = [(line, stamp) for line in _short(draft) if (stamp := _moments(line.text, draft.lang))]
    if not stamps:
        return
    above, below = _around_text(draft)
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
    if updated and not published and not draft.head.get("date"):
        yield found(next(line for line, stamp in stamps if stamp.updated == updated), "date", updated)


@rule()
def byline(draft: Draft) -> Iterator[Mark]:
    """Author and editor around the text: `By Ann Lee`, `Reporter: Dina | Editor: Yudi`."""
    if all(len(line.text) > STAMP for line in draft.nonblank):
        return
    known = ""
    above, below = _around_text(draft)
    for line in above + below:
        if len(line.text) > STAMP or not (jobs := _jobs(line.text, draft.lang)):
            continue
        writers = ", ".join(dict.fromkeys(name for job, names in jobs if job == "by" for name in names))
        if writers and not known:
            known = writers
            yield found(line, "byline", writers)
        yield removed(line)


def _short(draft: Draft) -> Iterator[Line]:
    return (line for line in draft.suspects if len(line.text) <= STAMP and not stands_alone(line.text))


def _around_text(draft: Draft) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines above the text with the first few of it, and the last ones."""
    first = start_of_text(draft.nonblank) + NEAR
    last = max(first, len(draft.nonblank) - NEAR - 1)
    return draft.nonblank[:first], draft.nonblank[last:]


def _moments(text: str, lang: str) -> Moments | None:
    """What a line with a date says; None for one without."""
    at, published, updated, labelled = 0, "", "", False
    others: list[str] = []
    while stamp := find_moment(text, lang, at):
        before = _WORD.findall(text[at : stamp.start].casefold())
        changed = (_labels("updated", lang) - _labels("published", lang)).intersection(before)
        labelled = labelled or bool(changed or _labels("published", lang).intersection(before))
        if changed:
            updated = updated or stamp.moment
        else:
            published = published or stamp.moment
        others += before
        at = stamp.end
    if not at or text.rstrip().endswith((".", "?", "!")):
        return None
    others += _WORD.findall(text[at:].casefold())
    silent = _labels("updated", lang) | _labels("published", lang) | weekdays(lang)
    return Moments(published, updated, labelled, tuple(word for word in others if word not in silent))


@cache
def _labels(name: str, lang: str) -> frozenset[str]:
    """The single words of a list's phrases: they stand in any order around a date."""
    return frozenset(word for phrase in phrases(name, lang) for word in _WORD.findall(phrase))


def _jobs(text: str, lang: str) -> list[tuple[str, tuple[str, ...]]]:
    """The jobs in a byline, each with its people; empty for other lines."""
    jobs = []
    for part in _BETWEEN.split(text.strip(DRESS)):
        credit = _credit(part.strip(), lang)
        if credit is None:
            return []
        jobs.append(credit)
    return jobs


def _credit(part: str, lang: str) -> tuple[str, tuple[str, ...]] | None:
    label, colon, names = part.partition(":")
    jobs = _job_of(lang)
    if fold(label).partition(" ")[0] not in _first_words(lang):
        return None
    job = jobs.get(fold(label), "") if colon else ""
    if not job:
        words = part.split()
        labels = [fold(" ".join(words[:n])) for n in range(min(4, len(words)))]
        split = max((n for n, label in enumerate(labels) if label in jobs), default=0)
        job, names = (jobs[labels[split]] if split else ""), " ".join(words[split:])
        if not job or len(names.split()) < 2:  # one word after `By` may be anything
            return None
    people = tuple(name.strip() for name in _NAMES.split(names) if name.strip())
    return (job, people) if people and all(_is_person(name) for name in people) else None


@cache
def _job_of(lang: str) -> dict[str, str]:
    """The job that each label of a byline stands for."""
    return {label: job for job in ("editors", "by") for label in phrases(job, lang)}


@cache
def _first_words(lang: str) -> frozenset[str]:
    """The first words of those labels: most lines begin with none."""
    return frozenset(label.partition(" ")[0] for label in _job_of(lang))


def _is_person(name: str) -> bool:
    """Capitalised words, few, without numbers: a person, or what one is called at the outlet."""
    words = name.split()
    return (
        len(words) <= NAME_WORDS
        and _is_capital(words[0][0])
        and all(_is_capital(word[0]) or word.casefold() in _PARTICLES or word[0] in "(@" for word in words)
        and not any(char.isdigit() for char in name)
        and not name.endswith(("?", "!", ":"))
    )


def _is_capital(letter: str) -> bool:
    """Whether a name can begin with it: in scripts without capitals every letter can."""
    return letter.isalpha() and not letter.islower()
