"""The result for each feed, as JSON lines.

It is a report, and what the next `fetch` asks with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from briefgen.importing.feed_request import Validators

FILE = "fetch.jsonl"
"""The results of all feeds in ``.briefgen/``."""
NEW, UNCHANGED, DELAYED, FAILED = "new", "unchanged", "delayed", "failed"


class FeedResult(NamedTuple):
    """What became of a feed the last time.

    Its status, and the validators of the version that was read.
    ``after`` is the ISO time before which its server wants no request, ``moved`` its new address, ``detail``
    why it failed. ``added`` counts its new items, ``checked`` is the ISO time of the request.
    """

    url: str
    source: str = ""
    status: str = ""
    etag: str = ""
    modified: str = ""
    moved: str = ""
    after: str = ""
    detail: str = ""
    added: int = 0
    checked: str = ""

    @property
    def validators(self) -> Validators:
        """What to ask for a newer version with."""
        return Validators(self.etag, self.modified)

    def is_delayed(self, now: datetime) -> bool:
        """Whether its server still wants no request."""
        try:
            return bool(self.after) and datetime.fromisoformat(self.after) > now
        except (ValueError, TypeError):
            return False


def encode(results: Iterable[FeedResult]) -> bytes:
    """The file: a JSON object a line."""
    lines = [json.dumps(one._asdict(), ensure_ascii=False) + "\n" for one in results]
    return "".join(lines).encode("utf-8", "replace")


def read(path: Path) -> dict[str, FeedResult]:
    """Earlier results by address; broken lines are ignored."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {one.url: one for one in filter(None, map(_result, lines))}


def _result(line: str) -> FeedResult | None:
    try:
        row = json.loads(line)
        result = FeedResult(**{name: row[name] for name in FeedResult._fields})
    except (ValueError, TypeError, KeyError):
        return None
    texts = (value for name, value in result._asdict().items() if name != "added")
    return result if all(isinstance(value, str) for value in texts) else None
