"""Make and send HTTP responses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from briefgen.server import url_paths
from briefgen.server.html_pages import plain_page, with_snippet

Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

CHUNK = 1 << 18
LONGEST = 1 << 16
"""Bytes of a request body at most."""

_ALWAYS = {"x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin"}
"""No type sniffing, and no embedding in other sites."""
_INSERTED = "-live"
"""Makes the ETag of a page differ from that of its file, which has no snippet."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request. Header names are in lower case; ``peer`` is the client's address."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: str = ""
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A response; a body that is an open file is read while it is sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes | BinaryIO = b""


HTML = {"content-type": "text/html; charset=utf-8", "cache-control": "no-cache"}
"""Headers of internal pages and error pages."""


def html(body: bytes, status: int = 200, **headers: str) -> Response:
    """A page of the server itself."""
    return Response(status, HTML | {name.replace("_", "-"): value for name, value in headers.items()}, body)


def message_page(status: int, title: str, text: str, **headers: str) -> Response:
    """A page with one message."""
    return html(plain_page(title, text), status, **headers)


def from_file(path: Path, headers: Mapping[str, str]) -> Response:
    """A file of the site, opened now, so that a build may replace it meanwhile."""
    kind, stat = url_paths.content_type(path.name), path.stat()
    is_page = kind.startswith("text/html")
    tag = url_paths.etag(stat, _INSERTED if is_page else "")
    common = {"content-type": kind, "cache-control": "no-cache", "etag": tag}
    if _matches(headers.get("if-none-match", ""), tag):
        return Response(304, {name: value for name, value in common.items() if name != "content-type"})
    if is_page:
        return Response(200, common, with_snippet(path.read_bytes()))
    if stat.st_size <= CHUNK:
        return Response(200, common, path.read_bytes())
    return Response(200, {**common, "content-length": str(stat.st_size)}, path.open("rb"))


def _matches(header: str, tag: str) -> bool:
    tags = [one.strip().removeprefix("W/") for one in header.split(",")]
    return tag in tags or tags == ["*"]


async def send_response(send: Send, response: Response, *, head: bool) -> None:
    """Send a response; without its body for a HEAD request."""
    headers, body = {**_ALWAYS, **response.headers}, response.body
    if isinstance(body, bytes) and response.status != 304:
        headers["content-length"] = str(len(body))
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    if isinstance(body, bytes):
        await send({"type": "http.response.body", "body": b"" if head else body})
        return
    with body:
        if head:
            await send({"type": "http.response.body", "body": b""})
        else:
            await _send_file(send, body, int(headers["content-length"]))


async def _send_file(send: Send, stream: BinaryIO, size: int) -> None:
    """Send a file in pieces; stop if it has become shorter."""
    while True:
        piece = stream.read(min(CHUNK, size))
        size -= len(piece)
        if size and not piece:
            return
        await send({"type": "http.response.body", "body": piece, "more_body": size > 0})
        if not size:
            return


async def body_of(receive: Receive) -> bytes | None:
    """The request body, or None if it is too long or incomplete."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > LONGEST:
            return None
        if not message.get("more_body"):
            return body
