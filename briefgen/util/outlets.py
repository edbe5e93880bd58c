"""Which outlet an article comes from, by name or host."""

from __future__ import annotations

from collections.abc import Collection

from briefgen.util.text import fold
from briefgen.util.urls import host_of


def is_of_outlet(source: str, url: str, names: Collection[str], hosts: Collection[str]) -> bool:
    """Whether an article is of an outlet with these names and hosts.

    Names are folded.
    """
    if fold(source) in names:
        return True
    host = host_of(url).removeprefix("www.") if hosts else ""
    return any(host == own or host.endswith(f".{own}") for own in hosts)
