"""Choose the date of an added document, and report what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from briefgen.cleaning.dates import (
    DAY_FIRST,
    MONTH_FIRST,
    AmbiguousDateError,
    Moment,
    day_in_address,
    parse_moment,
)
from briefgen.importing.document import DateClue, ImportedDocument
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic

_PLACEHOLDERS = ("1970-01-01", "0001-01-01")
LONGEST = 100
"""Characters of an unreadable date that a message shows."""


class Dating(NamedTuple):
    """The date of a document in the form of front matter, or an empty text.

    And where it stands.

    ``unread`` are the reasons why more reliable dates were not taken.
    """

    date: str = ""
    where: str = ""
    unread: tuple[str, ...] = ()


class Reader(NamedTuple):
    """What decides the meaning of a date.

    Language, the site's time zone, order of day and month.
    """

    lang: str
    home: tzinfo
    order: str = ""

    def moment(self, text: str) -> Moment:
        """Return what a date means.

        Raises:
            ValueError: saying why it is no date.
        """
        return parse_moment(text, self.lang or "en", self.home, self.order)


def choose_date(document: ImportedDocument, url: str, reader: Reader, now: datetime) -> Dating:
    """Return the most reliable date that can be read.

    What the input declares, then its address.
    """
    unread: list[tuple[DateClue, ValueError]] = []
    tomorrow = f"{now + timedelta(days=1):%Y-%m-%d}"
    for clue in (*document.dates, *_in_address(url)):
        try:
            moment = reader.moment(clue.text)
            if moment.day in _PLACEHOLDERS:
                raise ValueError("programs write it where they know no date")
        except ValueError as error:
            unread.append((clue, error))
            continue
        if clue.sure or moment.day <= tomorrow:
            return _dating(clue, moment, unread, reader)
    return Dating(unread=_reasons(unread))


def _in_address(url: str) -> Iterator[DateClue]:
    if day := day_in_address(url):
        yield DateClue(day, "its address", sure=False)


def _dating(
    clue: DateClue, moment: Moment, unread: list[tuple[DateClue, ValueError]], reader: Reader
) -> Dating:
    """Return the date of a clue, or the better ambiguous one that it confirms."""
    for better, error in unread:
        if isinstance(error, AmbiguousDateError):
            for order in (DAY_FIRST, MONTH_FIRST):
                meaning = reader._replace(order=order).moment(better.text)
                if meaning.day == moment.day:
                    return Dating(in_front_matter(meaning), better.where)
    return Dating(in_front_matter(moment), clue.where, _reasons(unread))


def _reasons(unread: list[tuple[DateClue, ValueError]]) -> tuple[str, ...]:
    return tuple([_reason(clue, error) for clue, error in unread])


def _reason(clue: DateClue, error: ValueError) -> str:
    text = clue.text[:LONGEST] + ("…" if len(clue.text) > LONGEST else "")
    place = f" ({clue.where})" if clue.where and text not in clue.where else ""
    why = "" if str(error).endswith("is no date") else f": {error}"
    return f'the date "{text}"{place} cannot be read{why}'


def in_front_matter(moment: Moment) -> str:
    """Return a day or an instant for front matter, with the outlet's own offset."""
    instant = moment.own or moment.instant
    return instant.isoformat(" ", "minutes") if instant else moment.day


def report(origin: str, dating: Dating, taken: str) -> Iterator[Diagnostic]:
    """Report dates that were not taken, and an article dated ``taken``, today."""
    hint = "correct date: in the front matter of the article"
    if any(" can be " in reason for reason in dating.unread):
        hint += ", or add it again with --day-first or --month-first"
    instead = f"{taken} was taken from {dating.where}" if dating.date else f"today's was taken, {taken}"
    if dating.date and not dating.where:
        instead = f"{taken} was taken"
    if dating.unread:
        message = f"{'; '.join(dating.unread)}; {instead}"
        yield diagnostic("date-replaced", Location(origin), message, hint)
    elif not dating.date:
        hint += "; for a table, --column date=NAME names the column" if "#" in origin else ""
        yield diagnostic("date-today", Location(origin), f"no date was found; {instead}", hint)
