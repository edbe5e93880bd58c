"""A feed that a project follows."""

from __future__ import annotations

from typing import NamedTuple

from briefgen.model.diagnostics import Location

DEFAULT_LIMIT = 50
"""Entries of a feed that are looked at, unless its settings say otherwise."""


class Subscription(NamedTuple):
    """A feed to fetch, with the fields that its items get.

    ``limit`` is how many of its first entries count. ``whole`` fetches the page of each entry.
    ``allow_private`` lets the feed have a private address. ``place`` is where the settings name it.
    """

    url: str
    source: str = ""
    topic: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    limit: int = DEFAULT_LIMIT
    whole: bool = False
    allow_private: bool = False
    place: Location = Location("")

    @property
    def name(self) -> str:
        """What to call it: its outlet, else its address."""
        return self.source or self.url
