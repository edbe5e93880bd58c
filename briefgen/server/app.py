"""The ASGI application: a folder over HTTP to this machine, and one web socket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from briefgen.server import files
from briefgen.server.page import HOME, error_page, plain_page, with_snippet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.server.live import Live, Receive, Send

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to
CHUNK = 1 << 18
OWN = frozenset({"live.js", "live.css"})

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:@/\\\[\]]+)(?::[0-9]{1,5})?")
_INSERTED = "-live"
"""Tells the validator of a page as it is sent from that of the file, which has no snippet."""


@dataclass(frozen=True, slots=True)
class Response:
    """What is sent: the body is bytes, or a file that is read while it is sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes | Path = b""


@dataclass(frozen=True, slots=True)
class App:
    """Serves ``folder`` to browsers that address this machine by name or as ``host``."""

    folder: Path
    live: Live
    host: str = "127.0.0.1"

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, or serve one web socket."""
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        if scope["type"] == "websocket":
            await self._socket(scope, headers, receive, send)
        else:
            await _send(send, self.answer(scope, headers), head=scope["method"] == "HEAD")

    def answer(self, scope: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
        """The response to a request."""
        path, query = str(scope["path"]), scope["query_string"].decode("latin-1")
        if not host_allowed(headers.get("host", ""), self.host):
            return _told(
                403,
                "Not for this host",
                "This server answers only to this machine's own name. --host NAME adds one.",
            )
        if scope["method"] not in ("GET", "HEAD"):
            return _told(
                405, "Only GET and HEAD", "This server shows pages; it takes nothing.", {"allow": "GET, HEAD"}
            )
        if path.startswith(HOME):
            return self._own(path.removeprefix(HOME), headers)
        if not self.live.standing.ready:
            return Response(500, _html("no-store"), error_page(self.live.standing.problems))
        found = files.find(self.folder, path)
        if found.moved:
            return _told(
                301, "Moved", found.moved, {"location": found.moved + (f"?{query}" if query else "")}
            )
        try:
            return _file(found.file, headers) if found.file else self._missing(path)
        except OSError:  # a build has removed it meanwhile
            return self._missing(path)

    def _missing(self, path: str) -> Response:
        """The site's own page for this, or one line where it has none."""
        found = files.find(self.folder, "/404.html").file
        if found:
            return Response(404, _html(), with_snippet(found.read_bytes()))
        return _told(404, "Not here", f"There is nothing at {path}")

    def _own(self, name: str, headers: Mapping[str, str]) -> Response:
        if name not in OWN:
            return _told(404, "Not here", "The dev server has no such file.")
        body = (Path(__file__).parent / name).read_bytes()
        return Response(200, {"content-type": files.content_type(name), "cache-control": "no-cache"}, body)

    async def _socket(
        self, scope: Mapping[str, Any], headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        """Live reload, for pages that this server sent; anything else is refused before the handshake ends."""
        await receive()
        host = headers.get("host", "")
        own = host_allowed(host, self.host) and same_host(headers.get("origin", ""), host)
        if not own or scope["path"] != f"{HOME}live":
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.live.connect(_since(scope["query_string"]), receive, send)


def host_allowed(header: str, served: str) -> bool:
    """Whether a Host header names this machine. A page from elsewhere whose name was made to lead here is not let in."""
    match = _HOST.fullmatch(header)
    name = match[1].lower() if match else ""
    if name in LOCAL or (name and name.strip("[]") == served.lower()):
        return True
    return served in EVERYWHERE and _is_address(name.strip("[]"))


def same_host(origin: str, host: str) -> bool:
    """Whether a page of this origin came from this host and port."""
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _since(query: bytes) -> float:
    """When the page was loaded, as it says itself, in seconds."""
    try:
        return float(parse_qs(query.decode("latin-1")).get("since", ["0"])[0]) / 1000
    except ValueError:
        return 0.0


def _file(file: Path, headers: Mapping[str, str]) -> Response:
    kind, stat = files.content_type(file.name), file.stat()
    is_page = kind.startswith("text/html")
    tag = files.etag(stat, _INSERTED if is_page else "")
    common = {"content-type": kind, "cache-control": "no-cache", "etag": tag}
    if _matches(headers.get("if-none-match", ""), tag):
        return Response(304, {name: value for name, value in common.items() if name != "content-type"})
    if is_page:
        return Response(200, common, with_snippet(file.read_bytes()))
    return Response(200, {**common, "content-length": str(stat.st_size)}, file)


def _matches(header: str, tag: str) -> bool:
    tags = [one.strip().removeprefix("W/") for one in header.split(",")]
    return tag in tags or tags == ["*"]


def _html(cache: str = "no-cache") -> dict[str, str]:
    return {"content-type": "text/html; charset=utf-8", "cache-control": cache}


def _told(status: int, title: str, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(status, {**_html(), **(headers or {})}, plain_page(title, text))


async def _send(send: Send, response: Response, *, head: bool) -> None:
    headers, body = {"x-content-type-options": "nosniff", **response.headers}, response.body
    if isinstance(body, bytes) and response.status != 304:
        headers["content-length"] = str(len(body))
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    if isinstance(body, Path) and not head:
        await _send_file(send, body, int(headers["content-length"]))
    else:
        await send({"type": "http.response.body", "body": b"" if head or isinstance(body, Path) else body})


async def _send_file(send: Send, file: Path, size: int) -> None:
    """Send a file piece by piece; one that a build has meanwhile made shorter breaks the response off."""
    with file.open("rb") as stream:
        while True:
            piece = stream.read(min(CHUNK, size))
            size -= len(piece)
            if size and not piece:
                return
            await send({"type": "http.response.body", "body": piece, "more_body": size > 0})
            if not size:
                return
