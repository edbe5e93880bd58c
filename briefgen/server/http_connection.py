"""One HTTP connection: a deadline for each request, and a strict reading of its head."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from briefgen.server.request_head import RequestHead

DEADLINE = 20.0
"""Seconds for a request to arrive, head and body together."""
MOST = 4000
"""Open connections at most."""
RESERVED = 64
"""File descriptors kept for builds and the watcher."""


class Connection(H11Protocol):
    """A connection of uvicorn that closes on slow, oversized and ambiguous requests.

    A connection with a body or with a request sent too early ends with its response.
    """

    deadline = DEADLINE
    most = MOST
    _head: RequestHead
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock; refuse a connection if too many are open."""
        super().connection_made(transport)
        self._head = RequestHead()
        if len(self.connections) > self.most:
            transport.abort()
        else:
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Check a head before uvicorn reads it."""
        if self._timer is None:
            self._start()
        if self.conn.their_state is h11.IDLE and (status := self._head.feed(data)):
            self._refuse(status)
            return
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # it is a web socket now
            self._stop()
        elif self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop()
            cycle: RequestResponseCycle | None = self.cycle
            if cycle is not None and (self._head.has_body or self.conn.trailing_data[0]):
                cycle.keep_alive = False

    def _start(self) -> None:
        self._timer = self.loop.call_later(self.deadline, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int) -> None:
        """Answer with a status, unless a response has begun, and close."""
        self._stop()
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request
        if cycle is None or cycle.response_complete or not cycle.response_started:
            line = f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}\r\n"
            self.transport.write(f"{line}content-length: 0\r\nconnection: close\r\n\r\n".encode())
        self.transport.close()


def most_connections() -> int:
    """How many connections leave enough file descriptors; the limit of the process is raised first."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + RESERVED
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST if soft == resource.RLIM_INFINITY else max(8, min(MOST, soft - RESERVED))
