"""Whether front matter or an input says that an article is not public.

By its status, its visibility or a flag.

A word that is not known to mean "public" keeps an article back: a draft by mistake can be published later, a
published draft cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import yaml

from briefgen.util.text import shorten

SCHEDULED = "scheduled"
"""The reason for an article that appears on its date; one whose date is past was not published then."""

_LONGEST = 200
"""Characters of a column's name or a status; what is longer is neither."""
_LISTS = Path(__file__).parent / "publication_words.yaml"
_DRAFT_FOLDERS = frozenset(("_drafts", "drafts"))


class LeftOut(NamedTuple):
    """An item of an input that is no article.

    What one and what many of its kind are called.
    """

    one: str
    many: str


class Publication(NamedTuple):
    """What an input says of one item.

    Why it is not public (empty if it is), or as what it is left out.
    """

    reason: str = ""
    left_out: LeftOut | None = None


PUBLIC = Publication()
EMPTY = LeftOut("draft without text", "drafts without text")
TRASHED = LeftOut("article in the trash", "articles in the trash")


def of_status(status: str, name: str = "status") -> Publication:
    """Read a status, such as the one of a WordPress post.

    ``name`` is what the input calls it.
    """
    word = _letters(status)
    if word in _words("public") or (word.isdigit() and (word == "1" or 100 <= int(word) < 400)):
        return PUBLIC  # 1 of a database, or what a server answered a scraper
    if word in _words("gone"):
        return Publication(left_out=TRASHED)
    is_scheduled = word in _words("scheduled")
    return Publication(SCHEDULED if is_scheduled else f"{name} is {shorten(' '.join(status.split()), 30)}")


def of_row(row: Mapping[Any, Any]) -> Publication:
    """Read the columns or JSON names that say whether an article is public."""
    found = [of_column(str(key), value) for key, value in row.items()]
    if gone := next((one for one in found if one.left_out), None):
        return gone
    return next((one for one in found if one.reason), _of_dates(row))


def of_path(origin: str) -> Publication:
    """Read where a file lies.

    In a folder of drafts, or named as Medium names the drafts of an export.
    """
    if "://" in origin:
        return PUBLIC
    path = PurePath(origin)
    if folder := next((part for part in path.parts[:-1] if part.lower() in _DRAFT_FOLDERS), ""):
        return Publication(f"it lies in {folder}/")
    is_medium = path.name.startswith("draft_") and path.suffix.lower() in (".html", ".htm")
    return Publication("the file's name begins with draft_") if is_medium else PUBLIC


def why_draft(reason: str, date: str, now: datetime) -> str:
    """Return why an article becomes a draft: ``reason``, unless its date keeps it back anyway."""
    if reason != SCHEDULED:
        return reason
    is_ahead = (datetime.fromisoformat(date) > now) if len(date) > 10 else date > f"{now:%Y-%m-%d}"
    return "" if is_ahead else "it was scheduled, and its date is past"


def is_flag(value: Any) -> bool:
    """Whether a value says yes or no, as ``published: false`` does."""
    word = str(value).strip().casefold()
    return isinstance(value, bool) or word in _words("yes") or word in _words("no")


def is_of_publication(column: str) -> bool:
    """Whether a column says whether an article is public."""
    dates = _words("publication_dates") | _words("creation_dates")
    return _letters(column) in dates or _has_words(_letters(column))


def _has_words(name: str) -> bool:
    """Whether a column has a word that says whether an article is public."""
    lists = ("status", "access", "showing", "removing", "hiding")
    return any(name in _words(f"{one}_columns") for one in lists)


def is_known(column: str, value: Any) -> bool:
    """Whether a column and its value say something of publication that is understood."""
    texts = [*_scalars(value)]
    return _has_words(_letters(column)) and all(_letters(text) in _any_word() for text in texts)


def first(publications: Iterable[Publication]) -> Publication:
    """Return the first of these that keeps an article back; public if none does."""
    return next((one for one in publications if one != PUBLIC), PUBLIC)


def has_status(column: str) -> bool:
    """Whether a column has a status, of which an unknown word keeps an article back."""
    return _letters(column) in _words("status_columns")


def of_column(column: str, value: Any) -> Publication:
    """Read one column; of a value with parts, such as `{code: draft}`, the known words."""
    name = _letters(column)
    if not isinstance(value, dict | list):
        return _of_text(name, "" if value is None else str(value).strip())
    if not is_of_publication(name):
        return PUBLIC
    texts = [*_scalars(value)]
    known = [text for text in texts if _letters(text) in _any_word()]
    return first(_of_text(name, text) for text in known or texts)


def _scalars(value: Any, depth: int = 3) -> Iterator[str]:
    """The texts, numbers and flags in a value."""
    if isinstance(value, dict | list) and depth:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _scalars(one, depth - 1)
    elif value is not None and not isinstance(value, dict | list):
        yield str(value).strip()


@cache
def _any_word() -> frozenset[str]:
    """Every word that is known to say something of publication."""
    return frozenset().union(*map(_words, ("public", "scheduled", "gone", "private", "drafts", "no", "yes")))


def _of_text(name: str, text: str) -> Publication:
    if not text:
        return PUBLIC
    if name in _words("status_columns"):
        return of_status(text)
    if name in _words("access_columns"):
        keeps_back = _words("private") | _words("scheduled") | _words("gone")
        return of_status(text, name) if _letters(text) in keeps_back else PUBLIC
    if text.casefold() in _words("no"):
        return Publication(f"{name} is {text}") if name in _words("showing_columns") else PUBLIC
    if name in _words("removing_columns"):
        return Publication(left_out=TRASHED)
    if name not in _words("hiding_columns"):
        return Publication(f"{name} is {text}") if _letters(text) in _words("drafts") else PUBLIC
    return Publication("it has a password" if "password" in name else f"{name} is {shorten(text, 30)}")


def _of_dates(row: Mapping[Any, Any]) -> Publication:
    """Hold an article that has a creation date and an empty publication date."""
    names = {_letters(str(key)): value for key, value in row.items()}
    empty = [name for name in _words("publication_dates") & names.keys() if names[name] in (None, "")]
    is_created = any(names[name] for name in _words("creation_dates") & names.keys())
    return Publication("it has no date of publication") if empty and is_created else PUBLIC


@cache
def _words(name: str) -> frozenset[str]:
    """One of the lists of ``publication_words.yaml``."""
    lists = yaml.safe_load(_LISTS.read_text("utf-8"))
    return frozenset(str(lists[name]).split())


def _letters(text: str) -> str:
    """A name as one compares it: ``is_published``, ``isPublished`` and ``Is published`` are one."""
    if text.strip() == "-2" or len(text) > _LONGEST:
        return text.strip()
    return re.sub(r"[\W_]+", "", text).casefold()
