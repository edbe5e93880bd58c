"""Import tables of articles: JSON lines, JSON lists, CSV, TSV."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from typing import Any, NamedTuple

from briefgen.cleaning.dates import order_of
from briefgen.importing.column_names import KNOWN, TEXT, known_columns
from briefgen.importing.date_columns import column_key, date_cells, dates_of, unread_columns
from briefgen.importing.document import ImportedDocument, Input, refusal
from briefgen.importing.html_blocks import blocks
from briefgen.importing.plain_text import decode, lines_of
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.reading.publication import EMPTY, LeftOut, is_flag, of_row
from briefgen.util.text import did_you_mean, shorten

LONGEST_CELL = 5_000_000
"""Characters of one value at most."""


MARKS = ",;\t|"
"""What separates the cells of a row."""
SAMPLE = 100_000
"""Characters by which the separator is found."""
SHOWN = 5
LONGEST_HINT = 300
DEEPEST_LIST = 4
"""How deep a list of articles may lie in JSON."""
_SEPARATOR = re.compile(r"\"?sep=(.)\"?\r?\n", re.IGNORECASE)


class _Table(NamedTuple):
    """A table, its separator, and the number of lines before its header."""

    text: str
    mark: str
    before: int = 0


class _WithoutText(NamedTuple):
    """A row in which no text is found."""

    number: int
    line: int
    columns: tuple[str, ...]


_Row = ImportedDocument | BriefgenError | LeftOut | _WithoutText


def read(
    payload: Input, columns: Mapping[str, str], *, mark: str
) -> Iterator[ImportedDocument | BriefgenError | LeftOut | Diagnostic]:
    """Each row as an article, or the reason why it is none.

    ``columns`` maps fields to columns, ``mark`` separates the cells of a row.

    Raises:
        BriefgenError: when the table is broken, or a named column is missing.
    """
    table = _table(payload, mark)
    return _finish(payload, _read_rows(payload, columns, table), _raw_rows(table), columns)


def _finish(
    payload: Input, rows: Iterator[_Row], raw: Iterable[Any], columns: Mapping[str, str]
) -> Iterator[ImportedDocument | BriefgenError | LeftOut | Diagnostic]:
    """Give each document the order of its dates; report missing texts and unknown columns once.

    ``raw`` are the rows as they stand in the input.
    """
    names: dict[str, None] = {}
    order = order_of(_date_cells(raw, names))
    empty: dict[tuple[str, ...], list[_WithoutText]] = {}
    for one in rows:
        if isinstance(one, _WithoutText):
            empty.setdefault(one.columns, []).append(one)
        else:
            yield replace(one, date_order=order) if order and isinstance(one, ImportedDocument) else one
    for missing_in, missing in empty.items():
        yield _refuse_empty(payload, missing_in, missing)
    if not empty and (unread := unread_columns(names, columns, KNOWN)):
        yield _unread(payload, unread)


def _date_cells(rows: Iterable[Any], names: dict[str, None]) -> Iterator[str]:
    """The cells that show the order of day and month.

    The names of filled columns go into ``names``.
    """
    for row in rows:
        if isinstance(row, dict):
            names.update((name, None) for name, value in row.items() if value and isinstance(name, str))
        yield from date_cells(row)


def _unread(payload: Input, columns: Sequence[str]) -> Diagnostic:
    message = f"columns that are not read: {shorten(', '.join(columns), LONGEST_HINT)}"
    return diagnostic("columns-unread", Location(payload.origin), message, "name one: --column FIELD=NAME")


def _refuse_empty(payload: Input, columns: tuple[str, ...], rows: list[_WithoutText]) -> BriefgenError:
    """The message about all rows that have the same columns and no text."""
    numbers = ", ".join(str(row.number) for row in rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
    one = f"article {numbers} has" if len(rows) == 1 else f"{len(rows):,} articles ({numbers}) have"
    hint = f"name it: --column text=NAME; the columns are: {shorten(', '.join(columns), LONGEST_HINT)}"
    known = {column_key(name) for name in columns}.intersection(KNOWN[TEXT])
    what = "no text" if known else "no text column"
    return refusal(payload.origin, f"{one} {what}", hint, rows[0].line)


def _table(payload: Input, usual: str) -> _Table:
    """Find the text and the separator of a table.

    A first line such as ``sep=;`` names it.
    """
    text = decode(payload)
    if match := _SEPARATOR.match(text):
        return _Table(text[match.end() :], match[1], 1)
    return _Table(text, max(MARKS, key=lambda mark: (*_fit(text[:SAMPLE], mark), mark == usual)))


def _fit(sample: str, mark: str) -> tuple[int, bool, int]:
    """How well a separator fits: known columns, rows of one length, columns."""
    try:
        rows = [row for row in csv.reader(StringIO(sample, newline=""), delimiter=mark) if row]
    except csv.Error:
        return 0, False, 0
    header, *others = rows or [[]]
    is_even = len(header) > 1 and all(len(row) == len(header) for row in others[:-1])
    return known_columns([column_key(name) for name in header]), is_even, len(header) * is_even


def _raw_rows(table: _Table) -> Iterator[Any]:
    with suppress(csv.Error):  # the table is read once more, and then it is reported
        yield from csv.DictReader(StringIO(table.text, newline=""), delimiter=table.mark, strict=True)


def _read_rows(payload: Input, columns: Mapping[str, str], table: _Table) -> Iterator[_Row]:
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.DictReader(StringIO(table.text, newline=""), delimiter=table.mark, strict=True)
    try:
        header = rows.fieldnames or ()
        if lacking := next((name for name in columns.values() if name not in header), ""):
            known = f"its columns are: {', '.join(header)}"
            raise refusal(
                payload.origin, f'there is no column "{lacking}"', did_you_mean(lacking, header, known), 1
            )
        for n, row in enumerate(rows, 1):
            values = {name: value for name, value in row.items() if isinstance(name, str)}
            filled = {name: value for name, value in values.items() if value}
            raw = json.dumps(filled, ensure_ascii=False).encode()
            yield _document(payload, _Record(n, rows.line_num + table.before, values, raw), columns)
    except csv.Error as error:
        raise refusal(
            payload.origin,
            f"this table is broken: {error}",
            "correct this line",
            rows.line_num + table.before,
        ) from None


def read_lines(
    payload: Input, columns: Mapping[str, str]
) -> Iterator[ImportedDocument | BriefgenError | LeftOut | Diagnostic]:
    """Each line of JSON as an article, or why it is none."""
    return _finish(payload, _read_lines(payload, columns), _raw_lines(payload), columns)


def _raw_lines(payload: Input) -> Iterator[Any]:
    for line in decode(payload).split("\n"):
        with suppress(ValueError, RecursionError):
            yield json.loads(line)


def _read_lines(payload: Input, columns: Mapping[str, str]) -> Iterator[_Row]:
    for n, line in enumerate(decode(payload).split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield refusal(payload.origin, f"this line is not JSON: {error}", "correct or delete it", n)
                continue
            yield _document(payload, _Record(n, n, row, line.encode()), columns)


def read_list(
    payload: Input, rows: list[Any], columns: Mapping[str, str]
) -> Iterator[ImportedDocument | BriefgenError | LeftOut | Diagnostic]:
    """Each object of a JSON list, which is loaded already, as an article."""
    documents = (
        _document(payload, _Record(n, 0, row, json.dumps(row, ensure_ascii=False).encode()), columns)
        for n, row in enumerate(rows, 1)
    )
    return _finish(payload, documents, rows, columns)


class _Record(NamedTuple):
    """One row or object.

    ``line`` is 0 if it is unknown.
    """

    n: int
    line: int
    row: Any
    raw: bytes


def _document(payload: Input, record: _Record, columns: Mapping[str, str]) -> _Row:
    n, line, row, raw = record
    if not isinstance(row, dict):
        hint = 'write {"title": …, "text": …}'
        return refusal(payload.origin, f"article {n} is not a JSON object", hint, line)
    publication = of_row({key: value for key, value in row.items() if key not in columns.values()})
    if publication.left_out:
        return publication.left_out
    fields = {name: value for name in KNOWN if name != "date" and (value := _value(row, name, columns))}
    text = fields.pop(TEXT, "")
    if not text and publication.reason:
        return EMPTY
    if not text and not _names(row).isdisjoint(KNOWN[TEXT]):
        text = fields.pop("summary", "")  # a list of news may have a teaser alone
    if not text:
        return _WithoutText(n, line, tuple(map(str, row)))
    lines = tuple(blocks(text)) if _is_html(text) else lines_of(text)
    cells = {str(key): _text(value) for key, value in row.items()}
    # `published` is a date to some and a flag to others.
    dates = dates_of({key: cell for key, cell in cells.items() if cell and not is_flag(cell)}, columns, KNOWN)
    origin, reason = f"{payload.origin}#{n}", publication.reason
    return ImportedDocument(origin, raw, ".json", lines, fields, dates=dates, unpublished=reason)


def _value(row: Mapping[str, Any], name: str, columns: Mapping[str, str]) -> str:
    names = {column_key(str(key)): key for key in row}
    wanted = [columns[name]] if name in columns else [names[n] for n in KNOWN[name] if n in names]
    values = [row.get(key) for key in wanted]
    if name in _WORDS:
        values = [value for value in values if not _is_ids(value)]
    if name == "date":  # `published` is a date to some and a flag to others
        values = [value for value in values if not is_flag(value)]
    return next(filter(None, map(_text, values)), "")


_INNER = ("name", "$date", "title", "label", "value", "#text", "text", "url", "href")
"""Where an object holds its text."""


def _text(value: Any) -> str:
    """A cell as a text; a list as its items."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        if "rendered" in value:  # WordPress
            rendered = str(value["rendered"]).strip()
            return rendered if _is_html(rendered) else html.unescape(rendered)
        return _text(next((value[key] for key in _INNER if value.get(key)), ""))
    return "" if value is None else str(value)[:LONGEST_CELL].strip()


