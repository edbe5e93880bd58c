"""Import tables of articles: JSON lines, JSON lists, CSV, TSV."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

from briefgen.cleaning.dates import order_of
from briefgen.importing.date_columns import DATE_COLUMNS, date_cells, dates_of
from briefgen.importing.document import ImportedDocument, refusal
from briefgen.importing.html_blocks import blocks
from briefgen.importing.plain_text import decode, lines_of
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.frontmatter import FIELDS
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.importing.document import Input

TEXT = "text"
"""The column of what an article says; the others are front-matter keys."""
_TEXTS = (
    "text",
    "body",
    "content",
    "maintext",
    "article",
    "isi",
    "konten",
    "articlebody",
    "article_text",
    "full_text",
)
KNOWN: dict[str, tuple[str, ...]] = {
    TEXT: _TEXTS,
    **{
        field.name: (field.name, *field.aka)
        for field in FIELDS
        if field.name not in ("clean", "draft", "slug")
    },
}
KNOWN["date"] = tuple(dict.fromkeys((*KNOWN["date"], *DATE_COLUMNS)))
"""The names under which a dump may hold each field."""
LONGEST_CELL = 5_000_000
"""Characters of one value at most."""


def read(
    payload: Input, columns: Mapping[str, str], *, mark: str
) -> Iterator[ImportedDocument | BriefgenError]:
    """Each row as an article, or the reason why it is none.

    ``columns`` maps fields to columns, ``mark`` separates the cells of a row.

    Raises:
        BriefgenError: when the table is broken, or a named column is missing.
    """
    return _in_order(_read_rows(payload, columns, mark=mark), _table_cells(payload, mark))


def _in_order(
    documents: Iterator[ImportedDocument | BriefgenError], cells: Iterator[str]
) -> Iterator[ImportedDocument | BriefgenError]:
    """Tell each document whether days or months stand first in the dates of all."""
    order = order_of(cells)
    for one in documents:
        yield replace(one, date_order=order) if order and isinstance(one, ImportedDocument) else one


def _table_cells(payload: Input, mark: str) -> Iterator[str]:
    try:
        for row in csv.DictReader(StringIO(decode(payload), newline=""), delimiter=mark, strict=True):
            yield from date_cells(row)
    except (csv.Error, BriefgenError):
        return  # the table is read once more, and then it is reported


def _read_rows(
    payload: Input, columns: Mapping[str, str], *, mark: str
) -> Iterator[ImportedDocument | BriefgenError]:
    text = decode(payload)
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        header = rows.fieldnames or ()
        if lacking := next((name for name in columns.values() if name not in header), ""):
            known = f"its columns are: {', '.join(header)}"
            raise refusal(
                payload.origin, f'there is no column "{lacking}"', did_you_mean(lacking, header, known), 1
            )
        for n, row in enumerate(rows, 1):
            values = {name: value for name, value in row.items() if isinstance(name, str) and value}
            raw = json.dumps(values, ensure_ascii=False).encode()
            yield _document(payload, n, rows.line_num, values, columns, raw)
    except csv.Error as error:
        raise refusal(
            payload.origin, f"this table is broken: {error}", "correct this line", rows.line_num
        ) from None


def read_lines(payload: Input, columns: Mapping[str, str]) -> Iterator[ImportedDocument | BriefgenError]:
    """Each line of JSON as an article, or why it is none."""
    return _in_order(_read_lines(payload, columns), _line_cells(payload))


def _line_cells(payload: Input) -> Iterator[str]:
    for line in decode(payload).split("\n"):
        with suppress(ValueError, RecursionError):
            yield from date_cells(json.loads(line))


def _read_lines(payload: Input, columns: Mapping[str, str]) -> Iterator[ImportedDocument | BriefgenError]:
    for n, line in enumerate(decode(payload).split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield refusal(payload.origin, f"this line is not JSON: {error}", "correct or delete it", n)
                continue
            yield _document(payload, n, n, row, columns, line.encode())


def read_list(
    payload: Input, rows: list[Any], columns: Mapping[str, str]
) -> Iterator[ImportedDocument | BriefgenError]:
    """Each object of a JSON list, which is loaded already, as an article."""
    documents = (
        _document(payload, n, 0, row, columns, json.dumps(row, ensure_ascii=False).encode())
        for n, row in enumerate(rows, 1)
    )
    return _in_order(documents, (cell for row in rows for cell in date_cells(row)))


def _document(
    payload: Input, n: int, line: int, row: Any, columns: Mapping[str, str], raw: bytes
) -> ImportedDocument | BriefgenError:
    if not isinstance(row, dict):
        hint = 'write {"title": …, "text": …}'
        return refusal(payload.origin, f"article {n} is not a JSON object", hint, line)
    fields = {name: value for name in KNOWN if name != "date" and (value := _value(row, name, columns))}
    text = fields.pop(TEXT, "")
    if not text:
        known = f"name it: --column text=NAME; the columns are: {', '.join(map(str, row))}"
        return refusal(payload.origin, f"article {n} has no text column", known, line)
    lines = tuple(blocks(text)) if _is_html(text) else lines_of(text)
    dates = dates_of({str(key): cell for key, value in row.items() if (cell := _text(value))}, columns, KNOWN)
    return ImportedDocument(f"{payload.origin}#{n}", raw, ".json", lines, fields, dates=dates)


def _value(row: Mapping[str, Any], name: str, columns: Mapping[str, str]) -> str:
    names = {str(key).casefold().replace(" ", "_"): key for key in row}
    wanted = [columns[name]] if name in columns else [names[n] for n in KNOWN[name] if n in names]
    return next(filter(None, (_text(row.get(key)) for key in wanted)), "")


def _text(value: Any) -> str:
    """A cell as a text; a list as its items."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("$date"))
    return "" if value is None else str(value)[:LONGEST_CELL].strip()


def _is_html(text: str) -> bool:
    return "</p>" in text or "</div>" in text or "<br" in text
