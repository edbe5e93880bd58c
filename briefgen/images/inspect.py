"""Find out a picture's kind, size, safety and copies from its bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath

from briefgen.images import resize, svg_safety
from briefgen.images.completeness import is_complete
from briefgen.model import Picture
from briefgen.util.media import KINDS

MOST_PIXELS = 89_000_000
"""More pixels are an attack, or too much for a phone; Pillow has the same limit."""
MOST_BYTES = 50_000_000
SUFFIXES = {
    "PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif", "SVG": ".svg",
}  # fmt: skip
"""The suffix of a new file by its kind."""
_DRAWING = re.compile(rb"\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg[\s>])")
_MARKS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}


def look(data: bytes, path: str, widths: Sequence[int]) -> Picture:
    """What the picture at ``path`` is; ``widths`` are those wished for its copies."""
    named = KINDS[PurePosixPath(path).suffix.lower()]
    if len(data) > MOST_BYTES:
        return Picture(unsafe=f"it has more than {MOST_BYTES // 1_000_000} MB")
    if named == "SVG":
        return _drawing(data)
    kind = _kind(data)
    if not kind:
        return Picture(unsafe=f"it is neither {named} nor another kind of picture")
    width, height = _size(data)
    if width * height > MOST_PIXELS:
        return Picture(unsafe=f"it has {width * height // 1_000_000:,} million pixels")
    if not width:
        return Picture(faulty="its size cannot be read; the file may be incomplete")
    if kind != named:
        return Picture(width, height, faulty=f"it is a {kind} under another name")
    if not is_complete(data, kind):
        return Picture(width, height, faulty=resize.UNDECODABLE)
    if kind not in resize.KINDS or not resize.version():
        return Picture(width, height)
    can, faulty = resize.examine(data, kind)
    smaller = tuple(sorted({wished for wished in widths if wished < width}))
    return Picture(width, height, smaller if can else (), faulty=faulty)


def _drawing(data: bytes) -> Picture:
    try:
        return Picture(*svg_safety.size(data))
    except svg_safety.UnsafeError as error:
        return Picture(unsafe=f"it {error}")


def kind_of(data: bytes) -> str:
    """The kind of a picture by its bytes; empty for anything else."""
    start = data[:4000].removeprefix(b"\xef\xbb\xbf")
    return _kind(data) or ("SVG" if _DRAWING.match(start) and b"<svg" in start else "")


def _kind(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    return next((kind for mark, kind in _MARKS.items() if data.startswith(mark)), "")


def _size(data: bytes) -> tuple[int, int]:
    """Width and height as a browser shows them; (0, 0) if unreadable."""
    from imagesize import get

    try:
        width, height = get(BytesIO(data))
    except Exception:  # as a decoder fails
        return 0, 0
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)
