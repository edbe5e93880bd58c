"""Read a response's body up to a size, also where it is compressed."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile, GzipFile
from http.client import HTTPResponse

CHUNK = 1 << 16
_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip")


class TooLargeError(ValueError):
    """A body that is larger than the limit, before or after it is decompressed."""


class UnreadableError(ValueError):
    """A body that is damaged or compressed in an unknown way."""


def read_body(response: HTTPResponse, most: int) -> bytes:
    """The decompressed body, at most ``most`` bytes of it.

    Raises:
        TooLargeError, UnreadableError: as they say.
        OSError, HTTPException: when the connection fails.
    """
    declared = response.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit() and (len(declared) > 15 or int(declared) > most):
        raise TooLargeError
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in (*_PLAIN, *_GZIP):
        raise UnreadableError(f"the server compresses it without being asked ({coding})")
    data = _decompressed(response, most) if coding in _GZIP else _read(response, most)
    if len(data) > most:
        raise TooLargeError
    return data


def _read(response: HTTPResponse, most: int) -> bytes:
    parts, size = [], 0
    while size <= most and (part := response.read1(CHUNK)):
        parts.append(part)
        size += len(part)
    if size <= most and response.length:
        raise UnreadableError("the server ended the connection before all had come")
    return b"".join(parts)


def _decompressed(response: HTTPResponse, most: int) -> bytes:
    """Read a little of the body at a time, to notice gzip bombs."""
    parts, size = [], 0
    try:
        with GzipFile(fileobj=response) as file:
            while size <= most and (part := file.read1(CHUNK)):
                parts.append(part)
                size += len(part)
    except (EOFError, zlib.error, BadGzipFile):
        raise UnreadableError("the server compresses it, and the data is damaged") from None
    return b"".join(parts)
