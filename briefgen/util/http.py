"""One request over http or https, to a checked address, within a deadline."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from io import BufferedReader
from string import punctuation
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from briefgen.util.public_addresses import endpoints
from briefgen.util.urls import ascii_host, ascii_url, host_of, under_one_of

if TYPE_CHECKING:
    from briefgen.util.deadline import Deadline

_PORTS = {"http": 80, "https": 443}


class Access(NamedTuple):
    """How long a request may take, and the hosts that may have a private address."""

    deadline: Deadline
    private: Collection[str] = ()

    @classmethod
    def to(cls, url: str, private: Collection[str], deadline: Deadline) -> Access:
        """Access to ``url`` and its redirects; public hosts lead to no private one."""
        hosts = [ascii_host(host.lower()) for host in private]
        return cls(deadline, hosts if under_one_of(ascii_host(host_of(url)), hosts) else ())


@contextmanager
def request(
    url: str, access: Access, headers: Mapping[str, str], method: str = "GET"
) -> Iterator[HTTPResponse]:
    """Send one request, which follows no redirect, and yield the response.

    Raises:
        PrivateAddressError: when the host is neither public nor in ``access.private``.
        TimeoutError: when the deadline passes, also while the response is read.
        OSError, HTTPException, ValueError: when there is no usable response.
    """
    parts = urlsplit(ascii_url(url))
    if "@" in parts.netloc:
        raise ValueError("an address with a user name or a password is not fetched")
    proxy = _proxy(parts)
    connection = _Connection(parts, access, proxy)
    target = parts._replace(scheme="", netloc="").geturl() or "/"
    sent = {"Connection": "close", **headers}
    if proxy and parts.scheme == "http":
        target = parts.geturl()
        sent |= _authorization(proxy)
    try:
        connection.request(method, target if target[0] != "?" else f"/{target}", headers=sent)
        yield connection.getresponse()
    finally:
        connection.disconnect()


def location(headers: HTTPMessage) -> str:
    """Where a redirect leads, as an address without spaces; empty if there is no redirect."""
    target = headers.get("Location", "").strip().replace(" ", "%20")
    try:
        return target.encode("latin-1").decode("utf-8")
    except UnicodeError:  # bytes of an old encoding, which stay what they are
        return quote(target, safe=punctuation, encoding="latin-1", errors="replace")


class _Connection(HTTPConnection):
    """A connection to the address that was checked, or to the user's proxy."""

    def __init__(self, parts: SplitResult, access: Access, proxy: SplitResult | None) -> None:
        self.default_port = _PORTS[parts.scheme]
        super().__init__(str(parts.hostname), parts.port or self.default_port)
        self._access, self._proxy = access, proxy
        self._secure = parts.scheme == "https"
        self._socket: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and limit all that follows by the deadline."""
        if self._proxy:
            self._check_where_known()
            name = str(self._proxy.hostname)
            self._dial(name, self._proxy.port or 80, (name,))
            if self._secure:
                self._open_tunnel(self._proxy)
        else:
            self._dial(self.host, self.port, self._access.private)
        if self._secure and self._socket:
            self._socket.settimeout(self._access.deadline.remaining())
            self._socket = _tls().wrap_socket(self._socket, server_hostname=self.host)
        self._limit()

    def disconnect(self) -> None:
        """Close the socket; ``close`` is called while the response is still read."""
        if self._socket:
            self._socket.close()

    def _dial(self, host: str, port: int, private: Collection[str]) -> None:
        """Connect to the first address that answers; each gets its share of the time."""
        deadline = self._access.deadline
        known = endpoints(host, port, deadline.remaining(), private)
        failure = OSError("the host has no address")
        for left, one in zip(range(len(known), 0, -1), known, strict=True):
            self._socket = socket.socket(one.family, socket.SOCK_STREAM)
            self._socket.settimeout(deadline.remaining() / left)
            try:
                self._socket.connect(one.address)
            except OSError as error:
                self._socket.close()
                failure = error
            else:
                self._limit()
                return
        raise failure

    def _limit(self) -> None:
        self.sock = _TimedSocket(self._socket, self._access.deadline)

    def _check_where_known(self) -> None:
        """Refuse a private host; one that only the proxy knows is the proxy's affair."""
        try:
            endpoints(self.host, self.port, self._access.deadline.remaining(), self._access.private)
        except socket.gaierror:
            return

    def _open_tunnel(self, proxy: SplitResult) -> None:
        """Ask the proxy for a connection to the host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        lines = [f"CONNECT {host}:{self.port} HTTP/1.1", f"Host: {host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in _authorization(proxy).items()]
        self.sock.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        answer = HTTPResponse(self.sock, method="CONNECT")
        answer.begin()
        if answer.status != 200:
            raise OSError(f"the proxy answers {answer.status} {answer.reason}")


class _TimedSocket:
    """A socket as ``http.client`` uses it, whose every step keeps to one deadline."""

    def __init__(self, inner: Any, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def sendall(self, data: bytes) -> None:
        self._inner.settimeout(self._deadline.remaining())
        self._inner.sendall(data)

    def makefile(self, mode: str) -> BufferedReader:
        return BufferedReader(_TimedReader(self._inner, self._deadline))

    def close(self) -> None:
        """Leave it open: ``disconnect`` closes it when the response has been read."""


class _TimedReader(socket.SocketIO):
    def __init__(self, inner: Any, deadline: Deadline) -> None:
        super().__init__(inner, "r")
        self._inner, self._deadline = inner, deadline

    def readinto(self, buffer: Any) -> int | None:
        self._inner.settimeout(self._deadline.remaining())
        return super().readinto(buffer)

    def close(self) -> None:
        """Leave the socket open, as ``_TimedSocket`` does."""


@cache
def _tls() -> ssl.SSLContext:
    """One for all requests: making one reads the system's certificates."""
    return ssl.create_default_context()


def _proxy(parts: SplitResult) -> SplitResult | None:
    """The proxy that the environment names for an address."""
    named = getproxies().get(parts.scheme, "")
    if not named or proxy_bypass(str(parts.hostname)):
        return None
    return urlsplit(named if "://" in named else f"http://{named}")


def _authorization(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
