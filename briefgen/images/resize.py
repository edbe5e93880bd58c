"""Smaller copies of a picture by Pillow, which is an extra: ``briefgen[images]``."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image as Opened

KINDS = frozenset(("JPEG", "PNG", "WEBP"))
"""The kinds of which copies are made, each in its own; a GIF may move, and an AVIF is small already."""
UNDECODABLE = "it cannot be decoded; the file may be incomplete"
_MODES = frozenset(("L", "LA", "RGB", "RGBA"))
"""What can be made smaller without another look: not palettes, nor the inks of a printer."""


@cache
def version() -> str:
    """Pillow's version, on which the bytes of copies depend; empty if not installed."""
    try:
        from PIL import __version__  # which loads nothing else of it
    except ImportError:
        return ""
    return str(__version__)


def examine(data: bytes, kind: str) -> tuple[bool, str]:
    """Whether a picture can be copied, and what is wrong if it cannot be decoded."""
    try:
        with _opened(data, kind) as image:
            image.load()
            return image.mode in _MODES and not getattr(image, "is_animated", False), ""
    except Exception:  # a decoder fails in many ways on what somebody made to break it
        return False, UNDECODABLE


def resized(data: bytes, kind: str, width: int, quality: int) -> bytes:
    """A copy ``width`` pixels wide, without the camera's notes on place and person.

    The same input gives the same bytes.
    """
    from PIL import Image, ImageOps

    with _opened(data, kind) as opened:
        image: Opened = ImageOps.exif_transpose(opened)
        profile = image.info.get("icc_profile")
        height = max(1, round(image.height * width / image.width))
        small = image.resize((width, height), Image.Resampling.LANCZOS)
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": quality, "optimize": True, "progressive": True},
        "WEBP": {"quality": quality, "method": 4},
        "PNG": {"optimize": True},
    }
    small.info = {}
    into = BytesIO()
    small.save(into, kind, **options[kind], **({"icc_profile": profile} if profile else {}))
    return into.getvalue()


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Opened]:
    """Open a picture by the decoder of its kind only; vast ones are refused."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
        with Image.open(BytesIO(data), formats=[kind]) as image:
            yield image
