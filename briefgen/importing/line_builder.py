"""Collect the words and links of one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from briefgen.importing.document import Link, TextLine
from briefgen.util.url_normalize import without_tracking
from briefgen.util.urls import scheme, wrong_with

LONGEST = 2_000
"""A longer address is left out."""
MOST_LINKS = 1_000
"""A line with more links is no text."""
_SPACE = re.compile(r"[^\S\u00a0]+")
_MAIL = re.compile(r"mailto:[^\s@:/<>]+@[^\s@:/<>]+", re.IGNORECASE)


class LineBuilder:
    """One line after the other. Relative links begin at the address ``base``."""

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._parts: list[str] = []
        self._links: list[Link] = []
        self._url = ""
        self._start = self._length = self._before = 0

    def add(self, text: str) -> None:
        """Add words to the line."""
        self._parts.append(text)
        self._length += len(text)

    def open_link(self, href: str) -> None:
        """What follows is the text of a link.

        It may go on in the next lines.
        """
        self.close_link()
        self._url = address(href, self._base)

    def close_link(self) -> None:
        """End the link, if one is open."""
        self._cut_link()
        self._url = ""

    def end(self, mark: str = "") -> Iterator[TextLine]:
        """The line, if it has words. Another one begins."""
        self._cut_link()
        if text := _squeezed("".join(self._parts)):
            yield TextLine(text, mark, tuple(self._links))
        self._parts, self._links = [], []
        self._start = self._length = self._before = 0

    def _cut_link(self) -> None:
        words = _squeezed("".join(self._parts[self._start :])) if self._url else ""
        if words and len(self._links) < MOST_LINKS:
            self._links.append(Link(words, self._url, self._before))
        self._start, self._before = len(self._parts), self._length


def address(href: str, base: str) -> str:
    """The whole address of a link, without tracking.

    Empty if it is not one to follow.
    """
    href = href.strip()
    if not href or href.startswith("#") or len(href) > LONGEST:
        return ""
    try:
        url = urljoin(base, href).replace(" ", "%20")
    except ValueError:
        return ""
    if scheme(url) == "mailto":
        return url if _MAIL.fullmatch(url) else ""
    return "" if wrong_with(url) else without_tracking(url)


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
