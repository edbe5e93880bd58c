"""Import a mail (.eml).

Its plain part, or its HTML part if the plain one is a stub.

Subject, date and sender become title, date and author.
"""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage
from typing import TYPE_CHECKING, NamedTuple

from briefgen.importing.decoding import decode_as
from briefgen.importing.document import DateClue, ImportedDocument, refusal
from briefgen.importing.html_blocks import blocks
from briefgen.importing.mail_forward import NOTE, forwarded, title_of
from briefgen.importing.mail_frame import unwrapped, without_frame
from briefgen.importing.mail_reply import answered_from, with_quotations, without_reply_mark
from briefgen.importing.plain_text import lines_of
from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic
from briefgen.util.text import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """The mail as one article, or the one that it forwards; other attachments are reported.

    Raises:
        BriefgenError: for a mail without a text, and one that is built to do harm.
    """
    if payload.data.count(b"boundary") > MOST_PARTS:
        why = f"this mail has more than {MOST_PARTS} parts"
        raise refusal(payload.origin, why, "save its text and add that")
    try:
        message = email.message_from_bytes(payload.data, policy=policy.default)
        letter = _letter(message, payload.origin)
    except (RecursionError, LookupError, ValueError, AttributeError, IndexError, TypeError) as error:
        # What the library raises on broken mails has many names.
        raise refusal(
            payload.origin, f"this mail cannot be read: {type(error).__name__}", "save its text and add that"
        ) from None
    if not any(line.text.strip() for line in letter.lines):
        raise refusal(payload.origin, "this mail has no text", "save the text of its attachment and add that")
    yield ImportedDocument(
        payload.origin,
        payload.data,
        ".eml",
        letter.lines,
        letter.fields,
        dates=letter.dates,
        unpublished="it is marked as a draft" if letter.is_draft else "",
        problems=letter.problems,
    )


class _Letter(NamedTuple):
    """What a mail says: its own text, or that of the mail that it forwards.

    It is a draft if one of them was never sent.
    """

    lines: tuple[TextLine, ...]
    fields: dict[str, str]
    dates: tuple[DateClue, ...]
    problems: tuple[Diagnostic, ...]
    is_draft: bool


def _letter(message: EmailMessage, origin: str) -> _Letter:
    lines, problems = _lines(message, origin)
    attached = [*message.iter_attachments()]
    mails = [part for part in attached if part.get_content_type() == "message/rfc822"]
    date, is_draft = DateClue(" ".join(str(message["date"] or "").split())), _is_draft(message)
    if len(mails) == 1 and _length(lines) <= NOTE:
        carried = _letter(mails[0].get_content(), origin)
        others = _left_out(origin, [part for part in attached if part is not mails[0]])
        return carried._replace(
            dates=_forwarding(carried.dates, date),
            problems=(*problems, *carried.problems, *others),
            is_draft=is_draft or carried.is_draft,
        )
    fields = _fields(message)
    problems = (*problems, *_left_out(origin, attached))
    if inner := forwarded(lines, fields.get("title", "")):
        fields |= {name: value for name, value in inner.fields.items() if value}
        dates = _forwarding((DateClue(inner.date),), date)
        return _Letter(tuple(with_quotations(inner.lines)), fields, dates, problems, is_draft)
    if (end := answered_from(lines, fields.get("title", ""))) is not None:
        why = "the mail that this one answers is left out"
        hint = "copy it into the article, if readers should see it"
        problems = (*problems, diagnostic("mail-left-out", Location(origin), why, hint))
        lines = lines[:end]
    if title := without_reply_mark(title_of(fields.get("title", ""))):
        fields["title"] = title
    dates = (date,) if date.text else ()
    return _Letter(tuple(with_quotations(lines)), fields, dates, problems, is_draft)


def _forwarding(dates: tuple[DateClue, ...], outer: DateClue) -> tuple[DateClue, ...]:
    """The dates of a mail, and then the one of the mail that forwards it."""
    every = (*dates, outer._replace(where="the mail that forwards it"))
    return tuple(clue for clue in every if clue.text)


def _left_out(origin: str, parts: Iterable[EmailMessage]) -> Iterator[Diagnostic]:
    """What a user should know of attachments."""
    for part in parts:
        name = part.get_filename() or part.get_content_type()
        message = f"the attachment {shorten(printable(' '.join(name.split())))} is left out"
        yield diagnostic("mail-left-out", Location(origin), message, "save it, and add it by itself")


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
