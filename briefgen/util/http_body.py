"""Read a response's body up to a size, also where it is compressed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

CHUNK = 1 << 16
_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip")
_WITH_HEADER = 16 + zlib.MAX_WBITS


class TooLargeError(ValueError):
    """A body that is larger than the limit, before or after it is decompressed."""


class UnreadableError(ValueError):
    """A body that is damaged or compressed in an unknown way."""


def read_body(response: httpx.Response, most: int) -> bytes:
    """The decompressed body, at most ``most`` bytes of it.

    Raises:
        TooLargeError, UnreadableError: as they say.
        OSError, ValueError: when the connection fails.
    """
    declared = response.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit() and (len(declared) > 15 or int(declared) > most):
        raise TooLargeError
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in (*_PLAIN, *_GZIP):
        raise UnreadableError(f"the server compresses it without being asked ({coding})")
    received = _received(response, is_bounded=bool(declared))
    parts, size = [], 0
    for part in _decompressed(received) if coding in _GZIP else received:
        parts.append(part)
        size += len(part)
        if size > most:
            raise TooLargeError
    return b"".join(parts)


def _received(response: httpx.Response, *, is_bounded: bool) -> Iterator[bytes]:
    import httpcore

    try:
        yield from response.iter_raw()
    except httpcore.RemoteProtocolError:
        if not is_bounded:
            raise
        raise UnreadableError("the server ended the connection before all had come") from None


def _decompressed(received: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack a little of the body at a time, to notice gzip bombs.

    It may have several members.
    """
    member = zlib.decompressobj(_WITH_HEADER)
    try:
        for data in received:
            is_full = False
            while data or is_full:
                if member.eof:
                    member = zlib.decompressobj(_WITH_HEADER)
                part = member.decompress(data, CHUNK)
                yield part
                data = member.unused_data.lstrip(b"\0") if member.eof else member.unconsumed_tail
                is_full = len(part) == CHUNK and not member.eof
    except zlib.error:
        raise _damaged() from None
    if not member.eof:
        raise _damaged()


def _damaged() -> UnreadableError:
    return UnreadableError("the server compresses it, and the data is damaged")
