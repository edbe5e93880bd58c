"""Write a mail with a plain and an HTML part (RFC 5322, RFC 2046)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import NamedTuple

from briefgen.util.hashing import digest


class Mail(NamedTuple):
    """A mail without recipients.

    ``moment`` is an ISO instant, or empty where only the ``day`` is known. ``id`` and ``list`` are for its
    Message-ID and List-Id. ``sender`` is empty or ``Name <address>``.
    """

    subject: str
    sender: str
    moment: str
    day: str
    id: str
    list: str
    language: str
    text: str
    html: str


def write(mail: Mail) -> bytes:
    """The bytes of a mail; the same mail gives the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(mail.subject.split())
    name, address = parseaddr(mail.sender)
    if "@" in address:
        message["From"] = Address(name, addr_spec=address)
    moment = datetime.fromisoformat(mail.moment or f"{mail.day[:10]}T00:00:00+00:00")
    message["Date"] = format_datetime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    message["Message-ID"] = f"<{mail.id}>"
    message["List-Id"] = mail.list
    message["Content-Language"] = mail.language
    message.set_content(mail.text, charset="utf-8")
    message.add_alternative(mail.html, subtype="html", charset="utf-8")
    message.set_boundary(f"=_{digest(mail.id, mail.text, mail.html)[:32]}")
    return message.as_bytes()
