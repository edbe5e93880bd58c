"""The ASGI application: the site, the live reload web socket and the internal pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, quote

from briefgen.server import url_paths
from briefgen.server.html_pages import HOME, error_page, with_snippet
from briefgen.server.internal_pages import CLEAN, DESK, InternalPages
from briefgen.server.live_reload import LiveReload
from briefgen.server.responses import (
    Receive,
    Request,
    Response,
    Send,
    body_of,
    from_file,
    html,
    message_page,
    send_response,
)
from briefgen.server.security import host_allowed, same_host

PAUSE = 0.002
"""Seconds between attempts to lock the output; moving the files of an edit takes less."""


@dataclass(frozen=True, slots=True)
class App:
    """Serves ``folder`` to browsers that address this machine by name or as ``host``."""

    folder: Path
    live: LiveReload
    internal_pages: InternalPages
    host: str = "127.0.0.1"
    output_lock: Lock = field(default_factory=Lock)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, or serve one web socket."""
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        if scope["type"] == "websocket":
            await self._web_socket(scope, headers, receive, send)
            return
        query, peer = scope["query_string"].decode("latin-1"), (scope.get("client") or ("",))[0]
        request = Request(scope["method"], str(scope["path"]), headers, query, str(peer))
        await send_response(send, await self._answer(request, receive), head=request.method == "HEAD")

    async def _answer(self, request: Request, receive: Receive) -> Response:
        if not host_allowed(request.headers.get("host", ""), self.host):
            text = "This server only answers to this machine's own name. Use --host NAME to add another."
            return message_page(403, "Unknown host", text)
        takes = (
            ("GET", "HEAD", "POST")
            if request.path.startswith((HOME + CLEAN, HOME + DESK))
            else ("GET", "HEAD")
        )
        if request.method not in takes:
            text = "This address only serves pages."
            return message_page(405, f"Only {', '.join(takes)}", text, allow=", ".join(takes))
        if request.path.startswith(HOME):
            return await self._internal(request, receive)
        if not self.live.state.ready:
            return html(error_page(self.live.state.problems), 500, cache_control="no-store")
        # No file is served while a build moves files; waiting must not block the event loop.
        while not self.output_lock.acquire(blocking=False):
            await asyncio.sleep(PAUSE)
        try:
            return self._page(request)
        finally:
            self.output_lock.release()

    def _page(self, request: Request) -> Response:
        """The page or file at an address."""
        base = self.live.state.base
        target = url_paths.find(request.path, lambda path: url_paths.inside(self.folder, path), base)
        if target.moved:
            location = target.moved + (f"?{request.query}" if request.query else "")
            return message_page(301, "Moved", target.moved, location=location)
        if request.path == "/" != base:
            return message_page(302, "Moved", base, location=quote(base))
        try:
            if target.file:
                return from_file(self.folder / target.file, request.headers)
        except OSError:  # removed in the meantime
            pass
        return self._missing(request)

    def _missing(self, request: Request) -> Response:
        """The 404 page of the site, or a message if it has none."""
        base, text = self.live.state.base, f"There is no page at {request.path}."
        if not request.path.startswith(base):
            return message_page(404, "Page not found", f"{text} The site is at {base}.")
        if url_paths.inside(self.folder, url_paths.MISSING):
            return html(with_snippet((self.folder / url_paths.MISSING).read_bytes()), 404)
        return message_page(404, "Page not found", text)

    async def _internal(self, request: Request, receive: Receive) -> Response:
        """Internal pages read and write files, so they run in a thread."""
        body = await body_of(receive) if request.method == "POST" else b""
        if body is None:
            return message_page(413, "Too large", "The request is too large.")
        return await asyncio.to_thread(self.internal_pages.answer, request, body)

    async def _web_socket(
        self, scope: Mapping[str, Any], headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        """Live reload for pages of this server; others are refused before the handshake."""
        await receive()
        host = headers.get("host", "")
        internal_pages = host_allowed(host, self.host) and same_host(headers.get("origin", ""), host)
        if not internal_pages or scope["path"] != f"{HOME}live":
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.live.connect(_since(scope["query_string"]), receive, send)


def _since(query: bytes) -> float:
    """When the page was loaded, in seconds since 1970."""
    try:
        return float(parse_qs(query.decode("latin-1")).get("since", ["0"])[0]) / 1000
    except ValueError:
        return 0.0
