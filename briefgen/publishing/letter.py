"""The mail of an edition as a mail service gets it."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import NamedTuple

from markupsafe import escape

from briefgen.util.hashing import digest
from briefgen.util.urls import scheme

_TAG = re.compile(r"(<[^>]*>)")


class Letter(NamedTuple):
    """The mail of an edition. ``unsubscribe`` is where its link leads, or a placeholder."""

    edition: str
    subject: str
    sender: str
    html: str
    text: str
    unsubscribe: str = ""

    @property
    def digest(self) -> str:
        """The digest of all that readers see."""
        return digest(self.subject, self.sender, self.html, self.text)[:16]

    @property
    def sender_name(self) -> str:
        """The name of its sender."""
        return parseaddr(self.sender)[0]

    @property
    def sender_address(self) -> str:
        """The mail address of its sender."""
        return parseaddr(self.sender)[1]


def letter_of(message: bytes, edition: str, unsubscribe: str) -> Letter:
    """The parts of a mail that the builder wrote."""
    mail = parsed(message)
    parts = {kind: mail.get_body((kind,)) for kind in ("html", "plain")}
    html, text = (part.get_content() if part else "" for part in parts.values())
    return Letter(edition, str(mail["Subject"]), str(mail["From"] or ""), html, text, unsubscribe)


def parsed(message: bytes) -> EmailMessage:
    """A mail with its headers decoded."""
    mail = message_from_bytes(message, policy=SMTP)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - the policy makes this kind
    return mail


def for_service(letter: Letter, marks: str, placeholder: str) -> Letter:
    """The letter with no text that a service would take for a template.

    An article with ``{{ subscriber.email }}`` in a link would give away its readers. ``marks`` is a pattern
    for the first character of a template tag. Only the link to unsubscribe keeps its tag, which is
    the service's own ``placeholder``.
    """
    pattern = re.compile(marks)
    own = letter.unsubscribe
    is_placeholder = bool(own) and not scheme(own)
    html = _keep_last(letter.html, f'href="{escape(own)}"', f'href="{placeholder}"', pattern, is_placeholder)
    text = _keep_last(letter.text, own, placeholder, pattern, is_placeholder, in_html=False)
    return letter._replace(subject=_plain(letter.subject, pattern), html=html, text=text)


def _keep_last(
    text: str, old: str, new: str, pattern: re.Pattern[str], is_placeholder: bool, *, in_html: bool = True
) -> str:
    break_up = _html if in_html else _plain
    if not is_placeholder or old not in text:
        return break_up(text, pattern)
    before, _, after = text.rpartition(old)
    return f"{break_up(before, pattern)}{new}{break_up(after, pattern)}"


def _plain(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: f"{match[0]} ", text)


def _html(html: str, pattern: re.Pattern[str]) -> str:
    """Break template tags up: by a space, or in an address by its escape."""
    parts = _TAG.split(html)
    parts[::2] = [_plain(part, pattern) for part in parts[::2]]
    parts[1::2] = [pattern.sub(lambda match: f"%{ord(match[0]):02X}", part) for part in parts[1::2]]
    return "".join(parts)
