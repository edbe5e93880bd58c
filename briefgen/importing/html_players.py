"""The videos, recordings and maps of HTML: a reader gets the address of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_READABLE = (
    (re.compile(r"^https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,})"),
     "https://www.youtube.com/watch?v={}"),
    (re.compile(r"^https?://player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
)  # fmt: skip
"""Addresses of frames, and those of the same on a page of its own."""
_SITES = re.compile(
    r"(?:.*\.)?(?:youtube|youtube-nocookie|youtu|vimeo|dailymotion|soundcloud|spotify|mixcloud|bandcamp|buzzsprout|podigee"
    r"|peertube|rutube|bilibili|ted|archive|datawrapper|dwcdn|flourish|infogram|openstreetmap)"
    r"\.(?:com|be|org|net|io|ru|tv|app|studio)"
)
"""Sites whose frames are part of a text; most other frames of a page are advertisements."""
_LINK = re.compile(r"(?:https?:)?//\S+|/?[\w.~%-][^\s:]*", re.IGNORECASE)


def player_address(node: LexborNode) -> str:
    """The address of what an element plays or shows; empty if there is none."""
    attributes = [node.attributes, *(one.attributes for one in node.css("source"))]
    sources = (one.get(name) for one in attributes for name in ("src", "data-src", "data"))
    url = next((one.strip() for one in sources if one and _LINK.fullmatch(one.strip())), "")
    url = f"https:{url}" if url.startswith("//") else url
    for pattern, form in _READABLE:
        if match := pattern.match(url):
            return form.format(match[1])
    return url


def player_title(node: LexborNode) -> str:
    """What the page calls it."""
    return " ".join((node.attributes.get("title") or node.attributes.get("aria-label") or "").split())


def is_of_text(node: LexborNode, url: str) -> bool:
    """Whether it is a part of the text, as far as its kind or its site tells."""
    try:
        return node.tag in ("video", "audio") or bool(_SITES.fullmatch(urlsplit(url).hostname or ""))
    except ValueError:
        return False
