"""One request over http or https with httpx, to a checked address, within a deadline."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from string import punctuation
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from briefgen.util.public_addresses import ANY, Endpoint, endpoints, may_be_private
from briefgen.util.urls import ascii_host, ascii_url, host_of

if TYPE_CHECKING:
    from briefgen.util.deadline import Deadline

_PORTS = {"http": 80, "https": 443}
_MOST_HEADERS = 100
_MOST_HEADER_BYTES = 1 << 16


class Access(NamedTuple):
    """How long a request may take, and the hosts that may have a private address."""

    deadline: Deadline
    private: Collection[str] = ()

    @classmethod
    def to(cls, url: str, private: Collection[str], deadline: Deadline) -> Access:
        """Access to ``url`` and its redirects; public hosts lead to no private one."""
        hosts = [ascii_host(host.lower()) for host in private]
        return cls(deadline, hosts if may_be_private(ascii_host(host_of(url)), hosts) else ())


@contextmanager
def request(
    url: str, access: Access, headers: Mapping[str, str], method: str = "GET", body: bytes = b""
) -> Iterator[httpx.Response]:
    """Send one request, which follows no redirect, and yield the response.

    Raises:
        PrivateAddressError: when the host is neither public nor in ``access.private``.
        TimeoutError: when the deadline passes, also while the response is read.
        OSError, ValueError: when there is no usable response.
    """
    parts = urlsplit(ascii_url(url))
    if "@" in parts.netloc:
        raise ValueError("an address with a user name or a password is not fetched")
    sent = {"Connection": "close", "Accept-Encoding": "gzip", **headers}
    try:
        # httpx.Client would look at where a redirect leads, and fail where that is no web address.
        with (
            _transport(parts, access) as transport,
            closing(transport.handle_request(_request(method, parts, sent, body))) as answer,
        ):
            _check_size(answer.headers.raw)
            yield answer
    except (httpx.InvalidURL, httpcore.ProtocolError, httpcore.ProxyError) as error:
        raise ValueError(str(error)) from None


def _request(method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> httpx.Request:
    return httpx.Request(method, parts.geturl(), headers=headers, content=body or None)


def location(response: httpx.Response) -> str:
    """Where a redirect leads, as an address without spaces; empty if there is no redirect."""
    values = [value for name, value in response.headers.raw if name.lower() == b"location"]
    target = values[0].strip().replace(b" ", b"%20") if values else b""
    try:
        return target.decode("utf-8")
    except UnicodeError:  # bytes of an old encoding, which stay what they are
        return quote(target, safe=punctuation)


def _check_size(headers: Collection[tuple[bytes, bytes]]) -> None:
    if len(headers) > _MOST_HEADERS:
        raise ValueError(f"got more than {_MOST_HEADERS} headers")
    if sum(len(name) + len(value) for name, value in headers) > _MOST_HEADER_BYTES:
        raise ValueError("its headers are too large")


def _transport(parts: SplitResult, access: Access) -> httpx.BaseTransport:
    """Connections to the address that is checked here, or to the user's proxy.

    The name is looked up once, so it cannot lead elsewhere between the check and the connection.
    """
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    deadline = access.deadline
    if not (proxy := _proxy(parts)):
        dialer = _Dialer(endpoints(host, port, deadline.remaining(), access.private), deadline)
        return _Transport(httpcore.ConnectionPool(_tls(), network_backend=dialer))
    with suppress(socket.gaierror):  # a name that only the proxy knows is the proxy's affair
        endpoints(host, port, deadline.remaining(), access.private)
    name, at = str(proxy.hostname), proxy.port or _PORTS.get(proxy.scheme, 80)
    dialer = _Dialer(endpoints(name, at, deadline.remaining(), ANY), deadline)
    user = (unquote(proxy.username), unquote(proxy.password or "")) if proxy.username else None
    address = httpcore.URL(scheme=proxy.scheme, host=name, port=at, target="/")
    return _Transport(httpcore.HTTPProxy(address, user, ssl_context=_tls(), network_backend=dialer))


class _Transport(httpx.BaseTransport):
    """What httpx sends requests through: a pool of httpcore, with a network of our own."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body comes when it is read."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        assert isinstance(response.stream, Iterable)  # noqa: S101 - the other kind is for async code
        stream = _Body(response.stream)
        return httpx.Response(
            response.status, headers=response.headers, stream=stream, extensions=response.extensions
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)


class _Dialer(httpcore.NetworkBackend):
    """Connects to one of the known addresses, whatever name it is asked for."""

    def __init__(self, known: Collection[Endpoint], deadline: Deadline) -> None:
        self._known, self._deadline = known, deadline

    def connect_tcp(self, host: str, port: int, *options: Any, **more: Any) -> httpcore.NetworkStream:
        """Connect to the first address that answers; each gets its share of the time."""
        failure = OSError("the host has no address")
        for left, one in zip(range(len(self._known), 0, -1), self._known, strict=True):
            connection = socket.socket(one.family, socket.SOCK_STREAM)
            try:
                connection.settimeout(self._deadline.remaining() / left)
                connection.connect(one.address)
            except OSError as error:
                connection.close()
                failure = error
            else:
                return _TimedStream(connection, self._deadline)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step keeps to one deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline = connection, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; none at the end."""
        self._socket.settimeout(self._deadline.remaining())
        return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""
        self._socket.settimeout(self._deadline.remaining())
        self._socket.sendall(buffer)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        self._socket.settimeout(self._deadline.remaining())
        secure = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
        return _TimedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Nothing: a connection is used once."""
        return None


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
