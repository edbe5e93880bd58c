"""Where GitHub Pages serves a repository, and whether the settings say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.publishing.url_resolution import Home
from briefgen.util.urls import NO_ONES_OWN, host_of, under_one_of

_REPOSITORY = re.compile(r"(?<![\w.-])github\.com[:/]([A-Za-z0-9-]+)/([A-Za-z0-9._-]+?)(?:\.git)?/?$")


def pages_url(remote: str) -> str:
    """The address of the pages of a repository on github.com; empty for any other."""
    match = _REPOSITORY.search(remote)
    if not match:
        return ""
    owner, name = match[1].lower(), match[2]
    return f"https://{owner}.github.io/" + ("" if name.lower() == f"{owner}.github.io" else f"{name}/")


def check(url: str, place: Location, remote: str) -> Iterator[Diagnostic]:
    """Check the base path in ``url``; a site with a custom domain may have any."""
    expected = pages_url(remote)
    if not expected or not under_one_of(host_of(url), NO_ONES_OWN):
        return
    base = Home.of(expected).base
    if Home.of(url).base.lower() != base.lower():
        message = f"GitHub serves this repository under {base}, and url is {url}"
        yield diagnostic("publish-url", place, message, f"write url: {expected}")
