"""A feed as a value: what every format writes down in its own way."""

from __future__ import annotations

from typing import NamedTuple


class FeedEntry(NamedTuple):
    """An article in a feed, with absolute addresses and RFC 3339 moments.

    ``html`` is empty where a feed holds summaries only.
    """

    id: str
    url: str
    title: str
    lang: str
    published: str
    updated: str
    summary: str
    html: str
    author: str
    source: str
    via: str
    image: str
    tags: tuple[str, ...]


class Feed(NamedTuple):
    """A feed; ``about`` is the page that it follows, ``updated`` its newest change."""

    id: str
    url: str
    about: str
    title: str
    subtitle: str
    lang: str
    author: str
    updated: str
    style: str
    entries: tuple[FeedEntry, ...]
