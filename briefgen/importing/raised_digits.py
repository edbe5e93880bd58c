"""Raised and lowered digits of HTML, which would change a number: `10<sup>2</sup>`."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_DIGITS = re.compile(r"[+\-−]?\(?[0-9]{1,4}\)?[+\-−]?|n")


def with_raised(text: str, tag: str) -> str:
    """The digits in Unicode's raised (`sup`) or lowered (`sub`) form; other text is empty."""
    words = text.strip()
    return words.translate(_RAISED if tag == "sup" else _LOWERED) if _DIGITS.fullmatch(words) else ""
