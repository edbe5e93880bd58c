"""The words of a file, without the escapes of HTML, XML, JSON, scripts and addresses."""

from __future__ import annotations

import html
import re
import unicodedata
import zlib
from urllib.parse import unquote

ROUNDS = 3
"""How often an escape may hold another, such as HTML within JSON within a script."""
MOST_BYTES = 200_000_000
"""What a compressed file may hold at most; the rest is not searched."""

TAGS = re.compile(r"<[^<>]*>")
"""The tags of HTML and XML."""

_NOT_WORDS = re.compile(r"[\W_]+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_BACKSLASH = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([bfnrtv])|([^\w\s]))"
)
_VALUE_ENDS = re.compile(r'[<>"\n\r\t,;|{}\[\]]| [-–—:·•] |: ')


def decode(content: bytes) -> str:
    """Return the text of a file.

    Compressed ones are unpacked, bytes that are no text are replaced.
    """
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content, MOST_BYTES)
        except zlib.error:
            return ""
    name = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return content.decode(name, "replace")


def unescape(text: str) -> str:
    """Return a text without the escapes of HTML, JSON, JavaScript, Markdown and addresses."""
    for _ in range(ROUNDS):
        plain = html.unescape(text) if "&" in text else text
        plain = _joined(_BACKSLASH.sub(_character, plain)) if "\\" in plain else plain
        plain = unquote(plain, errors="replace") if "%" in plain else plain
        if plain == text:
            break
        text = plain
    return text


def words_of(text: str) -> str:
    """Return the words of a text in lower case, a space around each."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return f" {_NOT_WORDS.sub(' ', text).strip().casefold()} "


def forms_of(text: str) -> tuple[str, ...]:
    """Return the words of a text with its tags, with spaces instead, and without."""
    if "<" not in text:
        return (words_of(text),)
    return words_of(text), words_of(TAGS.sub(" ", text)), words_of(TAGS.sub("", text))


def values_of(text: str) -> set[str]:
    """Return the words of each value in an unescaped text.

    A quoted text, a cell, a line, an element.
    """
    return {words_of(part) for part in _VALUE_ENDS.split(text) if part}


def _character(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number:
        return chr(min(int(number, 16), 0x10FFFF))
    return " " if match[4] else match[5]


def _joined(text: str) -> str:
    """Join the surrogate pairs in which JSON writes a character beyond U+FFFF."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
