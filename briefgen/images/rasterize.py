"""Convert SVG to PNG by resvg, from the extra ``briefgen[cards]``.

Fonts are named files, so that every machine draws the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from briefgen.util.hashing import digest, digest_bytes

_FONTS = ("SourceSerifPro-Bold.ttf", "SourceSerifPro-Regular.ttf")
"""Of the extra: Latin, Greek and Cyrillic."""


@cache
def engine() -> str:
    """The versions of the libraries that draw; empty when one is missing."""
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
    """A digest of the libraries and fonts; empty when nothing can be drawn."""
    if not engine():
        return ""
    return digest(engine(), [digest_bytes(file.read_bytes()) for file in font_files(root, named)])


def png(svg: str, fonts: Sequence[Path], family: str) -> bytes:
    """Draw an SVG with these fonts only; ``family`` replaces ``serif``.

    The same input gives the same bytes.

    Raises:
        ValueError: when it cannot be drawn.
    """
    from resvg_py import svg_to_bytes

    files = [str(file) for file in fonts]
    draw = partial(svg_to_bytes, skip_system_fonts=True, font_files=files)
    return bytes(draw(svg_string=svg, font_family=family, serif_family=family))
