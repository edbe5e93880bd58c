"""Request a feed politely: only if it changed, and not before the server allows."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from briefgen.importing.document import Input
from briefgen.importing.fetch import TIMEOUT, input_of, open_address, refused
from briefgen.importing.formats import KINDS, format_of
from briefgen.model.diagnostics import BriefgenError
from briefgen.util.deadline import Deadline

if TYPE_CHECKING:
    import httpx

NOT_MODIFIED, GONE = 304, 410
BUSY = frozenset({429, 503})
"""Codes with which a server may say when to ask again."""
LONGEST_DELAY = timedelta(days=7)
"""A server that asks for a longer pause is asked after this one."""
_FEEDS = tuple(kind for kind, form in KINDS.items() if form in ("feed", "json"))
_PAGES = tuple(kind for kind, form in KINDS.items() if form == "html")
_ACCEPT = ", ".join([*_FEEDS[:3], *(f"{kind};q=0.9" for kind in _FEEDS[3:]), "*/*;q=0.1"])
_LONGEST_VALIDATOR = 1000


class Validators(NamedTuple):
    """What a server says of the version of a feed.

    With it, the server can be asked for a newer one.
    """

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request for a newer version."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


class FeedAnswer(NamedTuple):
    """The answer to a request for a feed.

    ``payload`` is the feed, or None if it has not changed or the server wants to be asked later: then
    ``after`` says when. ``moved`` is its new address, if a redirect is permanent.
    """

    payload: Input | None
    validators: Validators
    moved: str = ""
    after: datetime | None = None


def request_feed(
    url: str, known: Validators, private: Collection[str], now: datetime, seconds: float = TIMEOUT
) -> FeedAnswer:
    """Request a feed, unless it is still the version with the validators ``known``.

    Raises:
        BriefgenError: when it cannot be fetched, or is no feed.
    """
    headers = {"Accept": _ACCEPT, **known.headers}
    with open_address(url, headers, private, Deadline.after(seconds), seconds) as reply:
        response = reply.response
        code, moved = response.status_code, reply.url if reply.is_permanent and reply.url != url else ""
        if code == NOT_MODIFIED and known.headers:
            return FeedAnswer(None, known, moved)
        if code in BUSY and (after := retry_after(response, now)):
            return FeedAnswer(None, known, moved, after)
        if code == GONE:
            raise refused(url, "the server says that this feed is gone for good", "delete it from feeds:")
        payload = _feed(input_of(url, reply, ()))
        return FeedAnswer(payload, _validators(response), moved)


class BusyHostError(BriefgenError):
    """A host that answers that it is asked too much."""


def request_page(url: str, private: Collection[str], seconds: float = TIMEOUT) -> Input:
    """The page of an entry.

    Raises:
        BusyHostError: when its host wants no more requests now.
        BriefgenError: when it cannot be fetched.
    """
    headers = {"Accept": ", ".join([*_PAGES, "*/*;q=0.1"])}
    with open_address(url, headers, private, Deadline.after(seconds), seconds) as reply:
        if reply.response.status_code in BUSY:
            raise BusyHostError(*refused(url, "its host wants no more requests now", "").diagnostics)
        return input_of(url, reply, _PAGES)


def retry_after(response: httpx.Response, now: datetime) -> datetime | None:
    """When a server wants to be asked again, by its header ``Retry-After``."""
    text = response.headers.get("Retry-After", "").strip()
    try:
        seconds = re.fullmatch(r"[0-9]{1,9}", text)
        moment = now + timedelta(seconds=int(text)) if seconds else parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(moment, now + LONGEST_DELAY) if moment > now else None


def _validators(response: httpx.Response) -> Validators:
    values = (response.headers.get(name, "").strip() for name in ("ETag", "Last-Modified"))
    return Validators(
        *(value if len(value) <= _LONGEST_VALIDATOR and value.isascii() else "" for value in values)
    )


def _feed(payload: Input) -> Input:
    """The payload with the kind of its bytes, whatever the server calls it.

    Raises:
        BriefgenError: when it is no feed.
    """
    if format_of(payload) in ("feed", "json"):
        return payload
    _, semicolon, parameters = payload.kind.partition(";")
    for kind in ("application/xml", "application/json"):
        bare = payload._replace(kind="", origin="-")
        if format_of(bare) == KINDS[kind]:
            return payload._replace(kind=f"{kind}{semicolon}{parameters}")
    name = payload.kind.partition(";")[0].strip() or "of no content type"
    hint = 'name the address of the feed itself; web pages name it in <link rel="alternate">'
    raise refused(payload.origin, f"this is no feed (the server says {name})", hint)
