"""Fetch one address with a deadline and a size limit, over http(s) only."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from briefgen import __version__
from briefgen.importing.document import MOST_BYTES, Input
from briefgen.importing.formats import KINDS
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.util.deadline import Deadline
from briefgen.util.http_body import TooLargeError, UnreadableError, read_body
from briefgen.util.public_addresses import PrivateAddressError
from briefgen.util.text import shorten
from briefgen.util.urls import host_of, is_same_site, scheme, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    import httpx

    from briefgen.model import Diagnostic
    from briefgen.util.http import Access

TIMEOUT = 20.0
"""Seconds in which all must have come, from the first look-up of a name to the last byte."""
MOST_STEPS = 5
"""Redirects that are followed."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_LOOK = "open it in a browser, save the page and add that file"
_OWN = "if the host is your own, add it to private_hosts: in briefgen.yml"


def is_url(text: str) -> bool:
    """Whether an input is an address and no file."""
    return "://" in text and bool(scheme(text))


class Reply(NamedTuple):
    """The last response, its address, and whether every redirect is permanent."""

    response: httpx.Response
    url: str
    is_permanent: bool


def fetch(
    url: str,
    *,
    kinds: Collection[str] = KINDS,
    private: Collection[str] = (),
    timeout: float = TIMEOUT,
    clock: Callable[[], float] = time.monotonic,
) -> Input:
    """Fetch ``url``. ``kinds`` are the accepted content types; empty accepts all.

    ``private`` are the hosts that may have a private address.

    Raises:
        BriefgenError: when the address, a redirect, the server, the content type, size or time is wrong.
    """
    headers = {"Accept": ", ".join([*kinds, "*/*;q=0.1"])}
    with open_address(url, headers, private, Deadline.after(timeout, clock), timeout) as reply:
        return input_of(url, reply, kinds)


@contextmanager
def open_address(
    url: str, headers: Mapping[str, str], private: Collection[str], deadline: Deadline, seconds: float
) -> Iterator[Reply]:
    """Request ``url``, follow its redirects, and yield the response.

    ``deadline`` ends in so many ``seconds``.

    Raises:
        BriefgenError: when there is no response, also while it is read.
    """
    from briefgen.util.http import Access  # it loads httpx, and files need none

    if wrong := wrong_with(url):
        raise refused(url, wrong, "write a whole address that begins with https://")
    try:
        yield from _follow(url, Access.to(url, private, deadline), headers)
    except PrivateAddressError as error:
        raise refused(url, f"it is not fetched: {error}", _OWN) from None
    except TimeoutError:
        hint = "try again, or save the page and add that file"
        raise refused(url, f"no answer within {seconds:g} seconds", hint) from None
    except TooLargeError:
        message = f"it is larger than {MOST_BYTES // 1_000_000} MB"
        raise refused(url, message, "save the part that you need and add that file") from None
    except UnreadableError as error:
        raise refused(url, str(error), "save the page and add that file") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or str(error) or type(error).__name__
        raise refused(url, f"it cannot be fetched: {why}", _LOOK) from None


def _follow(url: str, access: Access, headers: Mapping[str, str]) -> Iterator[Reply]:
    """The response of ``url``, or of the address that it redirects to."""
    from briefgen.util.http import location, request

    sent = {"User-Agent": f"briefgen/{__version__}", **headers}
    at, seen, is_permanent = url, [url], True
    while True:
        with request(at, access, sent) as response:
            code = response.status_code
            if code not in _REDIRECTS or not (target := location(response)):
                yield Reply(response, at, is_permanent)
                return
            is_permanent = is_permanent and code in _PERMANENT
            at = urljoin(at, target)
            _check_redirect(url, at, code, seen)
            seen.append(at)


def _check_redirect(url: str, target: str, code: int, seen: Collection[str]) -> None:
    """Refuse a redirect that leaves the web or leads in a circle."""
    wrong = wrong_with(target)
    if target in seen:
        wrong = "it leads in a circle"
    elif len(seen) > MOST_STEPS:
        wrong = f"it is one of more than {MOST_STEPS}"
    if wrong:
        message = f'the redirect is not followed: {code} to "{shorten(target, 80)}": {wrong}'
        raise refused(url, message, "open it in a browser to see where it leads")


def input_of(url: str, reply: Reply, kinds: Iterable[str]) -> Input:
    """The content of a response, if it is one that is asked for.

    Raises:
        BriefgenError: when its code or content type is wrong.
    """
    response = reply.response
    if not 200 <= response.status_code < 300:
        says = f"{response.status_code} {shorten(response.reason_phrase)}".strip()
        raise refused(url, f"the server says: {says}", _LOOK)
    kind = _kind(url, response, tuple(kinds))
    return Input(url, read_body(response, MOST_BYTES), kind, reply.url, tuple(_elsewhere(url, reply.url)))


def _kind(url: str, response: httpx.Response, kinds: Collection[str]) -> str:
    """The content type, if it is one of these."""
    kind: str = response.headers.get("Content-Type", "")
    name = kind.partition(";")[0].strip().lower()
    if name and kinds and name not in kinds:
        message = f"its content type {shorten(name)} is not text"
        raise refused(url, message, "add a page, a feed, a text or a table")
    return kind


def _elsewhere(url: str, at: str) -> Iterable[Diagnostic]:
    """A warning when another site answers than the one that was named."""
    if not is_same_site(host_of(url), host_of(at)):
        message = f"it redirects to another site: {shorten(at, 80)}"
        hint = "check that the article comes from there; its url and source say so"
        yield diagnostic("fetch-redirected", Location(url), message, hint)
    elif scheme(url) == "https" and scheme(at) == "http":
        message = f"it redirects to an address without encryption: {shorten(at, 80)}"
        yield diagnostic("fetch-redirected", Location(url), message, "check that the article is genuine")


def refused(url: str, message: str, hint: str) -> BriefgenError:
    """What to say of an address that is not fetched."""
    return BriefgenError(diagnostic("fetch-refused", Location(url), message, hint))
