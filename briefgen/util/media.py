"""Which files are images, by their suffix."""

from __future__ import annotations

from pathlib import PurePosixPath

KINDS = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF",
    ".svg": "SVG",
}  # fmt: skip
"""What a file's name says that it is."""


def is_picture(path: str) -> bool:
    """Whether a file's name says that it is a picture."""
    return PurePosixPath(path).suffix.lower() in KINDS
