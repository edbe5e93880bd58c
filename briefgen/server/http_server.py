"""Bind a socket, and run uvicorn on it until stopped."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from briefgen.server.asgi import App

FIRST_PORT, PORTS = 8000, 100
"""The first port to try without ``--port``, and how many."""
BACKLOG = 128
"""Connections that wait to be accepted."""
PATIENCE = 0.5
"""Seconds for open connections to end."""

STOPPING = [signal.SIGINT, signal.SIGTERM]
if hasattr(signal, "SIGHUP"):
    STOPPING.append(signal.SIGHUP)
ALONE = socket.SO_REUSEADDR
"""Lets a restarted server reuse its port, but no second one; another option on Windows."""
if sys.platform == "win32":
    STOPPING.append(signal.SIGBREAK)
    ALONE = socket.SO_EXCLUSIVEADDRUSE


def bind(host: str, port: int | None) -> socket.socket:
    """A listening socket; a browser that connects before the first build waits.

    Raises:
        OSError: when the host is not this machine's, or the port (without one: every port) is taken.
    """
    if port is not None:
        return _listen(host, port)
    last = FIRST_PORT + PORTS - 1
    for candidate in range(FIRST_PORT, last):
        try:
            return _listen(host, candidate)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    return _listen(host, last)


def _listen(host: str, port: int) -> socket.socket:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    sock = socket.socket(family, kind)
    try:
        sock.setsockopt(socket.SOL_SOCKET, ALONE, 1)
        sock.bind(address)
        sock.listen(BACKLOG)
    except BaseException:
        sock.close()
        raise
    return sock


def address(host: str, port: int) -> str:
    """The URL for a browser on this machine, without a path."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - what to write instead of it
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def load() -> None:
    """Import what ``run`` needs; this takes longer than a build with nothing to do."""
    import uvicorn.lifespan.off
    import uvicorn.loops.asyncio
    import uvicorn.protocols.websockets.websockets_sansio_impl  # noqa: F401

    import briefgen.server.http_connection  # noqa: F401


def run(app: App, sock: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM, then close ``sock``; call ``ready`` once serving."""
    import asyncio

    import uvicorn

    from briefgen.server.http_connection import Connection, most_connections

    Connection.most = most_connections()

    class Server(uvicorn.Server):
        """uvicorn with our signals: Ctrl+C is no error, open pages no delay."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            asyncio.get_running_loop().set_exception_handler(_ignore)
            app.live.attach(asyncio.get_running_loop())
            ready()

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            loop = asyncio.get_running_loop()
            with _signals(lambda: self._stop(loop)):
                yield

        def _stop(self, loop: AbstractEventLoop) -> None:
            self.should_exit = True
            loop.call_soon_threadsafe(loop.call_later, PATIENCE, self._force)

        def _force(self) -> None:
            self.force_exit = True

    config = uvicorn.Config(
        app, loop="asyncio", http=Connection, ws="websockets-sansio", interface="asgi3", lifespan="off",
        log_config=None, log_level="critical", access_log=False, proxy_headers=False, server_header=False,
        ws_max_size=1 << 12, timeout_graceful_shutdown=1, backlog=BACKLOG,
    )  # fmt: skip
    try:
        Server(config).run(sockets=[sock])
    finally:
        app.live.attach(None)
        sock.close()


def _ignore(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
    """Print no error of the network: there may be thousands a second.

    Without file descriptors, each attempt to accept a connection is one.
    """
    if not isinstance(context.get("exception"), OSError):
        loop.default_exception_handler(context)


@contextlib.contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """While this lasts, Ctrl+C and the like call ``stop``."""

    def handle(number: int, frame: Any) -> None:
        stop()

    before = {
        number: signal.signal(number, handle)
        for number in STOPPING
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN  # nohup ignores SIGHUP
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def explain_failure(error: OSError, host: str, port: int | None) -> str:
    """Why the server cannot listen, in one line."""
    if isinstance(error, socket.gaierror):
        return f'there is no host "{host}"; use 127.0.0.1 for this machine'
    if error.errno == errno.EADDRINUSE:
        if port is None:
            ports = f"{FIRST_PORT} to {FIRST_PORT + PORTS - 1}"
            return f"the ports {ports} are all in use; choose a free one with --port"
        return f"port {port} is in use; choose another one, or omit --port to use the next free one"
    return f"cannot listen on {host}:{port or FIRST_PORT}: {os.strerror(error.errno or 0)}"
