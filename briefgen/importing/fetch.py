"""Fetch one address with a deadline and a size limit, over http(s) only."""

from __future__ import annotations

import time
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPRedirectHandler,
    Request,
)

from briefgen import __version__
from briefgen.importing.document import MOST_BYTES, Input
from briefgen.importing.formats import KINDS
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.util.http import web_opener
from briefgen.util.text import shorten
from briefgen.util.urls import scheme, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from http.client import HTTPResponse

TIMEOUT = 20.0
"""Seconds that a server may be silent, and in which all must have come."""
CHUNK = 1 << 16
_LOOK = "open it in a browser, save the page and add that file"


def is_url(text: str) -> bool:
    """Whether an input is an address and no file."""
    return "://" in text and bool(scheme(text))


def fetch(
    url: str,
    *,
    kinds: Collection[str] = KINDS,
    timeout: float = TIMEOUT,
    clock: Callable[[], float] = time.monotonic,
) -> Input:
    """Fetch ``url``. ``kinds`` are the accepted content types; empty accepts all.

    Raises:
        BriefgenError: when the address, a redirect, the server, the content type, size or time is wrong.
    """
    if wrong := wrong_with(url):
        raise _refused(url, wrong, "write a whole address that begins with https://")
    request = Request(  # noqa: S310 - wrong_with lets nothing but http(s) through
        url, headers={"User-Agent": f"briefgen/{__version__}", "Accept": ", ".join([*kinds, "*/*;q=0.1"])}
    )
    try:
        with web_opener(_Redirects()).open(request, timeout=timeout) as answer:
            kind = _kind(url, answer, kinds)
            return Input(url, _body(url, answer, clock() + timeout, clock), kind, answer.url)
    except HTTPError as error:
        error.close()
        what = "the redirect is not followed" if error.code < 400 else "the server says"
        raise _refused(url, f"{what}: {error.code} {error.reason}", _LOOK) from None
    except TimeoutError:
        raise _refused(
            url, f"no answer within {timeout:g} seconds", "try again, or save the page and add that file"
        ) from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        why = getattr(error, "reason", "") or error
        if isinstance(why, TimeoutError):
            why = f"no answer within {timeout:g} seconds"
        raise _refused(url, f"it cannot be fetched: {why}", _LOOK) from None


class _Redirects(HTTPRedirectHandler):
    """Follows redirects to addresses on the web, a few of them."""

    max_redirections = 5
    max_repeats = 2

    def redirect_request(  # type: ignore[no-untyped-def]
        self, request, answer, code, message, headers, target
    ):
        """The next request, or the end of it."""
        if wrong := wrong_with(target):
            answer.close()
            raise _refused(
                request.full_url,
                f'it redirects to "{shorten(target, 80)}": {wrong}',
                "open it in a browser to see where it leads",
            )
        return super().redirect_request(request, answer, code, message, headers, target)


def _kind(url: str, answer: HTTPResponse, kinds: Collection[str]) -> str:
    """The content type, if it is one of these and is not packed."""
    kind = answer.headers.get("Content-Type", "")
    name = kind.partition(";")[0].strip().lower()
    if name and kinds and name not in kinds:
        raise _refused(
            url, f"its content type {shorten(name)} is not text", "add a page, a feed, a text or a table"
        )
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise _refused(url, "the server compresses it without being asked", "save the page and add that file")
    return kind


def _body(url: str, answer: HTTPResponse, deadline: float, clock: Callable[[], float]) -> bytes:
    declared = answer.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdigit() and (len(declared) > 15 or int(declared) > MOST_BYTES):
        raise _too_large(url)
    parts, size = [], 0
    while part := answer.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise _too_large(url)
        if clock() > deadline:
            raise TimeoutError
    return b"".join(parts)


def _too_large(url: str) -> BriefgenError:
    return _refused(
        url,
        f"it is larger than {MOST_BYTES // 1_000_000} MB",
        "save the part that you need and add that file",
    )


def _refused(url: str, message: str, hint: str) -> BriefgenError:
    return BriefgenError(diagnostic("fetch-refused", Location(url), message, hint))
