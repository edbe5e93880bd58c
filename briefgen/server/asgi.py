"""The ASGI application: a site over HTTP to this machine, one web socket, and the server's own pages under ``/_briefgen/``."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

from briefgen.server import url_paths
from briefgen.server.html_pages import HOME, error_page, with_snippet
from briefgen.server.internal_pages import CLEAN
from briefgen.server.output_lock import OutputLock
from briefgen.server.responses import Request, Response, body_of, from_file, html, send_response, told
from briefgen.server.security import host_allowed, same_host

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.server.internal_pages import Own
    from briefgen.server.live_reload import Live
    from briefgen.server.responses import Receive, Send


@dataclass(frozen=True, slots=True)
class App:
    """Serves ``folder`` to browsers that address this machine by name or as ``host``."""

    folder: Path
    live: Live
    own: Own
    host: str = "127.0.0.1"
    door: OutputLock = field(default_factory=OutputLock)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, or serve one web socket."""
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        if scope["type"] == "websocket":
            await self._socket(scope, headers, receive, send)
            return
        query, peer = scope["query_string"].decode("latin-1"), (scope.get("client") or ("",))[0]
        request = Request(scope["method"], str(scope["path"]), headers, query, str(peer))
        await send_response(send, await self._answer(request, receive), head=request.method == "HEAD")

    async def _answer(self, request: Request, receive: Receive) -> Response:
        if not host_allowed(request.headers.get("host", ""), self.host):
            text = "This server answers only to this machine's own name. --host NAME adds one."
            return told(403, "Not for this host", text)
        takes = ("GET", "HEAD", "POST") if request.path.startswith(HOME + CLEAN) else ("GET", "HEAD")
        if request.method not in takes:
            text = "This server shows pages; it takes nothing else here."
            return told(405, f"Only {', '.join(takes)}", text, allow=", ".join(takes))
        if request.path.startswith(HOME):
            return await self._own(request, receive)
        if not self.live.standing.ready:
            return html(error_page(self.live.standing.problems), 500, cache_control="no-store")
        async with self.door.passed():
            return self._page(request)

    def _page(self, request: Request) -> Response:
        """What the site has at an address."""
        base = self.live.standing.base
        found = url_paths.find(request.path, lambda path: url_paths.inside(self.folder, path), base)
        if found.moved:
            location = found.moved + (f"?{request.query}" if request.query else "")
            return told(301, "Moved", found.moved, location=location)
        if request.path == "/" != base:
            return told(302, "Moved", base, location=quote(base))
        try:
            return (
                from_file(self.folder / found.file, request.headers) if found.file else self._missing(request)
            )
        except OSError:  # somebody else has removed it meanwhile
            return self._missing(request)

    def _missing(self, request: Request) -> Response:
        """The site's own page for this, or one line where it has none."""
        base = self.live.standing.base
        if not request.path.startswith(base):
            return told(
                404, "Not here", f"The site will live under {base}, and there is nothing at {request.path}"
            )
        if url_paths.inside(self.folder, url_paths.MISSING):
            return html(with_snippet((self.folder / url_paths.MISSING).read_bytes()), 404)
        return told(404, "Not here", f"There is nothing at {request.path}")

    async def _own(self, request: Request, receive: Receive) -> Response:
        """The server's own pages read and write files, so they do it beside the loop."""
        body = await body_of(receive) if request.method == "POST" else b""
        if body is None:
            return told(413, "Too much", "A decision is not as long as that.")
        return await asyncio.to_thread(self.own.answer, request, body)

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


def _since(query: bytes) -> float:
    """When the page was loaded, as it says itself, in seconds."""
    try:
        return float(parse_qs(query.decode("latin-1")).get("since", ["0"])[0]) / 1000
    except ValueError:
        return 0.0
