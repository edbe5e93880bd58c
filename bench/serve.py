"""How fast dev servers show a saved article and tell an open page."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.measure import start_peer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.corpus import Article
    from bench.generators import Peer, Site

ASK_EVERY = 0.003
PATIENCE = 120.0
SETTLE = 1.5
"""Seconds between an answer and the next save, at least.

A page may be there before the rest of its build is done, watchers gather changes, and a late message must not
count for the next save.
"""


@dataclass(frozen=True, slots=True)
class Served:
    """Median seconds to the first page, to the changed page, and to the signal (or None)."""

    peer: str
    count: int
    ready: float
    page: float | None
    signal: float | None
    saves: int


def measure(site: Site, article: Article, saves: int) -> Served:
    """Start a dev server with nothing built before, and save one article again and again."""
    address = f"/a/{article.slug}/"
    site.forget()
    with _server(site) as (port, start):
        _until(port, address, b"<h1>", PATIENCE)
        ready = time.perf_counter() - start
        time.sleep(max(SETTLE, ready))
        ear = _Ear(site.peer, port) if site.peer.socket else None
        time.sleep(SETTLE)
        pages: list[float] = []
        signals: list[float] = []
        for _ in range(saves):
            saved = time.perf_counter()
            want = site.edit_article(article, time.time_ns() // 10**6 % 10**9)
            if not _until(port, address, want.encode(), PATIENCE):
                break
            pages.append(time.perf_counter() - saved)
            time.sleep(max(SETTLE, pages[-1]))
            heard = ear.first_after(saved) if ear else None
            if heard is not None:
                signals.append(heard - saved)
    return Served(site.peer.name, site.count, ready, _middle(pages), _middle(signals), len(pages))


def _middle(values: list[float]) -> float | None:
    return statistics.median(values) if values else None


@contextmanager
def _server(site: Site) -> Iterator[tuple[int, float]]:
    """A dev server on a free port, ended with all that it started. The port, and when it was started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*(site.peer.command() or []), *(word.format(port=port) for word in site.peer.serve)]
    with (site.root / ".log").open("wb") as log:
        start = time.perf_counter()
        process = start_peer(site, command, log)
        try:
            yield port, start
        finally:
            for how in (signal.SIGTERM, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, how)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(10)
                    break


def _until(port: int, address: str, want: bytes, patience: float) -> bool:
    """Ask for a page until it holds a text."""
    end = time.perf_counter() + patience
    while time.perf_counter() < end:
        if want in fetch(port, address):
            return True
        time.sleep(ASK_EVERY)
    return False


def fetch(port: int, address: str) -> bytes:
    """The body of a page; empty while there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.read() if answer.status == 200 else b""
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


class _Ear:
    """Listens as an open page does, and keeps when it was told to reload."""

    def __init__(self, peer: Peer, port: int) -> None:
        self._peer, self._port = peer, port
        self._heard: list[float] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def first_after(self, moment: float) -> float | None:
        """The first signal after a moment."""
        return next((at for at in self._heard if at > moment), None)

    def _listen(self) -> None:
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect
        from websockets.typing import Origin

        here = f"127.0.0.1:{self._port}"
        with (
            suppress(OSError, WebSocketException),
            connect(f"ws://{here}{self._peer.socket}", origin=Origin(f"http://{here}"), proxy=None) as line,
        ):
            if self._peer.hello:
                line.send(self._peer.hello)
            for message in line:
                if self._peer.signal in str(message):
                    self._heard.append(time.perf_counter())