_WORDS = ("author", "tags", "topic", "topics", "source")
"""Fields that hold no numbers: WordPress gives the ids of its own tables there."""


def _is_ids(value: Any) -> bool:
    return all(isinstance(one, int) for one in (value if isinstance(value, list) else [value]))


def _names(row: Mapping[str, Any]) -> set[str]:
    return {column_key(str(name)) for name in row}


def rows_of(data: Any) -> list[Any]:
    """The list of articles in JSON.

    The list itself, one below any key, or the one object.
    """
    if not isinstance(data, dict) or has_text(data):
        return data if isinstance(data, list) else [data]
    level: list[Any] = [data]
    for _ in range(DEEPEST_LIST):
        values = [value for one in level for value in (one.values() if isinstance(one, dict) else one)]
        lists = [value for value in values if isinstance(value, list) and any(map(has_text, value))]
        if lists:
            return max(lists, key=len)
        if objects := [value for value in values if has_text(value)]:
            return objects
        level = [value for value in values if isinstance(value, dict | list)]
    return [data]


def has_text(row: Any) -> bool:
    """Whether an object has a title or an address, and a text."""
    names = _names(row) if isinstance(row, dict) else set()
    is_article = not names.isdisjoint((*KNOWN["title"], *KNOWN["url"]))
    return is_article and not names.isdisjoint(KNOWN[TEXT])


def _is_html(text: str) -> bool:
    return "</p>" in text or "</div>" in text or "<br" in text
