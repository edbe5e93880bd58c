"""Live reload: every open page is told about each build over a web socket."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import ERROR
from briefgen.reporting import console
from briefgen.reporting.selection import select
from briefgen.server.html_pages import HOME
from briefgen.server.responses import Receive, Send
from briefgen.server.url_paths import MISSING
from briefgen.util.text import plural, printable

CLIENTS = 1000
"""Open pages at most; more are refused."""
WAITING = 20
"""Messages queued for one page; a page that reads none is disconnected."""
SHOWN = 20
"""Problems shown on a page; of more, only the number."""
AROUND = 2
"""Lines shown before and after the line of a problem."""


@dataclass(frozen=True, slots=True)
class SiteState:
    """The site after the last build: whether there is one, its path, and the errors."""

    ready: bool = False
    problems: tuple[Mapping[str, Any], ...] = ()
    base: str = "/"


class LiveReload:
    """The open pages.

    Only ``built``, ``failed``, ``polls`` and ``desk_changed`` may be called from any thread.

    ``polling`` says why the server polls for changes; it is empty while the system reports them.
    """

    def __init__(self) -> None:
        self.state = SiteState()
        self.polling = ""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._clients: set[asyncio.Queue[str]] = set()
        self._last_built = (0.0, "")

    def built(self, pages: Sequence[str], assets: Sequence[str], base: str = "/") -> None:
        """Report a build: these pages (addresses) and other files (paths) have changed."""
        state, new = SiteState(ready=True, base=base), bool(pages or assets)
        if not new and self.state == state:
            return
        values = {"pages": [base + page[1:] for page in pages], "assets": [base + path for path in assets]}
        text = json.dumps({"type": "built", **values, "missing": base + MISSING})
        if new:
            self._last_built = (time.time(), text)
        self.state = state
        self._hand_over(text)

    def failed(self, problems: Iterable[Mapping[str, Any]]) -> None:
        """Report a failed build."""
        self.state = replace(self.state, problems=tuple(problems))
        self._hand_over(_failure(self.state))

    def polls(self, reason: str) -> None:
        """Report why the server polls for changes; empty if it need not."""
        self.polling = reason
        self._hand_over(_watching(reason))

    def desk_changed(self, tab: str = "") -> None:
        """Report that the desk shows something new; the page ``tab`` shows it already."""
        self._hand_over(json.dumps({"type": "desk", "tab": tab}))

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Send messages through this loop; with None, drop them."""
        self._loop = loop

    async def connect(self, since: float, receive: Receive, send: Send) -> None:
        """Serve one web socket; report a build later than ``since``, when the page was loaded."""
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
            if self.state.problems:
                inbox.put_nowait(_failure(self.state))
            if self.polling:
                inbox.put_nowait(_watching(self.polling))
            await _until_either(self._pass_on(inbox, send), _listen(receive))
        finally:
            self._clients.discard(inbox)

    async def _pass_on(self, inbox: asyncio.Queue[str], send: Send) -> None:
        while inbox in self._clients:
            await send({"type": "websocket.send", "text": await inbox.get()})

    def _hand_over(self, text: str) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: no page is open
                self._loop.call_soon_threadsafe(self._deliver, text)

    def _deliver(self, text: str) -> None:
        for inbox in list(self._clients):
            if inbox.full():
                self._clients.discard(inbox)
            else:
                inbox.put_nowait(text)


def problems_of(diagnostics: Iterable[Diagnostic], root: Path) -> list[Mapping[str, Any]]:
    """The errors as a page shows them.

    The first of each kind, some others, a count.
    """
    errors = [d for d in diagnostics if d.severity == ERROR]
    if len(errors) > SHOWN:
        errors = list(dict.fromkeys((*select(errors).shown, *errors)))
    shown = [_problem(d, list(console.excerpt(d.location, root, AROUND))) for d in errors[:SHOWN]]
    if len(errors) > SHOWN:
        message, hint = f"and {plural(len(errors) - SHOWN, 'more error')}", f"{HOME} lists them"
        shown.append(_problem(Diagnostic("", ERROR, Location(""), message, hint), []))
    return shown


def _problem(d: Diagnostic, excerpt: list[str]) -> Mapping[str, Any]:
    return {
        "code": d.code, "severity": d.severity, "line": d.location.line, "column": d.location.column,
        "path": printable(d.location.path), "message": printable(d.message), "hint": printable(d.hint),
        "excerpt": excerpt,
    }  # fmt: skip


def _failure(state: SiteState) -> str:
    return json.dumps({"type": "failed", "problems": state.problems})


def _watching(reason: str) -> str:
    return json.dumps({"type": "watching", "polling": printable(reason)})


async def _listen(receive: Receive) -> None:
    """Wait for the end; messages from the page are ignored."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def _until_either(*work: Any) -> None:
    """Run until one of these ends, then cancel the others."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        # Most end because the page was closed: this is no error.
        await asyncio.gather(*tasks, return_exceptions=True)
