"""The result for each link as JSON lines: a report, and a cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from briefgen.model import Location

WORKING, REDIRECTED, REFUSED, BROKEN, UNREACHABLE, IGNORED = (
    "working", "redirected", "refused", "broken", "unreachable", "ignored",
)  # fmt: skip
LASTING = (WORKING, REDIRECTED, REFUSED)
"""What is believed until it is old. What is broken is asked for each time: somebody may have mended it."""


class Result(NamedTuple):
    """The result for one address: its status, last HTTP code (or 0), and redirect.

    ``permanent`` says that a redirect is for good, ``detail`` why there is no page, ``checked`` the ISO time
    of the request.
    """

    url: str
    status: str
    code: int = 0
    to: str = ""
    permanent: bool = False
    detail: str = ""
    checked: str = ""

    def holds(self, now: datetime, days: int) -> bool:
        """Whether it need not be asked again at ``now``."""
        try:
            age = now - datetime.fromisoformat(self.checked)
        except (ValueError, TypeError):
            return False
        return self.status in LASTING and timedelta(0) <= age < timedelta(days)


def encode(results: Iterable[Result], places: Mapping[str, Sequence[Location]]) -> bytes:
    """The file: a JSON object a line, with the places (file:line:column) of each address."""
    rows = [{**one._asdict(), "at": [str(place) for place in places[one.url]]} for one in results]
    return "".join([json.dumps(row, ensure_ascii=False) + "\n" for row in rows]).encode()


def read(path: Path) -> dict[str, Result]:
    """Earlier results by address; broken lines are ignored."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    results = filter(None, map(_result, lines))
    return {one.url: one for one in results}


def _result(line: str) -> Result | None:
    try:
        row = json.loads(line)
        return Result(**{name: row[name] for name in Result._fields})
    except (ValueError, TypeError, KeyError):
        return None
