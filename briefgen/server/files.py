"""Which file of a folder a URL path means, and what kind of file that is. Nothing outside the folder can be meant."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "index.html"

_TEXTS = {
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
    "txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "vtt": "text/vtt",
    "xml": "application/xml", "atom": "application/atom+xml", "rss": "application/rss+xml", "svg": "image/svg+xml",
    "json": "application/json", "map": "application/json", "webmanifest": "application/manifest+json",
}  # fmt: skip
_OTHERS = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
    "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf",
    "pdf": "application/pdf", "wasm": "application/wasm", "zip": "application/zip", "gz": "application/gzip",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav", "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip
# Our own table: what the machine thinks of a suffix (mimetypes reads its registry) must not change what is sent.

_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")


class Found(NamedTuple):
    """A file to send, or (where a folder was meant) the address to go to; neither: there is nothing."""

    file: Path | None = None
    moved: str = ""


def find(folder: Path, path: str) -> Found:
    """What a decoded URL path means in ``folder``."""
    names = _names(path)
    if names is None:
        return Found()
    target = folder.joinpath(*names)
    try:
        if path.endswith("/"):
            target /= INDEX
        elif target.is_dir():
            return Found(moved=quote(path) + "/") if _inside(folder, target / INDEX) else Found()
        return Found(target) if _inside(folder, target) else Found()
    except (OSError, ValueError):  # a name that is too long, or no name at all for this system
        return Found()


def content_type(name: str) -> str:
    """The media type of a file by its name."""
    if name == "feed.xml":
        return "application/atom+xml; charset=utf-8"
    suffix = name.rpartition(".")[2].lower()
    if suffix in _TEXTS:
        return f"{_TEXTS[suffix]}; charset=utf-8"
    return _OTHERS.get(suffix, "application/octet-stream")


def etag(stat: os.stat_result, salt: str = "") -> str:
    """A validator for a file's present bytes: a build replaces files, so time and size tell them apart."""
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}{salt}"'


def address_of(path: str) -> str:
    """The address of a page by the path of its file in the folder."""
    return "/" + (path.removesuffix(INDEX) if path == INDEX or path.endswith(f"/{INDEX}") else path)


def _names(path: str) -> list[str] | None:
    """The names between the slashes, or None where one of them may not be asked for: hidden, a step up, empty, or unfit."""
    if not path.startswith("/") or _UNFIT.search(path):
        return None
    names = path[1:].removesuffix("/").split("/") if path != "/" else []
    # A colon names a drive or a second stream on Windows; elsewhere it is a letter like any other.
    if any(not name or name.startswith(".") or (os.name == "nt" and ":" in name) for name in names):
        return None
    return names


def _inside(folder: Path, file: Path) -> bool:
    """Whether a file is there, and is there even when links are followed."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())
