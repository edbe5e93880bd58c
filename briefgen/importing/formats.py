"""Detect an input's format by name, content type or first bytes, and read it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from briefgen.importing import docx, eml, feeds, ghost, mbox, mhtml, plain_text, tables, web_page
from briefgen.importing.document import MOST_BYTES, ImportedDocument, Input, refusal
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.publication import LeftOut

SUFFIXES = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".eml": "mail",
    ".rss": "feed", ".atom": "feed", ".xml": "feed", ".rdf": "feed", ".opml": "opml", ".json": "json",
    ".jsonl": "lines", ".ndjson": "lines", ".csv": "csv", ".tsv": "tsv", ".mhtml": "mhtml", ".mht": "mhtml",
    ".mbox": "mbox", ".docx": "docx",
}  # fmt: skip
"""Forms by a file's suffix."""
KINDS = {
    "text/plain": "text", "text/html": "html", "application/xhtml+xml": "html", "message/rfc822": "mail",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/xml": "feed", "text/xml": "feed", "application/json": "json",
    "application/feed+json": "json", "application/x-ndjson": "lines", "application/jsonl": "lines",
    "text/csv": "csv", "text/tab-separated-values": "tsv", "multipart/related": "mhtml",
    "application/mbox": "mbox",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
"""Forms by content type; nothing else is fetched."""
DUMPS = frozenset({"lines", "csv", "tsv", "json", "mbox"})
MOST_DUMP_BYTES = 500_000_000

_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF|opml)\b", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<([\w:.-]+)")
_FEEDS = frozenset({b"rss", b"feed", b"rdf:rdf", b"channel"})
"""The first elements of feeds."""
_MAIL = re.compile(
    rb"(?:(?:From|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|To|Delivered-To):"
    rb"[^\n]*\n(?:[ \t][^\n]*\n)*){2}",
    re.IGNORECASE,
)
_MAILBOX = re.compile(rb"From [^\n]*\d{4}[^\n]*\n(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_SAVED_PAGE = re.compile(rb"^Snapshot-Content-Location:|^From: <Saved by ", re.IGNORECASE | re.MULTILINE)
_BINARY = {
    b"%PDF-": "a PDF", b"PK\x03\x04": "a ZIP archive or an office document", b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an office document", b"\x89PNG": "a picture", b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture", b"\x1f\x8b": "a compressed file", b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive", b"SQLite format 3": "a database", b"\x7fELF": "a program",
}  # fmt: skip
"""What a file is that begins with these bytes. None of them is text."""

_READERS: dict[str, Callable[[Input], Iterator[ImportedDocument | BriefgenError | LeftOut | Diagnostic]]] = {
    "html": web_page.read, "mhtml": mhtml.read, "mail": eml.read, "mbox": mbox.read, "feed": feeds.read,
    "docx": docx.read,
}  # fmt: skip
"""What reads the forms that need no columns."""


def format_of(payload: Input) -> str:
    """The form's name; plain text where nothing speaks for another."""
    kind = payload.kind.partition(";")[0].strip().lower()
    path = urlsplit(payload.origin).path if "://" in payload.origin else payload.origin
    expand = KINDS.get(kind, "") if kind else SUFFIXES.get(posixpath.splitext(path)[1].lower(), "")
    if expand and not (kind == "text/plain" and expand == "text"):
        return "html" if expand == "feed" and _HTML.match(payload.data) else expand
    start = payload.data[:4000]
    if _XML.match(start):
        return _xml_form(start)
    if _HTML.match(start):
        return "html"
    if _SAVED_PAGE.search(start):
        return "mhtml"
    if _MAIL.match(start):
        return "mail"
    if _MAILBOX.match(start):
        return "mbox"
    if start.lstrip()[:1] in (b"{", b"["):
        return _json_form(payload.data)
    return expand or "text"


def _xml_form(start: bytes) -> str:
    """The form of XML by its first element; a feed may hold HTML."""
    root = _ROOT.search(_COMMENT.sub(b"", start))
    name = root[1].lower() if root else b""
    if name == b"opml" or name in _FEEDS:
        return "opml" if name == b"opml" else "feed"
    return "opml" if b"<opml" in start.lower() else "html" if _HTML.search(start) else "feed"


def _json_form(data: bytes) -> str:
    first, _, rest = data.lstrip().partition(b"\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json" if first[:1] == b"[" or rest.rstrip()[-1:] == b"}" else "text"
    return "lines" if first[:1] == b"{" and rest.strip()[:1] == b"{" else "json"


def read_documents(
    payload: Input, columns: Mapping[str, str] | None = None
) -> Iterator[ImportedDocument | BriefgenError | LeftOut | Diagnostic]:
    """The articles in an input, its unusable rows, and what is left out.

    Raises:
        BriefgenError: for an input that has no article, is too large, broken or malicious.
    """
    form, columns = format_of(payload), columns or {}
    most = MOST_DUMP_BYTES if form in DUMPS else MOST_BYTES
    if len(payload.data) > most:
        raise refusal(
            payload.origin, f"it is larger than {most // 1_000_000:,} MB", "add its articles one by one"
        )
    if not payload.data.strip():
        raise refusal(payload.origin, "it is empty", "save the whole file again")
    if form != "docx":
        _refuse_binary(payload)
    if read := _READERS.get(form):
        return read(payload)
    if form == "lines":
        return tables.read_lines(payload, columns)
    if form in ("csv", "tsv"):
        return tables.read(payload, columns, mark="," if form == "csv" else "\t")
    if form == "json":
        return _of_json(payload, columns)
    return plain_text.read(payload)


def _refuse_binary(payload: Input) -> None:
    """Refuse a file that is no text, by what it is."""
    start = payload.data.lstrip()
    if name := next((name for mark, name in _BINARY.items() if start.startswith(mark)), ""):
        raise refusal(
            payload.origin,
            f"this is {name} and not a text file",
            "save its text as .txt or .html and add that",
        )


def _of_json(
    payload: Input, columns: Mapping[str, str]
) -> Iterator[ImportedDocument | BriefgenError | LeftOut | Diagnostic]:
    """JSON: a feed, a Ghost export, a list of articles, or one article."""
    try:
        data = json.loads(plain_text.decode(payload))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise refusal(payload.origin, f"this is not JSON: {error}", "correct this line", line) from None
    items = data.get("items") if isinstance(data, dict) else None
    if isinstance(items, list) and ("version" in data or not any(map(tables.has_text, items))):
        return feeds.read_json(payload, data)
    if tables_of_ghost := ghost.data_of(data):
        return ghost.read(payload, tables_of_ghost)
    return tables.read_list(payload, tables.rows_of(data), columns)
