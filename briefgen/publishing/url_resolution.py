"""Where a link leads once the site lives at its address."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from briefgen.util.urls import WEB_SCHEMES, base_path

INSIDE, OUTSIDE, INSECURE = "inside", "outside", "insecure"


class LinkDestination(NamedTuple):
    """Where a link leads: inside the site, outside it, or to an insecure address."""

    where: str
    path: str
    anchor: str = ""


class Home(NamedTuple):
    """The address of a site: its origin (``https://host``) and its base path."""

    origin: str
    base: str

    @classmethod
    def of(cls, url: str) -> Home:
        """The home that ``url`` in the settings names."""
        parts = urlsplit(url)
        return cls(f"{parts.scheme}://{parts.netloc}".lower(), base_path(url))


def resolve(home: Home, start: str, link: str) -> LinkDestination | None:
    """Where ``link`` leads from the page at ``start``; None for one to another site.

    ``start`` is a path under the base path. A whole address at the host of the site that is not under the
    base path is another site's; one that begins with ``/`` cannot be meant so.
    """
    try:
        parts = urlsplit(urljoin(f"{home.origin}{home.base}{start}", link.strip()))
    except ValueError:  # no address at all; a browser goes nowhere
        return None
    if parts.scheme not in WEB_SCHEMES:
        return None
    if f"{parts.scheme}://{parts.netloc}".lower() != home.origin:
        is_insecure = home.origin.startswith("https:") and parts.scheme == "http"
        return LinkDestination(INSECURE, link) if is_insecure else None
    path = parts.path or "/"
    if path.startswith(home.base) or f"{path}/" == home.base:
        return LinkDestination(INSIDE, unquote(path[len(home.base) :]), unquote(parts.fragment))
    whole = bool(urlsplit(link).netloc)
    return None if whole else LinkDestination(OUTSIDE, path)
