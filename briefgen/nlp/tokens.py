"""The words of a text, in any script."""

from __future__ import annotations

import re

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts that put no spaces between words (Thai, Japanese, Chinese) or few (Korean): each character counts as a word."""

split = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+").findall
"""``split(text)``: its words as they stand there, in order."""
