"""Whether a picture's file has its end, by what its format says of its length."""

from __future__ import annotations


def is_complete(data: bytes, kind: str) -> bool:
    """Whether a file has its end; its pixels are not looked at."""
    if kind == "PNG":
        end = data.rfind(b"IEND")
        return 0 <= end <= len(data) - 8  # a checksum follows
    if kind == "JPEG":
        return b"\xff\xd9" in data
    if kind == "GIF":
        return data.rstrip(b"\0").endswith(b";")
    if kind == "WEBP":
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    return _boxes_end(data)


def _boxes_end(data: bytes) -> bool:
    """Whether the boxes of an AVIF end where the file does, or before."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:  # the last box, up to the end of the file
            return True
        if size < 8:
            return False
        at += size
    return at <= len(data)
