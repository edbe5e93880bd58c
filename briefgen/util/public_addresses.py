"""Find the addresses of a host, and refuse private ones.

A page that somebody else wrote must not make this machine ask its own services, its network's, or the
metadata service of its cloud.
"""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from briefgen.util.urls import under_one_of

_RESERVED = (
    IPv4Network("168.63.129.16/32"),  # a cloud's service for its machines, which looks public
    IPv4Network("192.0.0.0/24"),
    IPv6Network("2001::/23"),
)
"""Networks that ``ipaddress`` takes for public, in some version of Python or in all."""
ANY = ("*",)
"""In the place of hosts that may have a private address: all of them."""
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""What a network without IPv4 makes of an IPv4 address (RFC 6052)."""


class PrivateAddressError(OSError):
    """A host whose address is not on the public internet."""


class Endpoint(NamedTuple):
    """An address that a socket can connect to."""

    family: int
    address: Any


def endpoints(host: str, port: int, seconds: float, private: Collection[str] = ()) -> list[Endpoint]:
    """The addresses of ``host``, public unless it is in ``private``.

    Raises:
        PrivateAddressError: when one of them is not public.
        TimeoutError: when they are not known in so many seconds.
        OSError: when there is no such host.
    """
    known = _look_up(host, port, seconds)
    if not may_be_private(host.rstrip("."), private):
        for one in known:
            if not is_public(str(one.address[0])):
                name = "" if host == one.address[0] else f"{host} is at {one.address[0]}, which "
                raise PrivateAddressError(f"{name or f'{host} '}is not a public address")
    return known


def may_be_private(host: str, private: Collection[str]) -> bool:
    """Whether ``host`` may have a private address, or lies under one that may."""
    return "*" in private or under_one_of(host, private)


def is_public(address: str) -> bool:
    """Whether an IP address is one of a single machine on the public internet."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if inner := _within(ip):
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    reserved = ip.is_multicast or ip.is_reserved or any(ip in network for network in _RESERVED)
    return ip.is_global and not reserved


def _within(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    translated = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _TRANSLATED else None
    return ip.ipv4_mapped or ip.sixtofour or translated


def _look_up(host: str, port: int, seconds: float) -> list[Endpoint]:
    """Ask the system, which has no time limit of its own."""
    answers: SimpleQueue[list[Endpoint] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(Endpoint(row[0], row[4]) for row in rows)))
        except Exception as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer
