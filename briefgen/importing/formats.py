"""Which form an input has, and who reads it. A form is known by its file's name or content type, else by how it begins."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefgen.importing import eml, feeds, plain_text, tables, web_page
from briefgen.importing.document import MOST_BYTES, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.importing.document import ImportedDocument, Input
    from briefgen.model.diagnostics import BriefgenError

SUFFIXES = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".eml": "mail", ".rss": "feed", ".atom": "feed",
    ".xml": "feed", ".rdf": "feed", ".opml": "opml", ".json": "json", ".jsonl": "lines", ".ndjson": "lines", ".csv": "csv", ".tsv": "tsv",
}  # fmt: skip
"""Forms by a file's suffix."""
KINDS = {
    "text/plain": "text", "text/html": "html", "application/xhtml+xml": "html", "message/rfc822": "mail", "application/rss+xml": "feed",
    "application/atom+xml": "feed", "application/rdf+xml": "feed", "application/xml": "feed", "text/xml": "feed",
    "application/json": "json", "application/feed+json": "json", "application/x-ndjson": "lines", "application/jsonl": "lines",
    "text/csv": "csv", "text/tab-separated-values": "tsv",
}  # fmt: skip
"""Forms by content type; nothing else is fetched."""
DUMPS = frozenset({"lines", "csv", "tsv", "json"})
MOST_DUMP_BYTES = 500_000_000

_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF|opml)\b", re.IGNORECASE)
_MAIL = re.compile(
    rb"(?:(?:From|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|To|Delivered-To):[^\n]*\n(?:[ \t][^\n]*\n)*){2}",
    re.IGNORECASE,
)


def form_of(given: Input) -> str:
    """The form's name; plain text where nothing speaks for another."""
    kind = given.kind.partition(";")[0].strip().lower()
    path = urlsplit(given.origin).path if "://" in given.origin else given.origin
    named = KINDS.get(kind, "") if kind else SUFFIXES.get(posixpath.splitext(path)[1].lower(), "")
    if named and not (kind == "text/plain" and named == "text"):
        return "html" if named == "feed" and _HTML.match(given.data) else named
    start = given.data[:4000]
    if _XML.match(start):
        return "opml" if b"<opml" in start.lower() else "html" if _HTML.search(start) else "feed"
    if _HTML.match(start):
        return "html"
    if _MAIL.match(start):
        return "mail"
    if start.lstrip()[:1] in (b"{", b"["):
        return _json_form(given.data)
    return named or "text"


def _json_form(data: bytes) -> str:
    first, _, rest = data.lstrip().partition(b"\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json" if first[:1] == b"[" or rest.rstrip()[-1:] == b"}" else "text"
    return "lines" if first[:1] == b"{" and rest.strip()[:1] == b"{" else "json"


def arrivals(
    given: Input, columns: Mapping[str, str] | None = None
) -> Iterator[ImportedDocument | BriefgenError]:
    """The articles that an input holds; for a row of a dump that is none, why.

    Raises:
        BriefgenError: for an input that holds none, is too large, broken or built to do harm.
    """
    form, columns = form_of(given), columns or {}
    most = MOST_DUMP_BYTES if form in DUMPS else MOST_BYTES
    if len(given.data) > most:
        raise refused(
            given.origin, f"it is larger than {most // 1_000_000:,} MB", "add its articles one by one"
        )
    if not given.data.strip():
        raise refused(given.origin, "it is empty")
    if form == "html":
        return web_page.read(given)
    if form == "mail":
        return eml.read(given)
    if form == "feed":
        return feeds.read(given)
    if form == "lines":
        return tables.read_lines(given, columns)
    if form in ("csv", "tsv"):
        return tables.read(given, columns, mark="," if form == "csv" else "\t")
    if form == "json":
        return _of_json(given, columns)
    return plain_text.read(given)


def _of_json(given: Input, columns: Mapping[str, str]) -> Iterator[ImportedDocument | BriefgenError]:
    """JSON: a feed, a list of articles, or one article."""
    try:
        loaded = json.loads(plain_text.decoded(given))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise refused(given.origin, f"this is no JSON: {error}", "mend it there", line) from None
    if isinstance(loaded, dict) and isinstance(loaded.get("items"), list):
        return feeds.read_json(given, loaded)
    return tables.read_list(given, loaded if isinstance(loaded, list) else [loaded], columns)
