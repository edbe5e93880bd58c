"""What the text says about its origin and date. These rules change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefgen.cleaning.dates import Stamp, find_moment
from briefgen.cleaning.findings import found, said_lines
from briefgen.cleaning.lexicon import alternatives, is_weekday, phrases, weekdays
from briefgen.cleaning.rule import rule
from briefgen.model import Draft, Finding
from briefgen.util.text import fold

_OTHER_PLACES = re.compile(r"\s*(?:[-*+|>]|[0-9]{1,3}[.)] |\[)|.{0,40}://")
"""List items, tables, quotes and addresses: their dates are those of other things."""
TIMED_STAMP = 120
STAMP = 80
"""Longest line, in characters, whose date is the article's; a longer line mentions some day."""


@rule(authored=True)
def source_credit(draft: Draft) -> Iterator[Finding]:
    """The outlet that the article says it took the news from: `dilansir dari Russia Today`."""
    # Few articles or lines contain these words, and looking for them is far cheaper than the pattern.
    whole = draft.text.casefold()
    hints = [hint for hint in _hints(draft.lang) if hint in whole]
    if not hints:
        return
    pattern = _credit(draft.lang)
    for line in draft.visible:
        text = line.text.casefold()
        if any(hint in text for hint in hints) and (credit := pattern.search(line.text)):
            yield found(line, "via", next(name for name in credit.groups() if name))
            return


@rule(authored=True)
def date_in_text(draft: Draft) -> Iterator[Finding]:
    """The date of a short line, else the day of a report (`Thursday (31/3/2022)`).

    It counts without a date stamp and without a date in front matter or file name.
    """
    if draft.head.get("date") or any(mark.field == "date" for mark in draft.findings):
        return
    first = None
    for line in said_lines(draft):
        stamp = find_moment(line.text, draft.lang)
        if stamp is None or _OTHER_PLACES.match(line.text):
            continue
        here = found(line, "date", stamp.moment[:10])
        if _is_stamp(line.text, stamp):
            yield here
            return
        if first is None and _is_report_day(line.text, stamp):
            first = here
    if first:
        yield first


def _is_stamp(text: str, stamp: Stamp) -> bool:
    """Whether a short line says when the article was published."""
    if "T" in stamp.moment:
        return len(text) <= TIMED_STAMP
    return len(text) <= STAMP and not text.rstrip().endswith((".", "?", "!"))


def _is_report_day(text: str, stamp: Stamp) -> bool:
    """Whether a date in a sentence is in brackets after a weekday."""
    before = text[: stamp.start].rstrip()
    return before.endswith("(") and is_weekday(fold(before[:-1]).rpartition(" ")[2].strip(",."))


@cache
def _hints(lang: str) -> frozenset[str]:
    """What a line with a credit holds."""
    return phrases("via", lang) | phrases("via_dated", lang) | phrases("via_named", lang)


@cache
def _credit(lang: str) -> re.Pattern[str]:
    """The credit's words, perhaps the kind of outlet, then its name.

    A name is at most five capitalised words, or one like `detik.com`. Some words name a person or an
    authority as often as an outlet: those of ``via_dated`` need a day after the name, and those of
    ``via_named`` (*laut*, *selon*, *según*) need the kind of outlet, or an agency or a site as the name.
    """
    # A word is taken whole or not at all, so that there is nothing to try again.
    word = r"[A-ZÀ-Þ][\w'’&-]{0,30}(?:\.\w{1,20}){0,3}(?![\w'’&-])"
    site = r"[a-z][\w-]{0,40}\.(?:com|co\.id|id|org|net)"
    name = rf"(?:{site}|{word}(?:\s{{1,3}}(?:of\s{{1,3}}|the\s{{1,3}}){{0,2}}{word}){{0,4}})"
    kinds = alternatives("via_kinds", lang)
    telling = "|".join(kind for kind in kinds.split("|") if kind != "the")
    quote = r"[\"“„«*_\[]{0,4}"
    kind = rf"(?:(?i:{kinds})\s{{1,3}})?{quote}"
    day = rf"[\"”*_\]]{{0,4}},?\s{{1,3}}(?:\(|(?i:{'|'.join(sorted(map(re.escape, weekdays(lang))))})\b)"
    agency = rf"(?i:{alternatives('agencies', lang)})\b"
    return re.compile(
        rf"\b(?:(?i:{alternatives('via', lang)})\s{{1,3}}{kind}(?P<sure>{name})"
        rf"|(?i:{alternatives('via_dated', lang)})\s{{1,3}}{kind}(?P<dated>{name}){day}"
        rf"|(?i:{alternatives('via_named', lang)})\s{{1,3}}"
        rf"(?:(?i:{telling})\s{{1,3}}{quote}(?P<kind>{agency}|{name})"
        rf"|{quote}(?P<known>(?=[A-Z]){agency}|{site})))"
    )
