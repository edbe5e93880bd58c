"""Plain text, as a file or pasted: a line is a paragraph, and cleaning does the rest."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from briefgen.importing.document import ImportedDocument, Said, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.importing.document import Input

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(given: Input) -> Iterator[ImportedDocument]:
    """The text as one article."""
    yield ImportedDocument(given.origin, given.data, ".txt", lines_of(decoded(given)))


def lines_of(text: str) -> tuple[Said, ...]:
    """Every line, the empty ones too: they tell hard-wrapped lines from paragraphs."""
    return tuple(Said(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def decoded(given: Input) -> str:
    """The text: UTF-8 or UTF-16 where it says so, else the code page that most other texts are in.

    Raises:
        BriefgenError: for what is no text.
    """
    name = next((name for mark, name in _MARKS if given.data.startswith(mark)), "utf-8")
    if name != "utf-16" and b"\0" in given.data:
        raise refused(
            given.origin, "this is no text: it holds NUL bytes", "add .txt, .html, .eml, a feed or a table"
        )
    try:
        return given.data.decode(name)
    except UnicodeDecodeError:
        return given.data.decode("cp1252", "replace")
