"""List the files of an old site."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from briefgen.util.public_files import is_private

BUILT = frozenset({"node_modules", "vendor", "__pycache__", "venv", "env", "_site", "resources"})
"""Folders in which nobody keeps content."""

MEDIA = frozenset({
    "avif", "bmp", "csv", "docx", "epub", "flac", "gif", "ico", "jpeg", "jpg", "m4a", "mp3", "mp4", "odt",
    "ogg", "ogv", "pdf", "png", "pptx", "svg", "tif", "tiff", "vtt", "wav", "webm", "webp", "xlsx", "zip",
})  # fmt: skip
"""Suffixes of pictures and downloads; other files belong to the old program or its theme."""


def list_files(root: Path, folder: str = "", skip: Collection[str] = BUILT) -> Iterator[str]:
    """The paths of the files in a folder of ``root``, sorted.

    Hidden files, files with names of secrets and links are passed by.
    """
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if entry.name not in skip:
                yield from list_files(root, path, skip)
        elif entry.is_file() and not is_private(entry.name):
            yield path


def is_media(path: str) -> bool:
    """Whether a file is a picture or a download."""
    return path.rpartition(".")[2].lower() in MEDIA
