"""Check the head of an HTTP request before anything reads it."""

from __future__ import annotations

import re

LONGEST = 1 << 15
"""Bytes of a head at most."""
FIELDS = 100
"""Lines of a head at most."""
MALFORMED, TOO_LARGE = 400, 431
"""The statuses of a refusal."""

_END = b"\r\n\r\n"
# Readings of these differ between programs: a line feed alone, a carriage return alone, a folded line.
_AMBIGUOUS = re.compile(rb"(?<!\r)\n|\r(?=[^\n])|\r\n[ \t]|\0")
_LENGTH = re.compile(rb"^content-length[ \t]*:", re.IGNORECASE | re.MULTILINE)
_CODING = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)
_OLD = re.compile(rb"[^\n]* HTTP/1\.0\r")


class RequestHead:
    """The head of one request after another, as its bytes arrive.

    ``has_body`` says whether a body follows the last complete head.
    """

    def __init__(self) -> None:
        self.has_body = False
        self._bytes = bytearray()
        self._lines = 0

    def feed(self, data: bytes) -> int:
        """Take the next bytes of a head; return the status of a refusal, or 0."""
        before = len(self._bytes)
        start = max(0, before - len(_END) + 1)
        self._bytes += data
        end = self._bytes.find(_END, start)
        until = len(self._bytes) if end < 0 else end
        self._lines += self._bytes.count(b"\n", before, until)
        if _AMBIGUOUS.search(self._bytes, start, until):
            return MALFORMED
        if until > LONGEST or self._lines > FIELDS:
            return TOO_LARGE
        return 0 if end < 0 else self._finish(bytes(self._bytes[:end]))

    def _finish(self, head: bytes) -> int:
        """Check how the body is framed, and begin with the next head."""
        self._bytes.clear()
        self._lines = 0
        lengths, codings = len(_LENGTH.findall(head)), len(_CODING.findall(head))
        self.has_body = bool(lengths or codings)
        return MALFORMED if lengths + codings > 1 or (codings and _OLD.match(head)) else 0
