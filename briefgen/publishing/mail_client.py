"""Ask the API of a mail service, and say whether it can have done what was asked."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen import __version__
from briefgen.util.deadline import Deadline
from briefgen.util.http_body import read_body
from briefgen.util.public_addresses import PrivateAddressError, may_be_private
from briefgen.util.text import printable, shorten
from briefgen.util.urls import ascii_host, host_of, scheme, wrong_with

if TYPE_CHECKING:
    import httpx

SECONDS = 30.0
"""Seconds in which a service must answer."""
MOST_BYTES = 20_000_000
_NOT_SENT = (PrivateAddressError, ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
"""Errors that come before the first byte of a request."""
_MAYBE = 408
"""A code that leaves open what the server did, as those from 500 on do."""
_MESSAGES = ("message", "detail", "error", "title")


class ServiceError(Exception):
    """A request that failed: the message, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class RefusedError(ServiceError):
    """A request that certainly did nothing."""


class UncertainError(ServiceError):
    """A request of which nobody knows what it did."""


class MailApi(NamedTuple):
    """The API of a service, with a secret that no message repeats.

    ``variable`` is the environment variable of the key, ``auth`` the header that has it. ``private`` are the
    hosts that may have a private address.
    """

    base: str
    auth: tuple[str, str]
    key: str
    variable: str
    private: Collection[str] = ()
    seconds: float = SECONDS

    def ask(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Any:
        """Send a request; return the JSON of the answer.

        Raises:
            RefusedError, UncertainError: as they say.
        """
        from briefgen.util.http import Access, request  # it loads httpx

        url = f"{self.base}{path}"
        self._check(url)
        body = json.dumps(fields).encode() if fields is not None else b""
        headers = {"User-Agent": f"briefgen/{__version__}", "Accept": "application/json"}
        headers |= {"Content-Type": "application/json"} if body else {}
        access = Access.to(url, self.private, Deadline.after(self.seconds))
        try:
            with request(url, access, {**headers, self.auth[0]: self.auth[1]}, method, body) as response:
                return self._judge(response)
        except _NOT_SENT as error:
            hint = "correct url:, or add your own host to private_hosts: in briefgen.yml"
            raise RefusedError(f"it cannot be reached: {self._reason(error)}", hint) from None
        except TimeoutError:
            raise UncertainError(f"no answer within {self.seconds:g} seconds") from None
        except (OSError, ValueError) as error:
            raise UncertainError(f"the connection failed: {self._reason(error)}") from None

    def _check(self, url: str) -> None:
        """Refuse to send a key without encryption, except in the own network."""
        host = ascii_host(host_of(url))
        own = [ascii_host(one.lower()) for one in self.private]
        if wrong := wrong_with(url):
            raise RefusedError(
                f"its url is wrong: {wrong}", "write a whole address that begins with https://"
            )
        if scheme(url) != "https" and not may_be_private(host, own):
            hint = "write https:// in url:, or add your own host to private_hosts:"
            raise RefusedError("the key would be sent without encryption", hint)

    def _judge(self, response: httpx.Response) -> Any:
        code = response.status_code
        if code in (401, 403):
            raise RefusedError(f"the service does not accept the key ({code})", f"check {self.variable}")
        if code == 429:
            after = response.headers.get("Retry-After", "").strip()
            when = (
                f"in {after} seconds" if after.isascii() and after.isdigit() and len(after) < 6 else "later"
            )
            raise RefusedError("the service wants no more requests now (429)", f"try again {when}")
        if code >= 500 or code == _MAYBE:
            raise UncertainError(f"the service failed ({code})")
        if 300 <= code < 400:
            raise RefusedError(f"the service redirects to another address ({code})", "correct url:")
        answer = self._json(response)
        if code >= 400:
            message = f"the service refuses it ({code}){self._words(answer)}"
            raise RefusedError(message, "check the sender's list:, template: and url:")
        return answer

    def _json(self, response: httpx.Response) -> Any:
        data = read_body(response, MOST_BYTES)
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            if response.status_code >= 400:
                return None
            raise UncertainError("the answer of the service cannot be read") from None

    def _words(self, answer: Any) -> str:
        """What a service says of a request that it refuses."""
        found = answer if isinstance(answer, dict) else {}
        words = next((found[name] for name in _MESSAGES if isinstance(found.get(name), str)), "")
        return f": {self._without_key(words)}" if words else ""

    def _reason(self, error: Exception) -> str:
        return self._without_key(getattr(error, "strerror", "") or str(error) or type(error).__name__)

    def _without_key(self, text: str) -> str:
        for secret in sorted({self.key, self.auth[1], *self.key.split(":")}, key=len, reverse=True):
            text = text.replace(secret, "…") if len(secret) > 3 else text
        return printable(shorten(text, 200))
