"""The columns of a dump that hold dates.

Those whose names are known, and those that look like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

from briefgen.cleaning.dates import parse_date
from briefgen.importing.document import DateClue
from briefgen.reading.publication import is_of_publication

DATE_COLUMNS = (
    "published_at", "publishedat", "published_on", "published_date", "published_time", "date_published",
    "datepublished", "date_publish", "publish_date", "publishdate", "publish_time", "pub_date",
    "publication_date", "posted", "posted_at", "posted_on", "post_date", "issued", "released",
    "release_date", "datetime", "date_time", "timestamp", "created", "created_at", "createdat",
    "date_created", "creation_date", "time", "fecha", "fecha_publicacion", "datum", "erscheinungsdatum",
    "veröffentlicht", "date_de_publication", "data_publicacao", "data_de_publicacao", "tanggal_terbit",
    "terbit", "waktu", "дата", "дата_публикации", "日期", "发布时间", "发布日期",
)  # fmt: skip
"""Names that dumps give to the column with the date, besides the keys of front matter; the best first."""
_LOOKS_LIKE_DATE = re.compile(
    r"(?:^|_|pub|publish|published|publication|create|creation|post|release|issue|news|article)date"
    r"|^date|datum|dato|fecha|tanggal|waktu|(?:^|_)time|timestamp|published|(?:^|_)posted|(?:^|_)created"
    r"|erschein|terbit|日期|日時|时间|時間|дата|время|تاريخ|tarih"
)
_OTHER_DATE = re.compile(
    r"updat|modif|edit|chang|aktualis|fetch|crawl|scrap|retriev|access|download|index|expir|embargo|valid|until"
    r"|birth|event|start|end|ubah|perbarui"
)
"""Dates of something else than the publication."""
_OF_ROWS = re.compile(r"_?id|.*_id|guid|uuid|index|row|no|nr|n|#|unnamed:_?\d+|version|type|hash|_*")
"""Columns that number or mark the rows."""
_LONGEST_NAME = 200
LONGEST = 60
"""Characters of the longest cell that is a date."""


def column_key(name: str) -> str:
    """Return a column's name for comparison; empty if it is too long."""
    if len(name) > _LONGEST_NAME:
        return name
    folded = normalize("NFC", name.casefold().replace("i\u0307", "i"))  # of the Turkish İ
    return re.sub(r"[\s.-]+", "_", folded.strip())


def dates_of(
    cells: Mapping[str, str], columns: Mapping[str, str], known: Mapping[str, Sequence[str]]
) -> tuple[DateClue, ...]:
    """Return the dates of a row, the best first.

    ``columns`` are the user's choice, ``known`` the usual names.
    """
    if "date" in columns:
        text = cells.get(columns["date"], "")
        return (DateClue(text),) if text else ()
    names = {column_key(name): name for name in cells}
    usual = [names[key] for key in known["date"] if key in names]
    clues = [DateClue(cells[name], f'the column "{name}"' if n else "") for n, name in enumerate(usual)]
    if clues:
        return tuple(clues)
    used = {*columns.values(), *(names[key] for keys in known.values() for key in keys if key in names)}
    rest = [name for name in cells if name not in used and not _OTHER_DATE.search(column_key(name))]
    return tuple(
        [DateClue(cells[name], f'the column "{name}"') for name in rest if _may_be(name, cells[name])]
    )


def _may_be(name: str, text: str) -> bool:
    """Whether a cell is a date by its column's name or by its form."""
    if len(text) > LONGEST or not any(map(str.isdecimal, text)):
        return False
    if _LOOKS_LIKE_DATE.search(column_key(name)):
        return True
    try:
        return not text.replace(".", "").isdecimal() and parse_date(text) is not None
    except ValueError:
        return False


def date_cells(row: Any) -> Iterator[str]:
    """Yield the cells of a row that show whether days or months stand first."""
    for name, value in row.items() if isinstance(row, dict) else ():
        if isinstance(name, str) and isinstance(value, str) and len(value) <= LONGEST:
            key = column_key(name)
            if key in DATE_COLUMNS or _LOOKS_LIKE_DATE.search(key):
                yield value


def unread_columns(
    names: Iterable[str], columns: Mapping[str, str], known: Mapping[str, Sequence[str]]
) -> list[str]:
    """The columns of a dump that say nothing to an article.

    Numbers of rows and states are none of them.
    """
    usual = {key for keys in known.values() for key in keys}
    used = {*columns.values()}
    return [
        name
        for name in names
        if name not in used
        and (key := column_key(name)) not in usual
        and not _OF_ROWS.fullmatch(key)
        and not is_of_publication(name)
        and not (_LOOKS_LIKE_DATE.search(key) or _OTHER_DATE.search(key))
    ]
