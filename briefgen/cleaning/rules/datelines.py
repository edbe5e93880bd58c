"""The place, and often the agency, in front of the first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefgen.cleaning.findings import changed, found, said_lines
from briefgen.cleaning.lexicon import months, phrases, weekdays
from briefgen.cleaning.rule import Mark, rule
from briefgen.cleaning.rules.dateline_forms import REACH, Dateline, without_dash
from briefgen.model import Draft
from briefgen.util.text import fold

HEAD = 150
"""Lines that are looked at, for the menus of a whole page stand above its article."""
FIRST = 3
PARAGRAPHS = 6
"""The first lines are tried at any length, later ones only as paragraphs: captions precede the text."""
SHORTEST_PARAGRAPH = 60
"""Characters of the shortest paragraph that counts."""
NAME_WORDS = 3
"""Words of a place that only its capitals speak for; a longer one is a heading."""

_MARK = re.compile("[-:—–]")
_DASH = re.compile(r"\s{1,4}(?:--?|–|—)\s{1,4}|\s{0,4}(?:—|--)\s{0,4}|:\s{1,4}|\.[-–—]\s{1,4}")
_DASHES = ("--", "—", "–")
_AGENCY = re.compile(r"\(([^()]{2,40})\)\s*$")
_AGENCY_FIRST = re.compile(r"\(([^()]{2,40})\)\s{0,2}[-–—]\s{1,2}(?=[^\W\d_a-z])")
_CODE = re.compile(r"[a-z]{2,5}(?:[/-][a-z]{2,5})?")
_WORD = r"[^\W\d_]+"
_PLACE = re.compile(rf"{_WORD}(?:[ .'’/-]{{1,2}}{_WORD}){{0,5}}\.?")
_SITE = re.compile(r"^[\w-]{2,30}(?:\.[a-z]{2,4}){1,2}$", re.IGNORECASE)
_DAY = re.compile(
    rf"^(?:({_WORD})\.? [0-9]{{1,2}}|[0-9]{{1,2}}\.? ({_WORD})\.?|[0-9]{{1,2}}[./][0-9]{{1,2}}[./]?)"
    r" ?(?:(?:19|20)[0-9]{2})?$"
)
_DESK = re.compile(r"[A-Z]{2,6} [A-Z][a-z]{2,}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_IN = {
    "en": ("in", "near"), "de": ("in", "nach", "bei"), "nl": ("in", "bij"), "it": ("a", "ad"), "fr": ("à",),
    "es": ("en",), "pt": ("em",), "ca": ("a",), "id": ("di", "ke"), "ms": ("di", "ke"), "vi": ("ở", "tại"),
    "pl": ("w", "we"), "cs": ("v", "ve"), "sk": ("v", "vo"), "hr": ("u",), "ro": ("în", "la"), "sv": ("i",),
    "da": ("i",), "no": ("i",), "ru": ("в", "во"), "uk": ("у", "в"), "bg": ("в", "във"),
}  # fmt: skip
"""What stands before the name of a place, and seldom before that of a person."""
_JOINERS = frozenset(("of", "the", "and", "de", "da", "do", "del", "la", "am", "an", "der", "den", "upon"))


@rule()
def dateline(draft: Draft) -> Iterator[Mark]:
    """The place before the first sentence, `BRUSSELS - `; it becomes the field place."""
    paragraphs = 0
    for n, line in enumerate(said_lines(draft)):
        if n >= HEAD or paragraphs >= PARAGRAPHS:
            return
        long = len(line.text) >= SHORTEST_PARAGRAPH
        paragraphs += long
        if not (long or n < FIRST or stands_alone(line.text)) or line.text.startswith(
            ("#", ">", "|", "- ", "!")
        ):
            continue
        parts = _dateline_of(line.text, draft)
        if parts:
            yield found(line, "place", parts.place)
            if parts.agency:
                yield found(line, "agency", parts.agency)
            yield changed(line, line.text[parts.end :])
            return


def _dateline_of(text: str, draft: Draft) -> Dateline | None:
    lang, source = draft.lang, draft.head.get("source", "")
    read = _after_agency(text, lang, source) or parse(text, lang, source)
    if read and not read.agency and _is_acronym(read.place, draft):
        return None
    return (
        read
        or without_dash(text, lang, lambda agency: _is_agency(agency, lang, source))
        or _before_colon(text, draft)
        or _named_later(text, draft)
    )


def _after_agency(text: str, lang: str, source: str) -> Dateline | None:
    """`(ANSA) - ROMA, 5 MAR - `: the agency stands first."""
    first = _AGENCY_FIRST.match(text)
    if not first or not _is_agency(first[1], lang, source):
        return None
    read = parse(text[first.end() :], lang, source)
    return read and Dateline(read.place, read.agency or first[1], first.end() + read.end)


def _is_acronym(place: str, draft: Draft) -> bool:
    """Whether the text always writes a word in capitals, unlike the name of a place."""
    if not (place.isupper() and place.isalpha()):
        return False
    again = sum(len(re.findall(rf"\b{place}\b", line.text)) for line in draft.nonblank)
    return again > 1 and not any(place.capitalize() in line.text for line in draft.nonblank)


def stands_alone(text: str) -> bool:
    """Whether the sentence that belongs to a dateline stands on the line below it."""
    return text.rstrip().endswith(_DASHES)


def parse(text: str, lang: str, source: str = "") -> Dateline | None:
    """The dateline that ``text`` begins with, or None.

    Any name may stand before a dash, so the place needs capitals, an agency beside it, or an entry in the
    list of places. A colon is weaker (`DEAR ABBY:`): only the list counts.
    """
    if not text[:1].isupper() and text[:2] != "**":
        return None
    reach = text[:REACH].replace("**", "  ")
    if not _MARK.search(reach):  # far cheaper than to try the pattern
        return None
    for mark in _DASH.finditer(reach):
        after = reach[mark.end() : mark.end() + 1]
        if (not after and mark.end() < len(text)) or mark.start() < 2 or text[: mark.end()].count("**") % 2:
            continue
        colon = mark[0][0] == ":"
        if read := _read(reach[: mark.start()].strip(), lang, source, colon):
            # Without an agency a sentence must begin after the place: "NATO – das Bündnis" goes on.
            if read.agency or (after and not after.islower()):
                return read._replace(end=mark.end())
            return None
        if not colon:
            return None
    return None


def _before_colon(text: str, draft: Draft) -> Dateline | None:
    """`LINDI: ` if the article also writes Lindi, unlike a label or abbreviation."""
    word = text[:REACH].partition(": ")[0]
    if not (word.isupper() and word.isalpha() and len(word) > 3 and len(text) >= SHORTEST_PARAGRAPH):
        return None
    name = word.capitalize()
    named = any(name in line.text for line in draft.nonblank)
    return (
        Dateline(word, "", len(word) + 2)
        if named and fold(word) not in phrases("labels", draft.lang)
        else None
    )


def _named_later(text: str, draft: Draft) -> Dateline | None:
    """`Asunción: ` or `Linden — ` where the article writes *in Asunción* as well."""
    mark = _DASH.search(text[:REACH])
    head = text[: mark.start()] if mark else ""
    if not mark or len(text) < SHORTEST_PARAGRAPH or len(head) < 3 or not _is_name(head):
        return None
    after = text[mark.end() : mark.end() + 1]
    if len(head.split()) > NAME_WORDS or after.islower() or fold(head) in phrases("labels", draft.lang):
        return None
    place = re.compile(rf"\b{_in(draft.lang)} {re.escape(head)}\b")
    is_named = any(place.search(line.text) for line in draft.nonblank)
    return Dateline(head, "", mark.end()) if is_named else None


@cache
def _in(lang: str) -> str:
    return f"(?:{'|'.join((*_IN['en'], *_IN.get(lang.partition('-')[0], ())))})"


def _read(head: str, lang: str, source: str, colon: bool) -> Dateline | None:
    """``head`` as place, region, day and agency; its end is not known yet."""
    agency, vouched = "", False
    if bracket := _AGENCY.search(head):
        agency, head = bracket[1].strip(), head[: bracket.start()].strip(" ,")
        vouched = _is_agency(agency, lang, source) or _CODE.fullmatch(agency) is not None
    names: list[str] = []
    for part in (part.strip() for part in head.split(",")):
        if not agency and _is_agency(part, lang, source):
            agency, vouched = part, True
        elif names and _is_day(part, lang):
            continue
        elif _is_name(part) and len(names) < 3:
            names.append(" ".join(part.split()))
        else:
            return None
    # A Turkish İ folds to an i with a dot of its own.
    if not names or fold(names[0]).replace("i\u0307", "i") in phrases("labels", lang):
        return None
    listed = all(fold(name) in phrases("places", lang) for name in names[0].split("/"))
    listed = listed or (len(names) > 1 and fold(names[-1]) in phrases("regions", lang))
    if listed or (not colon and (vouched or _in_capitals(names[0]))):
        return Dateline(", ".join(names), agency, 0)
    return None


def _is_agency(text: str, lang: str, source: str) -> bool:
    """Whether it is a news agency, perhaps with the name of a desk: `CNN Business`."""
    agencies = phrases("agencies", lang)
    return bool(text) and (
        all(fold(part) in agencies for part in text.split("/"))
        or (_DESK.fullmatch(text) is not None and fold(text.split()[0]) in agencies)
        or fold(text) == fold(source)
        or _SITE.fullmatch(text) is not None
    )


def _is_name(text: str) -> bool:
    """Whether each word has a capital, except small joining words: `New Delhi`, `BEIRUT/THE HAGUE`."""
    if not _PLACE.fullmatch(text):
        return False
    words = text.replace("/", " ").split()
    return words[0][0].isupper() and all(not word[0].islower() or word in _JOINERS for word in words)


def _in_capitals(text: str) -> bool:
    return len(text) > 2 and text.isupper() and len(text.split()) <= NAME_WORDS


def _is_day(text: str, lang: str) -> bool:
    if not text or _YEAR.fullmatch(text) or fold(text).rstrip(".") in weekdays(lang):
        return True
    day = _DAY.fullmatch(text)
    name = (day[1] or day[2]) if day else None
    return day is not None and (name is None or fold(name) in months(lang))
