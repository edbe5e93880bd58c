"""What GitHub Pages and git take: sizes and names of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.publishing.artifact import MAIL, Artifact

MEGABYTE = 1_000_000
FILE_LIMIT, SITE_LIMIT = 100 * MEGABYTE, 1_000 * MEGABYTE
"""The limits of GitHub for a file and for a published site (docs.github.com, "GitHub Pages limits")."""

MAIL_LIMIT = 100_000
"""Bytes of a mail's HTML; Gmail cuts off what follows (102 kB by most reports)."""

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]|[. ]$')
NAME_LIMIT = 255
"""Bytes of a name that file systems hold."""


def check(artifact: Artifact) -> Iterator[Diagnostic]:
    """Files that are too large, and names that are refused or differ only in case."""
    yield from _sizes(artifact)
    yield from _mails(artifact)
    seen: dict[str, str] = {}
    for path in sorted(artifact.files):
        if wrong := _wrong_name(path):
            yield _problem(artifact, "publish-name", path, f"{path} {wrong}", "give it another name")
        first = seen.setdefault(_folded(path), path)
        if first != path:
            message = f"{path} and {first} are one file where case does not count"
            yield _problem(artifact, "publish-case", path, message, "give one of them another name")


def _mails(artifact: Artifact) -> Iterator[Diagnostic]:
    """Mails of which Gmail shows only a part, with the item at which it stops."""
    for path in sorted(artifact.files):
        content = artifact.read(path) if path.endswith(MAIL) else b""
        if len(content) <= MAIL_LIMIT:
            continue
        shown = content[:MAIL_LIMIT].count(b"<h3")
        size, most = len(content) // 1000, MAIL_LIMIT // 1000
        message = f"{path} has {size} kB; Gmail shows {most} kB, up to item {shown}"
        hint = "set mail: {content: titles}, or excerpt, or make the edition shorter"
        yield _problem(artifact, "mail-size", path, message, hint)


def _sizes(artifact: Artifact) -> Iterator[Diagnostic]:
    total = 0
    for path in artifact.files:
        size = (artifact.folder / path).stat().st_size
        total += size
        if size > FILE_LIMIT:
            limit = f"GitHub refuses a file above {FILE_LIMIT // MEGABYTE} MB"
            message = f"{path} has {size / MEGABYTE:,.0f} MB, and {limit}"
            hint = "make it smaller, or keep it elsewhere and link to it"
            yield _problem(artifact, "publish-size", path, message, hint)
    if total > SITE_LIMIT:
        limit = f"GitHub Pages takes {SITE_LIMIT // MEGABYTE:,} MB"
        message = f"the site has {total / MEGABYTE:,.0f} MB, and {limit}"
        yield _problem(artifact, "publish-size", "", message, "keep large files elsewhere and link to them")


def _wrong_name(path: str) -> str:
    for name in path.split("/"):
        if name.lower() == ".git":
            return "lies in a folder that git keeps for itself"
        if _FORBIDDEN.search(name):
            return "has a character in its name that not every system takes"
        if len(name.encode("utf-8", "surrogateescape")) > NAME_LIMIT:
            return f"has a name of more than {NAME_LIMIT} bytes"
    return ""


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())


def _problem(artifact: Artifact, code: str, path: str, message: str, hint: str) -> Diagnostic:
    return diagnostic(code, Location((artifact.folder / path).as_posix()), message, hint)
