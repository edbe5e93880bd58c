"""Request one address by HEAD, or GET if needed; follow redirects over http(s) only."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from briefgen import __version__
from briefgen.linkcheck.results import BROKEN, REDIRECTED, REFUSED, UNREACHABLE, WORKING, Result
from briefgen.util.deadline import Deadline
from briefgen.util.http import Access, location, request
from briefgen.util.public_addresses import PrivateAddressError
from briefgen.util.urls import wrong_with

if TYPE_CHECKING:
    import httpx

MOST_STEPS = 5
"""Redirects that are followed."""
REFUSALS = frozenset({401, 402, 403, 405, 407, 429, 451, 999})
"""Codes of a page that exists but is not for programs."""
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Codes of a failure that may soon be over."""
PERMANENT = frozenset({301, 308})
LONGEST_WAIT = 30
"""Seconds that a server may ask for before it is asked again."""
HEADERS = {"User-Agent": f"briefgen/{__version__}", "Accept": "text/html, */*;q=0.5"}


def ask(url: str, timeout: float, private: Collection[str] = ()) -> tuple[Result, float | None]:
    """Request ``url``; also return the seconds to wait before asking again.

    They are 0 when the server does not say, None when asking again is no use. ``private`` are the hosts that
    may have a private address.
    """
    access = Access.to(url, private, Deadline.after(timeout))
    at, permanent = url, True
    for _ in range(MOST_STEPS + 1):
        if wrong := wrong_with(at):
            return Result(url, BROKEN, to=_elsewhere(at, url), detail=wrong), None
        try:
            response = _answer(at, access)
        except PrivateAddressError as error:
            return Result(url, BROKEN, to=_elsewhere(at, url), detail=str(error)), None
        except (OSError, ValueError) as error:
            late = isinstance(error, TimeoutError)
            detail = f"no answer within {timeout:g} seconds" if late else str(error)
            return Result(url, UNREACHABLE, to=_elsewhere(at, url), detail=detail), 0
        code, target = response.status_code, location(response)
        if not (300 <= code < 400 and target):
            return _judged(url, at, code, permanent), _wait(code, response.headers)
        permanent = permanent and code in PERMANENT
        at = urljoin(at, target)
    return Result(url, BROKEN, to=at, detail=f"more than {MOST_STEPS} redirects"), None


def _answer(url: str, access: Access) -> httpx.Response:
    """The code and the headers of one request, no redirect followed."""
    response = _request(url, "HEAD", access)
    code = response.status_code
    return response if code < 400 or code == 429 else _request(url, "GET", access)


def _request(url: str, method: str, access: Access) -> httpx.Response:
    with request(url, access, HEADERS, method) as response:
        return response


def _judged(url: str, at: str, code: int, permanent: bool) -> Result:
    to = _elsewhere(at, url)
    if code < 300:
        return Result(url, REDIRECTED if to else WORKING, code, to, bool(to) and permanent)
    status = REFUSED if code in REFUSALS else UNREACHABLE if code >= 500 else BROKEN
    return Result(url, status, code, to, detail=f"the server answers {code}")


def _elsewhere(at: str, url: str) -> str:
    return at if at.partition("#")[0] != url.partition("#")[0] else ""


def _wait(code: int, headers: httpx.Headers) -> float | None:
    if code not in AGAIN:
        return None
    seconds = re.fullmatch(r"\d{1,6}", headers.get("Retry-After", "0").strip())
    return min(int(seconds[0]), LONGEST_WAIT) if seconds else 0
