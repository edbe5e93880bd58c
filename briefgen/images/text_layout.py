"""Break text into lines, since SVG breaks none.

Widths come from the font files, without kerning, so a line is hardly ever too long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

WIDE = 1.0
"""Of the font's size: how wide a character is of which no font says it, as those of Chinese are."""
MORE = "…"


class Setting(NamedTuple):
    """A text in lines, and the size in pixels at which it fits."""

    lines: tuple[str, ...]
    size: int


class Lettering:
    """The characters of some font files; earlier files go first."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    @cached_property
    def family(self) -> str:
        """The family of the first font."""
        from fontTools.ttLib import TTFont

        with TTFont(self._files[0], lazy=True) as font:
            return str(font["name"].getBestFamilyName() or "")

    @cached_property
    def _widths(self) -> Mapping[int, float]:
        """Each character's width in a font, as a part of the font's size."""
        from fontTools.ttLib import TTFont

        widths: dict[int, float] = {}
        for file in reversed(self._files):
            with TTFont(file, lazy=True) as font:
                unit, advances = font["head"].unitsPerEm, font["hmtx"].metrics
                widths |= {number: advances[name][0] / unit for number, name in font.getBestCmap().items()}
        return widths

    def sayable(self, text: str) -> str:
        """``text`` in one line without unknown signs; empty if a letter is unknown."""
        words = " ".join(unicodedata.normalize("NFC", text).split())
        missing = [char for char in words if ord(char) not in self._widths and char != " "]
        if any(char.isalpha() for char in missing):
            return ""
        return " ".join("".join(char for char in words if char not in missing).split())

    def set(self, text: str, width: int, sizes: Sequence[int], most: int) -> Setting:
        """Set ``text`` in at most ``most`` lines at the first size that fits.

        If none fits, it is cut short at the last size.
        """
        for size in sizes:
            lines = list(self._broken(text, width / size))
            if len(lines) <= most:
                return Setting(tuple(lines), size)
        lines = lines[:most]
        while lines[-1] and self._width(lines[-1] + MORE) > width / sizes[-1]:
            lines[-1] = lines[-1][:-1].rstrip()
        return Setting((*lines[:-1], lines[-1] + MORE), sizes[-1])

    def _broken(self, text: str, width: float) -> Iterator[str]:
        """Break a text into lines; a word longer than a line is broken too."""
        line = ""
        for word in text.split(" "):
            if line and self._width(f"{line} {word}") <= width:
                line = f"{line} {word}"
                continue
            if line:
                yield line
            *whole, line = self._pieces(word, width)
            yield from whole
        yield line

    def _pieces(self, word: str, width: float) -> Iterator[str]:
        piece = ""
        for char in word:
            if piece and self._width(piece + char) > width:
                yield piece
                piece = ""
            piece += char
        yield piece

    def _width(self, text: str) -> float:
        return sum([self._widths.get(ord(char), WIDE) for char in text])
