"""Where GitHub Pages serves a repository, and whether the settings say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.model.diagnostics import diagnostic
from briefgen.publishing.url_resolution import Home
from briefgen.util.urls import NO_ONES_OWN, host_of, under_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Diagnostic, Location

_REPOSITORY = re.compile(r"(?<![\w.-])github\.com[:/]([A-Za-z0-9-]+)/([A-Za-z0-9._-]+?)(?:\.git)?/?$")


def pages_url(remote: str) -> str:
    """Where the pages of the repository at ``remote`` live without a domain of their own; empty for one that is not on github.com."""
    match = _REPOSITORY.search(remote)
    if not match:
        return ""
    owner, name = match[1].lower(), match[2]
    return f"https://{owner}.github.io/" + ("" if name.lower() == f"{owner}.github.io" else f"{name}/")


def check(url: str, place: Location, remote: str) -> Iterator[Diagnostic]:
    """A base path in ``url`` that is not the one GitHub will serve. With a domain of its own a site may have any, and GitHub knows it."""
    expected = pages_url(remote)
    if not expected or not under_one_of(host_of(url), NO_ONES_OWN):
        return
    base = Home.of(expected).base
    if Home.of(url).base.lower() != base.lower():
        message = f"GitHub serves this repository under {base}, and url is {url}"
        yield diagnostic("publish-url", place, message, f"write url: {expected}")
