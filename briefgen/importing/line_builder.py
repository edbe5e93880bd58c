"""Collect the words, links and emphasis of one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from briefgen.importing.document import Container, Inline, Span, TextLine
from briefgen.util.url_normalize import without_tracking
from briefgen.util.urls import scheme, wrong_with

LONGEST = 2_000
"""A longer address is left out."""
_ADDRESSED = (Inline.LINK, Inline.PICTURE)
MOST_SPANS = 1_000
"""A line with more links is no text."""
_SPACE = re.compile(r"[^\S\u00a0]+")
_MAIL = re.compile(r"mailto:[^\s@:/<>]+@[^\s@:/<>]+", re.IGNORECASE)


class _Open(NamedTuple):
    """A span that is still open: its number, and where it begins."""

    kind: Inline
    url: str
    title: str
    order: int
    part: int
    start: int


class LineBuilder:
    """One line after the other. Addresses stay as they are written."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._after_space = True
        self.is_empty = True
        self._spans: dict[int, Span] = {}
        self._open: list[_Open] = []
        self._order = 0

    def add(self, text: str) -> None:
        """Add words to the line; white space becomes one space."""
        text = _SPACE.sub(" ", text)
        if self._after_space and text[:1] == " ":
            text = text[1:]
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._after_space = text[-1] == " "
            self.is_empty = self.is_empty and not text.strip()

    def open(self, kind: Inline, url: str = "", title: str = "") -> None:
        """What follows is a link, emphasis or code.

        It may go on in the next lines.
        """
        self._order += 1
        self._open.append(_Open(kind, url, title, self._order, len(self._parts), self._length))

    def close(self, kind: Inline) -> None:
        """End what was opened last of this kind."""
        for n in reversed(range(len(self._open))):
            if self._open[n].kind is kind:
                self._cut(self._open.pop(n))
                return

    def is_open(self, kind: Inline) -> bool:
        """Whether the next words are of this kind."""
        return any(one.kind is kind for one in self._open)

    def add_picture(self, url: str, alt: str, title: str = "") -> None:
        """Add a picture, with what it shows as its words."""
        self.open(Inline.PICTURE, url, title)
        self.add(alt.strip())
        span = self._open.pop()
        words = "".join(self._parts[span.part :]).strip()
        self._spans[span.order] = Span(words, url, span.start, Inline.PICTURE, title)
        self.is_empty = False

    @property
    def has_begun(self) -> bool:
        """Whether anything has been added since the last end."""
        return bool(self._parts or self._spans)

    def end(
        self, mark: str = "", within: tuple[Container, ...] = (), *, continues: bool = False
    ) -> Iterator[TextLine]:
        """The line, if it has words or a picture. Another one begins."""
        for span in self._open:
            self._cut(span)
        text = "".join(self._parts)
        before = len(text) - len(text.lstrip())
        spans = [span._replace(at=max(0, span.at - before)) for _, span in sorted(self._spans.items())]
        if text.strip() or spans:
            yield TextLine(text.strip(), mark, tuple(spans), within, continues)
        self._parts, self._length, self._after_space, self._spans, self.is_empty = [], 0, True, {}, True
        self._open = [span._replace(part=0, start=0) for span in self._open]

    def _cut(self, span: _Open) -> None:
        if len(self._spans) >= MOST_SPANS or (span.kind is Inline.LINK and not span.url):
            return
        words = "".join(self._parts[span.part :])
        if words.strip() or any(order > span.order for order in self._spans):
            at = span.start + len(words) - len(words.lstrip())
            self._spans[span.order] = Span(words.strip(), span.url, at, span.kind, span.title)


def with_whole_addresses(line: TextLine, base: str) -> TextLine:
    """The line with whole addresses, without those that nobody can follow."""
    if not line.spans:
        return line
    spans = [
        span._replace(url=address(span.url, base)) if span.kind in _ADDRESSED else span for span in line.spans
    ]
    return line._replace(spans=tuple(span for span in spans if span.url or span.kind not in _ADDRESSED))


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


def joined(base: str, place: str) -> str:
    """A whole address; an empty text for what is none."""
    try:
        return urljoin(base, place)
    except ValueError:
        return ""
