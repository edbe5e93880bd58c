"""Import plain text, from a file or pasted: each line is a paragraph."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from briefgen.importing.document import ImportedDocument, Input, TextLine, refusal
from briefgen.util.urls import wrong_with

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ADDRESS = re.compile(r"(?:(?P<label>[^\W\d_][\w ]{0,20}): ?)?<?(?P<url>https?://[^\s<>]+)>?", re.IGNORECASE)


def read(payload: Input) -> Iterator[ImportedDocument]:
    """The text as one article; an address on a line of its own above it is the article's."""
    lines = lines_of(decode(payload))
    url, lines = _address_beside(lines)
    yield ImportedDocument(payload.origin, payload.data, ".txt", lines, {"url": url} if url else {})


def _address_beside(lines: tuple[TextLine, ...]) -> tuple[str, tuple[TextLine, ...]]:
    """The address above a text, or below it behind a label such as `Source:`, and the other lines."""
    spoken = [n for n, line in enumerate(lines) if line.text.strip()]
    if len(spoken) < 3:
        return "", lines
    for n in (spoken[0], spoken[-1]):
        match = _ADDRESS.fullmatch(lines[n].text.strip())
        if match and (n == spoken[0] or match["label"]) and not wrong_with(match["url"]):
            return match["url"], (*lines[:n], *lines[n + 1 :])
    return "", lines


def lines_of(text: str) -> tuple[TextLine, ...]:
    """Every line, the empty ones too: they tell hard-wrapped lines from paragraphs."""
    return tuple(TextLine(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def paragraphs_of(text: str) -> tuple[TextLine, ...]:
    """The paragraphs of a text, which blank lines part; without any, its lines."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())
    parts = parts if len(parts) > 1 else text.strip().splitlines()
    return tuple(TextLine(words) for part in parts if (words := " ".join(part.split())))


def decode(payload: Input) -> str:
    """Decode UTF-8 or UTF-16 as declared, else the most common code page.

    Raises:
        BriefgenError: when the bytes are no text.
    """
    name = next((name for mark, name in _MARKS if payload.data.startswith(mark)), "utf-8")
    if name != "utf-16" and b"\0" in payload.data:
        raise refusal(
            payload.origin,
            "this is not a text file: it has NUL bytes",
            "add .txt, .html, .eml, a feed or a table",
        )
    try:
        return payload.data.decode(name)
    except UnicodeDecodeError:
        return payload.data.decode("cp1252", "replace")
