"""What came in, as it came: ``raw/`` beside the content folder, named by the digest of its bytes, and a record for each article.

So an article can be made again with better rules, and whoever doubts it can look at what the outlet gave.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from briefgen.util.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER = "raw"


class Take(NamedTuple):
    """One time that an article came in. ``raw`` is the file of its bytes, ``item`` which of its articles it is.

    ``body`` is the digest of the body as it was written, so that what people changed since is never written over; ``ruleset`` the rules
    that cleaned it; ``title`` the title that was written.
    """

    raw: str
    item: str
    url: str
    title: str
    body: str
    ruleset: int
    when: str


class Record(NamedTuple):
    """All that is known of where an article came from: the last take comes last."""

    id: str
    takes: tuple[Take, ...] = ()
    columns: Mapping[str, str] = {}


class RawStore:
    """The ``raw/`` folder of a project."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER

    def keep(self, data: bytes, suffix: str) -> str:
        """Store bytes; gives the name of their file in the folder. The same bytes are stored once."""
        named = sha256(data).hexdigest()
        name = f"{named[:2]}/{named}{suffix}"
        if not (self._folder / name).exists():
            replace_file(self._folder / name, data)
        return name

    def fetch(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: when it cannot be read.
            ValueError: when its bytes are not those that were stored.
        """
        path = self._folder / name
        data = path.read_bytes()
        if sha256(data).hexdigest() != path.stem:
            raise ValueError(f"{FOLDER}/{name} is not what was stored")
        return data

    def record(self, key: str) -> Record:
        """What is known of an article; nothing, where it did not come in this way."""
        try:
            said = json.loads((self._folder / f"{key}.json").read_text("utf-8"))
            return Record(said["id"], tuple(Take(**take) for take in said["takes"]), said["columns"])
        except (OSError, ValueError, KeyError, TypeError):
            return Record(key)

    def remember(self, record: Record) -> None:
        """Write a record."""
        said = {**record._asdict(), "takes": [take._asdict() for take in record.takes]}
        text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
        replace_file(self._folder / f"{record.id}.json", text.encode())

    def records(self) -> Iterator[Record]:
        """Every record, in order of ids."""
        for path in sorted(self._folder.glob("*.json")):
            yield self.record(path.stem)
