"""Who is looking at the site: every open page hears of each build over its web socket."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefgen.model.diagnostics import ERROR
from briefgen.reporting import console
from briefgen.server.html_pages import HOME
from briefgen.server.url_paths import MISSING
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from briefgen.model import Diagnostic
    from briefgen.server.responses import Receive, Send

CLIENTS = 1000
"""Open pages that are kept informed; more are refused."""
WAITING = 20
"""Messages that may wait for one page; a page that reads none of them is cut off, and reloads when it comes back."""
SHOWN = 20
"""Problems that are told on a page; of more their number is."""
AROUND = 2
"""Lines that are shown before and after the one in query."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the site stands after the last build: whether there is one, the path that it lives under, and what keeps a newer one away."""

    ready: bool = False
    problems: tuple[Mapping[str, Any], ...] = ()
    base: str = "/"


class Live:
    """The open pages. ``built`` and ``failed`` may be called from any thread, everything else belongs to the server's loop."""

    def __init__(self) -> None:
        self.standing = Standing()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._clients: set[asyncio.Queue[str]] = set()
        self._last_built = (0.0, "")

    def built(self, pages: Sequence[str], assets: Sequence[str], base: str = "/") -> None:
        """There is a new site under ``base``; these addresses and these other files (paths) in it are not what they were."""
        standing, new = Standing(ready=True, base=base), bool(pages or assets)
        if not new and self.standing == standing:
            return
        text = json.dumps(
            {
                "type": "built",
                "pages": [base + page[1:] for page in pages],
                "assets": [base + path for path in assets],
                "missing": base + MISSING,
            }
        )
        if new:
            self._last_built = (time.time(), text)
        self.standing = standing
        self._hand_over(text)

    def failed(self, problems: Iterable[Mapping[str, Any]]) -> None:
        """The site stays as it was, because of these problems."""
        self.standing = replace(self.standing, problems=tuple(problems))
        self._hand_over(_failure(self.standing))

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """From now on, messages go through this loop; with None they go nowhere."""
        self._loop = loop

    async def connect(self, since: float, receive: Receive, send: Send) -> None:
        """Serve one web socket to its end. A page that was loaded at ``since`` hears of a build that came between."""
        if len(self._clients) >= CLIENTS:
            await send({"type": "websocket.close", "code": 1013})
            return
        inbox: asyncio.Queue[str] = asyncio.Queue(WAITING)
        self._clients.add(inbox)
        try:
            await send({"type": "websocket.accept"})
            at, text = self._last_built
            if since and at > since:
                inbox.put_nowait(text)
            if self.standing.problems:
                inbox.put_nowait(_failure(self.standing))
            await _until_either(self._pass_on(inbox, send), _listen(receive))
        finally:
            self._clients.discard(inbox)

    async def _pass_on(self, inbox: asyncio.Queue[str], send: Send) -> None:
        while inbox in self._clients:
            await send({"type": "websocket.send", "text": await inbox.get()})

    def _hand_over(self, text: str) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has just been closed: nobody looks any more
                self._loop.call_soon_threadsafe(self._deliver, text)

    def _deliver(self, text: str) -> None:
        for inbox in list(self._clients):
            if inbox.full():
                self._clients.discard(inbox)
            else:
                inbox.put_nowait(text)


def problems_of(diagnostics: Iterable[Diagnostic], root: Path) -> list[Mapping[str, Any]]:
    """The first errors among diagnostics as a page can show them, with the lines of the file that they are about; then how many more there are."""
    errors = [d for d in diagnostics if d.severity == ERROR]
    shown: list[Mapping[str, Any]] = [
        {
            "code": d.code, "severity": d.severity, "line": d.location.line, "column": d.location.column,
            "path": printable(d.location.path), "message": printable(d.message), "hint": printable(d.hint),
            "excerpt": list(console.excerpt(d.location, root, AROUND)),
        }
        for d in errors[:SHOWN]
    ]  # fmt: skip
    return shown + _left_out(len(errors) - SHOWN)


def _left_out(count: int) -> list[Mapping[str, Any]]:
    if count <= 0:
        return []
    message, hint = f"and {plural(count, 'more error')}", f"{HOME} lists them"
    return [
        {
            "code": "", "severity": ERROR, "line": 0, "column": 0,
            "path": "", "message": message, "hint": hint, "excerpt": [],
        }
    ]  # fmt: skip


def _failure(standing: Standing) -> str:
    return json.dumps({"type": "failed", "problems": standing.problems})


async def _listen(receive: Receive) -> None:
    """Wait for the end; what a page says is not listened to."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def _until_either(*work: Any) -> None:
    """Run until one of these ends, then end the others."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        # A page that has gone away is how most of these end: nothing to tell.
        await asyncio.gather(*tasks, return_exceptions=True)
