"""Request one address by HEAD, or GET if needed; follow redirects over http(s) only."""

from __future__ import annotations

import re
from functools import cache
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request

from briefgen import __version__
from briefgen.linkcheck.results import BROKEN, REDIRECTED, REFUSED, UNREACHABLE, WORKING, Result
from briefgen.util.http import web_opener
from briefgen.util.urls import wrong_with

if TYPE_CHECKING:
    from email.message import Message
    from urllib.request import OpenerDirector

MOST_STEPS = 5
"""Redirects that are followed."""
REFUSALS = frozenset({401, 402, 403, 405, 407, 429, 451, 999})
"""Codes of a page that exists but is not for programs."""
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Codes of a failure that may soon be over."""
PERMANENT = frozenset({301, 308})
LONGEST_WAIT = 30
"""Seconds that a server may ask for before it is asked again."""


def ask(url: str, timeout: float) -> tuple[Result, float | None]:
    """Request ``url``; also return the seconds to wait before asking again.

    They are 0 when the server does not say, None when asking again is no use.
    """
    at, permanent = url, True
    for _ in range(MOST_STEPS + 1):
        if wrong := wrong_with(at):
            return Result(url, BROKEN, to=_elsewhere(at, url), detail=wrong), None
        try:
            code, headers = _answer(at, timeout)
        except (URLError, HTTPException, OSError, ValueError) as error:
            why = getattr(error, "reason", "") or error
            detail = f"no answer within {timeout:g} seconds" if isinstance(why, TimeoutError) else str(why)
            return Result(url, UNREACHABLE, to=_elsewhere(at, url), detail=detail), 0
        if not (300 <= code < 400 and headers.get("Location")):
            return _judged(url, at, code, permanent), _wait(code, headers)
        permanent = permanent and code in PERMANENT
        at = urljoin(at, headers["Location"])
    return Result(url, BROKEN, to=at, detail=f"more than {MOST_STEPS} redirects"), None


def _answer(url: str, timeout: float) -> tuple[int, Message[str, str]]:
    """The code and the headers of one request, no redirect followed."""
    code, headers = _request(url, "HEAD", timeout)
    return (code, headers) if code < 400 or code == 429 else _request(url, "GET", timeout)


def _request(url: str, method: str, timeout: float) -> tuple[int, Message[str, str]]:
    heads = {"User-Agent": f"briefgen/{__version__}", "Accept": "text/html, */*;q=0.5"}
    request = Request(_plain(url), headers=heads, method=method)  # noqa: S310 - it is http(s): wrong_with
    try:
        with _opener().open(request, timeout=timeout) as answer:
            return answer.status, answer.headers
    except HTTPError as error:
        error.close()
        return error.code, error.headers


@cache
def _opener() -> OpenerDirector:
    """One for all addresses: making one reads the system's certificates."""
    return web_opener()


def _judged(url: str, at: str, code: int, permanent: bool) -> Result:
    to = _elsewhere(at, url)
    if code < 300:
        return Result(url, REDIRECTED if to else WORKING, code, to, bool(to) and permanent)
    status = REFUSED if code in REFUSALS else UNREACHABLE if code >= 500 else BROKEN
    return Result(url, status, code, to, detail=f"the server answers {code}")


def _elsewhere(at: str, url: str) -> str:
    return at if at.partition("#")[0] != url.partition("#")[0] else ""


def _wait(code: int, headers: Message[str, str]) -> float | None:
    if code not in AGAIN:
        return None
    seconds = re.fullmatch(r"\d{1,6}", headers.get("Retry-After", "0").strip())
    return min(int(seconds[0]), LONGEST_WAIT) if seconds else 0


def _plain(url: str) -> str:
    """An address as a request has it: no anchor, and ASCII."""
    parts = urlsplit(url)
    netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (quote(part, "%/:=&?~+!$,;'@()*[]") for part in (parts.path, parts.query))
    return parts._replace(netloc=netloc, path=path, query=query, fragment="").geturl()
