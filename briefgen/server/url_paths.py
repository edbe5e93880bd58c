"""What a URL path means in a folder of files, as on GitHub Pages."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from briefgen.util.urls import INDEX

MISSING = "404.html"
"""The file that stands for every address without one."""

_TEXTS = {
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript",
    "mjs": "text/javascript", "txt": "text/plain", "md": "text/markdown", "csv": "text/csv",
    "vtt": "text/vtt", "xml": "application/xml", "atom": "application/atom+xml", "rss": "application/rss+xml",
    "svg": "image/svg+xml", "json": "application/json", "map": "application/json",
    "webmanifest": "application/manifest+json",
}  # fmt: skip
_OTHERS = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2",
    "ttf": "font/ttf", "otf": "font/otf", "pdf": "application/pdf", "wasm": "application/wasm",
    "zip": "application/zip", "gz": "application/gzip", "mp3": "audio/mpeg", "m4a": "audio/mp4",
    "ogg": "audio/ogg", "wav": "audio/wav", "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip
# Our own tables, as mimetypes reads the machine's registry, which must not change what is sent.

_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")
_WELL_KNOWN = ".well-known"
"""The one hidden folder that the web asks for."""


class Target(NamedTuple):
    """A file to send, or an address to redirect to; else nothing."""

    file: str = ""
    moved: str = ""


def find(path: str, is_file: Callable[[str], bool], base: str = "/") -> Target:
    """What a decoded URL path means for a site under ``base`` (``/`` or ``/repo/``).

    ``is_file`` says whether the site has a file. ``/x`` is the file x, else x.html, else it redirects to
    ``/x/``, which is x/index.html and nothing else. Folders are not listed.
    """
    if path + "/" == base:
        return Target(moved=quote(base))
    names = _names(path[len(base) - 1 :]) if path.startswith(base) else None
    if names is None:
        return Target()
    inside = "/".join(names)
    if path.endswith("/"):
        index = "/".join([*names, INDEX])
        return Target(index) if is_file(index) else Target()
    for file in (inside, f"{inside}.html"):
        if is_file(file):
            return Target(file)
    return Target(moved=f"{quote(path)}/") if is_file(f"{inside}/{INDEX}") else Target()


def inside(folder: Path, path: str) -> bool:
    """Whether a folder has this file, even after links are followed."""
    file = folder / path
    try:
        return file.is_file() and file.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):  # a name that is too long, or no name at all for this system
        return False


def content_type(name: str) -> str:
    """The media type of a file by its name."""
    if name.endswith("feed.xml"):
        return "application/atom+xml; charset=utf-8"
    suffix = name.rpartition(".")[2].lower()
    if suffix in _TEXTS:
        return f"{_TEXTS[suffix]}; charset=utf-8"
    return _OTHERS.get(suffix, "application/octet-stream")


def etag(stat: os.stat_result, salt: str = "") -> str:
    """A validator for a file's bytes: builds replace files, so time and size differ."""
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}{salt}"'


def _names(path: str) -> list[str] | None:
    """The names in a path; None if one is hidden, empty or unfit."""
    if not path.startswith("/") or _UNFIT.search(path):
        return None
    names = path[1:].removesuffix("/").split("/") if path != "/" else []
    # A colon names a drive or a second stream on Windows; elsewhere it is a letter like any other.
    if any(not name or (os.name == "nt" and ":" in name) for name in names):
        return None
    hidden = any(name.startswith(".") and (n or name != _WELL_KNOWN) for n, name in enumerate(names))
    return None if hidden else names
