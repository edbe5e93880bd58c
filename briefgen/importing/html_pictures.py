"""The pictures of HTML: where they are, also where scripts load them later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "data-srcset", "srcset")
_SMALLEST = 3
"""Pixels of the side of a picture that is smaller only to count readers."""
_PLACEHOLDER = re.compile(
    r"(?:^|/)(?:blank|spacer|pixel|placeholder|1x1|transparent)[\w-]*\.\w+$", re.IGNORECASE
)


class Picture(NamedTuple):
    """A picture of a text: its address and what it shows."""

    url: str
    alt: str


def picture_address(attributes: Mapping[str, str | None]) -> str:
    """The address of a picture as it is written; empty if there is none."""
    for name in _SOURCES:
        source = (attributes.get(name) or "").strip()
        if name.endswith("srcset"):
            candidates = [one.split()[0] for one in source.split(",") if one.strip()]
            source = candidates[-1] if candidates else ""
        is_inline = source[:5].lower() in ("data:", "blob:")
        if source and not is_inline and not _PLACEHOLDER.search(source.partition("?")[0]):
            return source
    return ""


def is_counter(attributes: Mapping[str, str | None]) -> bool:
    """Whether a picture is too small to see: it counts readers."""
    sides = [(attributes.get(name) or "").removesuffix("px") for name in ("width", "height")]
    return any(side.isdecimal() and int(side) <= _SMALLEST for side in sides)
