"""Who may read and who may write: hosts, origins and the token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import urlsplit

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to
TOKEN = "x-briefgen-token"  # noqa: S105 - the name of a header

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:@/\\\[\]]+)(?::[0-9]{1,5})?")


def is_open(host: str) -> bool:
    """Whether listening on ``host`` lets other machines in."""
    return host.lower() != "localhost" and not is_here(host)


def is_here(address: str) -> bool:
    """Whether an address is a loopback address."""
    from ipaddress import ip_address

    return _is_address(address) and ip_address(address).is_loopback


def host_allowed(header: str, served: str) -> bool:
    """Whether a Host header names this machine; protects from DNS rebinding."""
    match = _HOST.fullmatch(header)
    name = match[1].lower() if match else ""
    if name in LOCAL or (name and name.strip("[]") == served.lower()):
        return True
    return served in EVERYWHERE and _is_address(name.strip("[]"))


def same_host(origin: str, host: str) -> bool:
    """Whether a page of this origin came from this host and port."""
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def why_not_write(headers: Mapping[str, str], token: str) -> str:
    """Why a request may not write, in one sentence; empty where it may.

    Only a page of this server has the token, and only a script of such a page can send JSON here.
    """
    is_ours = same_host(headers.get("origin", ""), headers.get("host", ""))
    if not is_ours or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "Only a page of this server may change articles."
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return "The request must be JSON."
    if not compare_digest(headers.get(TOKEN, "").encode(), token.encode()):
        return "This page is from an earlier run of the server. Reload it."
    return ""


def _is_address(name: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(name)
    except ValueError:
        return False
    return True
