"""Import a web page that a browser saved as one file (.mhtml).

A mail message with the page as its part.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from email import policy

from briefgen.importing import web_page
from briefgen.importing.document import ImportedDocument, Input, refusal

MOST_PARTS = 2_000
"""A page with more pictures and frames is no article."""


def read(payload: Input) -> Iterator[ImportedDocument]:
    """The article of the saved page.

    Raises:
        BriefgenError: for a file without a page, and for a page in which no article is found.
    """
    for document in web_page.read(_page(payload)):
        yield replace(document, raw=payload.data, suffix=".mhtml", kind="")


def _page(payload: Input) -> Input:
    """The first HTML part: the page itself stands before its frames."""
    hint = 'save the page again as "web page, HTML only" and add that'
    if payload.data.count(b"\n--") > MOST_PARTS:
        raise refusal(payload.origin, f"this saved page has more than {MOST_PARTS:,} parts", hint)
    try:
        message = email.message_from_bytes(payload.data, policy=policy.compat32)
        part = next(one for one in message.walk() if one.get_content_type() == "text/html")
        data = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (StopIteration, RecursionError, LookupError, ValueError, AttributeError, TypeError):
        raise refusal(payload.origin, "this saved page has no HTML part", hint) from None
    html = data if isinstance(data, bytes) else b""
    address = str(part["Content-Location"] or message["Snapshot-Content-Location"] or "").strip()
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return Input(payload.origin, html, kind, payload.url or address)
