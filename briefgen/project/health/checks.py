"""What a check finds."""

from __future__ import annotations

from typing import NamedTuple

OK, MISSING, BROKEN = "ok", "missing", "broken"
"""The states of a part: it works, it is optional and not there, or it must be mended."""


class Check(NamedTuple):
    """One part, its state, what is known of it, and what to do."""

    part: str
    state: str
    detail: str
    hint: str = ""
