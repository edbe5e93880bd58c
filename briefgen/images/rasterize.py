"""SVG -> PNG by resvg, which is an extra: ``briefgen[cards]``. Fonts are files that are named, so that every machine draws the same."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.util.hashing import digest, digest_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

_FONTS = ("SourceSerifPro-Bold.ttf", "SourceSerifPro-Regular.ttf")
"""Of the extra: Latin, Greek and Cyrillic."""


@cache
def engine() -> str:
    """What draws, with its versions, which decide the bytes; empty where any of it is not installed."""
    try:
        from fontTools import version
        from resvg_py import __version__
    except ImportError:
        return ""
    return f"resvg-py {__version__}, fonttools {version}" if find_spec("font_source_serif_pro") else ""


def font_files(root: Path, named: Sequence[str]) -> tuple[Path, ...]:
    """The fonts that a project names, then those of the extra for what they lack."""
    spec = find_spec("font_source_serif_pro")
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else Path()
    return (*[root / name for name in named], *[folder / name for name in _FONTS])


def mark(root: Path, named: Sequence[str]) -> str:
    """The digest of all that decides how a drawing looks besides itself; empty where nothing can be drawn."""
    if not engine():
        return ""
    return digest(engine(), [digest_bytes(file.read_bytes()) for file in font_files(root, named)])


def png(svg: str, fonts: Sequence[Path], family: str) -> bytes:
    """The picture of a drawing, with nothing but these fonts; ``family`` is what it calls ``serif``. The same input gives the same bytes.

    Raises:
        ValueError: when it cannot be drawn.
    """
    from resvg_py import svg_to_bytes

    files = [str(file) for file in fonts]
    return bytes(
        svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=files, font_family=family, serif_family=family
        )
    )
