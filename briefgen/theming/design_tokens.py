"""Design tokens: options whose values become custom properties of the stylesheet.

A value is composed of the parts that are recognised in it. No other text of it gets into the stylesheet, so
no value can add a rule, an address or a comment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefgen.theming.manifest import Option

TYPES = ("color", "fonts", "length")
READABLE = 4.5
"""The contrast that text needs: WCAG 2.2, criterion 1.4.3."""
MIDDLE = 0.18
"""The luminance that has the same contrast with black and with white."""

_COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_FAMILY = re.compile(r"[\w. -]+")
_WORD = re.compile(r"-?[A-Za-z][A-Za-z-]*")
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(em|rem|ch|px)", re.ASCII)


def value(kind: str, text: str) -> Any:
    """A token from its text: (light, dark) as ``#rrggbb`` for a color, else CSS."""
    if kind == "color":
        return _color(text)
    if kind == "fonts":
        families = [name.strip().strip("\"'").strip() for name in text.split(",")]
        if not all(_FAMILY.fullmatch(name) for name in families):
            raise ValueError("names of fonts with commas between them")
        # A word of CSS (serif, -apple-system) must stand bare, and a name of one such word may.
        return ", ".join(name if _WORD.fullmatch(name) else f'"{name}"' for name in families)
    if not (length := _LENGTH.fullmatch(text)):
        raise ValueError("a length such as 34em or 72rem")
    return length[0]


def css(options: Mapping[str, Option], values: Mapping[str, Any]) -> str:
    """The stylesheet of the changed tokens; empty if there are none."""
    lines = [
        f"  --{name.replace('_', '-')}: {_written(values[name])};\n"
        for name, option in options.items()
        if option.type in TYPES and values[name] != value(option.type, option.default)
    ]
    return f":root {{\n{''.join(lines)}}}\n" if lines else ""


def contrast(one: str, other: str) -> float:
    """The contrast of two ``#rrggbb`` colors, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: str, grounds: Sequence[str]) -> str:
    """The color, darkened or lightened until it can be read on all of these grounds."""
    target = "#000000" if min(map(_luminance, grounds)) > MIDDLE else "#ffffff"
    for part in range(101):
        mixed = _mixed(color, target, part / 100)
        if all(contrast(mixed, ground) >= READABLE for ground in grounds):
            break
    return mixed


def _mixed(one: str, other: str, part: float) -> str:
    """A color with ``part`` of another one mixed in."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _color(text: str) -> tuple[str, str]:
    shades = text.split()
    if len(shades) not in (1, 2) or not all(map(_COLOR.fullmatch, shades)):
        raise ValueError('a color such as "#8f1d21", or one for light and one for dark: "#8f1d21 #f28b82"')
    long = [shade if len(shade) == 7 else "#" + "".join(2 * digit for digit in shade[1:]) for shade in shades]
    return long[0].lower(), long[-1].lower()


def _written(token: Any) -> str:
    if isinstance(token, str):
        return token
    light, dark = token
    return light if light == dark else f"light-dark({light}, {dark})"


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
