"""The password of a shared desk: HTTP Basic authentication with a limit on attempts."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from threading import Lock

ATTEMPTS = 5
"""Wrong passwords from one address within a minute, before it has to wait."""
ATTEMPTS_OF_ALL = 50
"""Wrong passwords from all addresses within a minute."""
WAIT = 60.0
SHORTEST = 8
"""Characters of a password at least."""


@dataclass(slots=True)
class Password:
    """A password, and who has tried wrong ones when."""

    secret: str = field(repr=False)
    clock: Callable[[], float] = time.monotonic
    _failures: list[tuple[float, str]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def status(self, authorization: str, peer: str) -> int:
        """200 for the password, 401 for none or another, 429 after too many wrong ones."""
        with self._lock:
            now = self.clock()
            self._failures = [one for one in self._failures if now - one[0] < WAIT]
            own = sum(who == peer for _, who in self._failures)
            if own >= ATTEMPTS or len(self._failures) >= ATTEMPTS_OF_ALL:
                return 429
            if not authorization:
                return 401
            # Digests have one length, so the time of the comparison tells nothing of the password.
            if compare_digest(_digest(_password_of(authorization)), _digest(self.secret)):
                return 200
            self._failures.append((now, peer))
            return 401


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _password_of(authorization: str) -> str:
    """The password in a header; the user's name does not matter."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        text = base64.b64decode(value.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return text.partition(":")[2]
