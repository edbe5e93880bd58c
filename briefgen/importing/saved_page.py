"""What browsers write into a page that they save: the address that it had."""

from __future__ import annotations

import re

from briefgen.util.urls import wrong_with

_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d+\)(?P<browser>\S+)\s*-->"
    r"|<!--\s*Page saved with SingleFile\s+url:\s*(?P<singlefile>\S+)",
    re.IGNORECASE,
)
HEAD = 4_000
"""Characters at the start of a page in which the address stands."""


def saved_from(html: str) -> str:
    """The address of a page that a browser or SingleFile has saved; empty for another page."""
    match = _SAVED.search(html, 0, HEAD)
    url = (match["browser"] or match["singlefile"]) if match else ""
    return "" if not url or wrong_with(url) else url
