"""Pictures made for tests, by Pillow; the same arguments give the same bytes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def photo(width: int, height: int, kind: str = "PNG", color: int = 90, **options: Any) -> bytes:
    """A picture with a slope of color, so that its copies have something to show."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((color, 60, 30), (0, 0, width // 2, height // 2))
    into = BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def vast(side: int) -> bytes:
    """A small PNG that says it is ``side`` pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(side)))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
