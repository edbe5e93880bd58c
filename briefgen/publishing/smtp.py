"""Give a mail to a mail server, for a few addresses of one's own."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Collection, Sequence
from email.policy import SMTP
from typing import NamedTuple

from briefgen.publishing.letter import parsed
from briefgen.publishing.mail_client import SECONDS, RefusedError, UncertainError
from briefgen.util.public_addresses import endpoints, may_be_private
from briefgen.util.text import printable, shorten

MOST_RECIPIENTS = 50
"""Addresses above which it is a list of readers, which belongs to a mail service."""
TLS_PORT = 465
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class MailServer(NamedTuple):
    """A mail server and an account there. ``private`` are hosts that may have a private address."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    private: Collection[str] = ()
    seconds: float = SECONDS


def addresses_of(text: str) -> tuple[str, ...]:
    """The addresses in a file: one a line, each once.

    Raises:
        ValueError: when a line is no address, or there are too many.
    """
    lines = [line.partition(" #")[0].strip() for line in text.splitlines()]
    found = tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    for n, line in enumerate(lines, 1):
        if line and not line.startswith("#") and not is_address(line):
            raise ValueError(f"line {n} is not a mail address")
    if not found:
        raise ValueError("it has no address")
    if len(found) > MOST_RECIPIENTS:
        raise ValueError(f"it has more than {MOST_RECIPIENTS} addresses")
    return found


def is_address(text: str) -> bool:
    """Whether a text is one mail address, without a name."""
    return bool(_ADDRESS.fullmatch(text))


def send_mail(message: bytes, recipients: Sequence[str], server: MailServer) -> str:
    """Send a mail to all recipients, or to none; return its Message-ID.

    Raises:
        RefusedError, UncertainError: as they say.
    """
    mail = parsed(message)
    del mail["To"]
    # Nobody sees who else gets it.
    mail["To"] = recipients[0] if len(recipients) == 1 else "undisclosed-recipients:;"
    sender = mail["From"].addresses[0].addr_spec
    try:
        with _Connection(server) as connection:
            _log_in(connection, server)
            _address(connection, sender, recipients)
            _deliver(connection, mail.as_bytes(policy=SMTP))
    except (smtplib.SMTPException, OSError) as error:
        raise RefusedError(
            f"the mail server refuses it: {_reason(error, server)}", "check the sender"
        ) from None
    return str(mail["Message-ID"])


class _Connection(smtplib.SMTP):
    """A connection to a checked address, whose end raises nothing."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        super().__init__(server.host, server.port, timeout=server.seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        known = endpoints(host, port, timeout, self._server.private)
        failure = OSError("the host has no address")
        for one in known:
            try:
                connection = socket.create_connection(one.address[:2], timeout / len(known))
            except OSError as error:
                failure = error
                continue
            connection.settimeout(timeout)
            return self._encrypted(connection, host) if port == TLS_PORT else connection
        raise failure

    def _encrypted(self, connection: socket.socket, host: str) -> socket.socket:
        return ssl.create_default_context().wrap_socket(connection, server_hostname=host)

    def __exit__(self, *error: object) -> None:
        self.close()  # what a server says to a farewell changes nothing


def _log_in(connection: _Connection, server: MailServer) -> None:
    """Encrypt the connection, except in the own network, and log in."""
    connection.ehlo_or_helo_if_needed()
    is_encrypted = server.port == TLS_PORT
    if not is_encrypted and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        is_encrypted = True
    if not is_encrypted and (server.user or not may_be_private(server.host, server.private)):
        raise RefusedError("the mail server offers no encryption", "use port: 465, or another server")
    if server.user:
        connection.login(server.user, server.password)


def _address(connection: _Connection, sender: str, recipients: Sequence[str]) -> None:
    """Name sender and recipients. If one is refused, nobody gets the mail."""
    code, words = connection.mail(sender)
    if code != 250:
        raise smtplib.SMTPResponseException(code, words)
    for one in recipients:
        code, words = connection.rcpt(one)
        if code not in (250, 251):
            raise smtplib.SMTPResponseException(code, words)


def _deliver(connection: _Connection, message: bytes) -> None:
    """Hand the mail over.

    Raises:
        UncertainError: when the server does not say whether it has it.
    """
    try:
        code, words = connection.data(message)
    except smtplib.SMTPDataError:
        raise
    except (smtplib.SMTPException, OSError):
        raise UncertainError("the mail server did not say whether it has the mail") from None
    if code != 250:
        raise smtplib.SMTPResponseException(code, words)


def _reason(error: Exception, server: MailServer) -> str:
    words = getattr(error, "smtp_error", "") or getattr(error, "strerror", "") or str(error)
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    text = text.replace(server.password, "…") if server.password else text
    code = getattr(error, "smtp_code", "")
    return printable(shorten(f"{code} {text or type(error).__name__}".strip(), 200))
