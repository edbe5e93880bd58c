"""Import a mail (.eml).

Its plain part, or its HTML part if the plain one is a stub.

Subject, date and sender become title, date and author.
"""

from __future__ import annotations

import email
import re
from email import policy
from typing import TYPE_CHECKING

from briefgen.importing.document import DateClue, ImportedDocument, refusal
from briefgen.importing.html_blocks import blocks
from briefgen.importing.mail_frame import unwrapped, without_frame
from briefgen.importing.plain_text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from briefgen.importing.document import Input, TextLine

MOST_PARTS = 200
"""A mail with more parts is no newsletter."""
STUB = 2
"""A plain part so many times shorter than the HTML part only says where to read the mail."""


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
        lines = _lines(message)
        fields = _fields(message)
        date = " ".join(str(message["date"] or "").split())
    except (RecursionError, LookupError, ValueError, AttributeError, IndexError, TypeError) as error:
        # What the library raises on broken mails has many names.
        raise refusal(
            payload.origin, f"this mail cannot be read: {type(error).__name__}", "save its text and add that"
        ) from None
    if not any(line.text.strip() for line in lines):
        raise refusal(payload.origin, "this mail has no text", "save the text of its attachment and add that")
    dates = (DateClue(date),) if date else ()
    reason = "it is marked as a draft" if _is_draft(message) else ""
    yield ImportedDocument(
        payload.origin, payload.data, ".eml", lines, fields, dates=dates, unpublished=reason
    )


def _is_draft(message: EmailMessage) -> bool:
    """Whether a mail program saved this mail before it was sent: Outlook, Thunderbird or Gmail."""
    labels = str(message["X-Gmail-Labels"] or "").casefold().split(",")
    drafts = ("draft", "drafts", "\\draft")
    unsent = str(message["X-Unsent"] or "").strip() == "1" or message["X-Mozilla-Draft-Info"] is not None
    return unsent or any(label.strip(' "') in drafts for label in labels)


def _lines(message: EmailMessage) -> tuple[TextLine, ...]:
    plain, html = _lines_of(message, "plain"), _lines_of(message, "html")
    exits = re.findall(r"<(https?://[^>\s]+)>", str(message["List-Unsubscribe"] or ""))
    return without_frame(html if _length(plain) * STUB < _length(html) else plain, exits)


def _lines_of(message: EmailMessage, form: str) -> tuple[TextLine, ...]:
    part = message.get_body((form,))
    if part is None:
        return ()
    text = str(part.get_content())
    return tuple(blocks(text)) if form == "html" else unwrapped(lines_of(text))


def _length(lines: tuple[TextLine, ...]) -> int:
    """How many characters a text has without its white space."""
    return sum(len("".join(line.text.split())) for line in lines)


def _fields(message: EmailMessage) -> dict[str, str]:
    sender = message["from"].addresses[0] if message["from"] and message["from"].addresses else None
    fields = {
        "title": " ".join(str(message["subject"] or "").split()),
        "author": (sender.display_name or sender.addr_spec) if sender else "",
    }
    return {name: value for name, value in fields.items() if value}
