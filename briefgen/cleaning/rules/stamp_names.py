"""Who is named beside the moment of a stamp: an outlet, or the author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefgen.cleaning.dates import find_moment
from briefgen.cleaning.lexicon import phrases, weekdays
from briefgen.cleaning.rules.bylines import credit_of, is_person
from briefgen.util.text import fold

_BETWEEN = re.compile(r"[|/•·⋅;,()\[\]]|\s[–—-]\s")
_SITE = re.compile(r"[\w-]{2,30}(?:\.[a-z]{2,4}){1,2}", re.IGNORECASE)
_LABEL_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w+")
_SOURCE_LABELS = frozenset(
    ("source", "sumber", "quelle", "fuente", "fonte", "kilde", "källa", "bron", "nguồn")
)
SHORTEST = 2
"""Words of a name that nothing else speaks for; one word may be a section or a place."""


def names_beside(text: str, lang: str) -> Iterator[tuple[str, str]]:
    """The fields that a stamp's other words fill, each with its value: ``source`` or ``byline``."""
    for part in _parts_beside(text, lang):
        job = credit_of(part, lang)
        if job and job[0] == "by":
            yield "byline", ", ".join(job[1])
        elif not job and (name := _outlet(part, lang)):
            yield "source", name
        elif not job and _is_bare_name(part, lang):
            yield "byline", part


def _parts_beside(text: str, lang: str) -> Iterator[str]:
    """What stands before, between and after the moments, without the labels of dates."""
    silent = labels("updated", lang) | labels("published", lang) | weekdays(lang)
    at = 0
    rest = []
    while stamp := find_moment(text, lang, at):
        rest.append(text[at : stamp.start])
        at = stamp.end
    for piece in (*rest, text[at:]):
        for part in _BETWEEN.split(piece):
            words = part.split()
            while words and fold(words[0].strip(":.")) in silent:
                words.pop(0)
            while words and (words[-1].islower() or fold(words[-1].strip(":.")) in silent):
                words.pop()
            if words:
                yield " ".join(words).strip(" :–—-")


@cache
def labels(name: str, lang: str) -> frozenset[str]:
    """The single words of a list's phrases: they stand in any order around a date."""
    return frozenset(word for phrase in phrases(name, lang) for word in _LABEL_WORD.findall(phrase))


def _outlet(part: str, lang: str) -> str:
    """The outlet's name: an address, or capitalised words one of which only outlets have."""
    label, colon, name = part.rpartition(":")
    name = name.strip()
    if _SITE.fullmatch(name) or (colon and fold(label) in _SOURCE_LABELS and is_person(name)):
        return name
    if colon:
        return ""
    if fold(name) in phrases("agencies", lang):
        return name
    known = any(word in phrases("outlet_words", lang) for word in _WORD.findall(name.casefold()))
    return name if known and len(name.split()) >= SHORTEST and is_person(name) else ""


def _is_bare_name(part: str, lang: str) -> bool:
    return (
        ":" not in part
        and len(part.split()) >= SHORTEST
        and is_person(part)
        and fold(part) not in phrases("places", lang)
    )
