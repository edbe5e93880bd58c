"""Import a mail (.eml).

Its plain part, or its HTML part if the plain one is a stub.

Subject, date and sender become title, date and author.
"""

from __future__ import annotations

import email
import re
from email import policy
from typing import TYPE_CHECKING, NamedTuple

from briefgen.importing.decoding import decode_as
from briefgen.importing.document import DateClue, ImportedDocument, refusal
from briefgen.importing.html_blocks import blocks
from briefgen.importing.mail_forward import forwarded
from briefgen.importing.mail_frame import unwrapped, without_frame
from briefgen.importing.plain_text import lines_of
from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic
from briefgen.util.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from briefgen.importing.document import Input, TextLine
    from briefgen.model import Diagnostic

MOST_PARTS = 200
"""A mail with more parts is no newsletter."""


class _Part(NamedTuple):
    """A part of a mail: its lines, and its true encoding."""

    lines: tuple[TextLine, ...] = ()
    charset: str = ""
    is_legible: bool = True


STUB = 1.5
"""A plain part so many times shorter than the HTML part is a summary, or says where to read the mail."""
_ADDRESS = re.compile(r"https?://\S+")


def read(payload: Input) -> Iterator[ImportedDocument]:
    """The mail as one article; attachments are passed by.

    Raises:
        BriefgenError: for a mail without a text, and one that is built to do harm.
    """
    if payload.data.count(b"boundary") > MOST_PARTS:
        why = f"this mail has more than {MOST_PARTS} parts"
        raise refusal(payload.origin, why, "save its text and add that")
    try:
        message = email.message_from_bytes(payload.data, policy=policy.default)
        lines, problems = _lines(message, payload.origin)
        fields = _fields(message)
        date = " ".join(str(message["date"] or "").split())
        if inner := forwarded(lines, fields.get("title", "")):
            lines = inner.lines
            fields |= {name: value for name, value in inner.fields.items() if value}
    except (RecursionError, LookupError, ValueError, AttributeError, IndexError, TypeError) as error:
        # What the library raises on broken mails has many names.
        raise refusal(
            payload.origin, f"this mail cannot be read: {type(error).__name__}", "save its text and add that"
        ) from None
    if not any(line.text.strip() for line in lines):
        raise refusal(payload.origin, "this mail has no text", "save the text of its attachment and add that")
    dates = (DateClue(date, "the mail that forwards it" if inner else ""),) if date else ()
    if inner and inner.date:
        dates = (DateClue(inner.date), *dates)
    reason = "it is marked as a draft" if _is_draft(message) else ""
    yield ImportedDocument(
        payload.origin,
        payload.data,
        ".eml",
        lines,
        fields,
        dates=dates,
        unpublished=reason,
        problems=problems,
    )


def _is_draft(message: EmailMessage) -> bool:
    """Whether a mail program saved this mail before it was sent: Outlook, Thunderbird or Gmail."""
    labels = str(message["X-Gmail-Labels"] or "").casefold().split(",")
    drafts = ("draft", "drafts", "\\draft")
    unsent = str(message["X-Unsent"] or "").strip() == "1" or message["X-Mozilla-Draft-Info"] is not None
    return unsent or any(label.strip(' "') in drafts for label in labels)


def _lines(message: EmailMessage, origin: str) -> tuple[tuple[TextLine, ...], tuple[Diagnostic, ...]]:
    """The lines of the better part, and what a user should know of its characters."""
    exits = frozenset(re.findall(r"<(https?://[^>\s]+)>", str(message["List-Unsubscribe"] or "")))
    plain, html = _part(message, "plain", exits), _part(message, "html", exits)
    best = html if _length(plain.lines) * STUB < _length(html.lines) else plain
    problems = () if best.is_legible else (_unknown(origin, best.charset),)
    return best.lines, problems


def _part(message: EmailMessage, form: str, exits: frozenset[str]) -> _Part:
    """A part of the mail without its frame."""
    part = message.get_body((form,))
    if part is None:
        return _Part()
    data = part.get_payload(decode=True)
    charset = str(part.get_content_charset() or "")
    text, is_legible = decode_as(data if isinstance(data, bytes) else b"", charset)
    lines = tuple(blocks(text)) if form == "html" else unwrapped(lines_of(text))
    return _Part(without_frame(lines, exits), charset, is_legible)


def _unknown(origin: str, charset: str) -> Diagnostic:
    message = f'the mail is not in the encoding that it declares, "{shorten(charset or "us-ascii")}"'
    hint = "look for wrong characters in the article"
    return diagnostic("charset-unknown", Location(origin), message, hint)


def _length(lines: tuple[TextLine, ...]) -> int:
    """How many characters a text has without white space and addresses."""
    return sum(len("".join(_ADDRESS.sub("", line.text).split())) for line in lines)


def _fields(message: EmailMessage) -> dict[str, str]:
    sender = message["from"].addresses[0] if message["from"] and message["from"].addresses else None
    fields = {
        "title": " ".join(str(message["subject"] or "").split()),
        "author": (sender.display_name or sender.addr_spec) if sender else "",
    }
    return {name: value for name, value in fields.items() if value}
