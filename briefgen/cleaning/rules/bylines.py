"""Who wrote an article, on lines of their own above or below the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefgen.cleaning.findings import found, removed
from briefgen.cleaning.lexicon import phrases
from briefgen.cleaning.line_shape import start_of_text
from briefgen.cleaning.phrases import DRESS
from briefgen.cleaning.rule import Mark, rule
from briefgen.model import Draft, Line
from briefgen.util.text import fold

LONGEST = 120
"""Characters of the longest line that is a stamp or a byline."""
NEAR = 3
"""Lines after the beginning of the text, and before the article's end, that may be stamps or bylines."""
NAME_WORDS = 5
OUTLET_WORDS = 3

_BETWEEN = re.compile(r"[|/•·;]|\s[–—-]\s")
_NAMES = re.compile(r",|\s&\s|\s(?:and|und|dan|y|e|et|en|och|và|og)\s")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_PARTICLES = frozenset(
    ("de", "da", "do", "dos", "das", "di", "del", "della", "van", "von", "der", "den",
     "ter", "bin", "binti", "al", "el", "la", "le", "du", "af", "zu")
)  # fmt: skip


@rule()
def byline(draft: Draft) -> Iterator[Mark]:
    """Author and editor around the text: `By Ann Lee`, `Reporter: Dina | Editor: Yudi`."""
    if all(len(line.text) > LONGEST for line in draft.nonblank):
        return
    known = ""
    above, below = around_text(draft)
    for line in above + below:
        if (
            len(line.text) > LONGEST
            or line.number in draft.fixed
            or not (jobs := jobs_of(line.text, draft.lang))
        ):
            continue
        writers = ", ".join(dict.fromkeys(name for job, names in jobs if job == "by" for name in names))
        if writers and not known:
            known = writers
            yield found(line, "byline", writers)
        yield removed(line)


def around_text(draft: Draft) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines above the text with the first few of it, and the last ones."""
    first = start_of_text(draft.nonblank) + NEAR
    last = max(first, len(draft.nonblank) - NEAR - 1)
    return draft.nonblank[:first], draft.nonblank[last:]


def jobs_of(text: str, lang: str) -> list[tuple[str, tuple[str, ...]]]:
    """The jobs in a byline, each with its people; empty for other lines.

    The outlet may follow the author: `By Ann Lee - The Plain Courier`.
    """
    parts = [part.strip() for part in _BETWEEN.split(text.strip(DRESS))]
    jobs = [credit_of(part, lang) for part in parts]
    if len(parts) == 2 and jobs[0] and jobs[1] is None and _is_outlet(parts[1]):
        del jobs[1]
    return [] if None in jobs else [job for job in jobs if job]


def _is_outlet(text: str) -> bool:
    """Whether a text is an outlet's name or address, as it follows an author."""
    words = text.split()
    if len(words) == 1 and re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", text):
        return True
    return (
        0 < len(words) <= OUTLET_WORDS
        and all(map(_begins_name, words))
        and not text.endswith(("?", "!", ":"))
    )


def _begins_name(word: str) -> bool:
    return _is_capital(word[0]) or fold(word) in _PARTICLES


def credit_of(part: str, lang: str) -> tuple[str, tuple[str, ...]] | None:
    """The job that a part of a byline names, and its people; or None."""
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
    people = tuple(split_names(names))
    return (job, people) if people and all(is_person(name) for name in people) else None


def split_names(text: str) -> list[str]:
    """The names in a list of people."""
    return [name for part in _NAMES.split(text) if (name := part.strip())]


@cache
def _job_of(lang: str) -> dict[str, str]:
    """The job that each label of a byline stands for."""
    return {label: job for job in ("editors", "by") for label in phrases(job, lang)}


@cache
def _first_words(lang: str) -> frozenset[str]:
    """The first words of those labels: most lines begin with none."""
    return frozenset(label.partition(" ")[0] for label in _job_of(lang))


def is_person(name: str) -> bool:
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
