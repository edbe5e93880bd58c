"""Keep every input in ``raw/`` by digest, with a record for each article.

So an article can be cleaned again with better rules, and compared with what the outlet published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from briefgen.config.folders import RAW
from briefgen.project_files.backups import name_of
from briefgen.project_files.writer import write_failure
from briefgen.reading.import_ledger import ImportLedger
from briefgen.util.files import create_file, replace_file
from briefgen.util.hashing import digest


class Take(NamedTuple):
    """One import of an article: ``raw`` names the input, ``item`` the article in it.

    ``body`` is the digest of the body as written: later edits by people are never overwritten. ``ruleset``
    and ``title`` are the rule set that cleaned it and the title as written. ``ledger`` names the file of its
    ``ImportLedger``.
    """

    raw: str
    item: str
    url: str
    title: str
    body: str
    ruleset: int
    when: str
    ledger: str = ""


class ImportRecord(NamedTuple):
    """All imports of one article, the last one last."""

    id: str
    takes: tuple[Take, ...] = ()
    columns: Mapping[str, str] = {}


@contextmanager
def _reported(name: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise write_failure(error, f"{RAW}/{name}") from error


class RawStore:
    """The ``raw/`` folder of a project."""

    def __init__(self, root: Path) -> None:
        self._folder = root / RAW
        self._scratch = root / ".briefgen"

    def keep(self, data: bytes, suffix: str) -> str:
        """Store bytes once; returns the name of their file in the folder.

        Raises:
            BriefgenError: when it cannot be written.
        """
        name = name_of(data, suffix)
        if not (self._folder / name).exists():
            with suppress(FileExistsError), _reported(name):
                create_file(self._folder / name, data)
        return name

    def keep_ledger(self, ledger: ImportLedger) -> str:
        """Store the ledger of an import; returns the name that the article's front matter has."""
        return self.keep(ledger.to_bytes(), ".json")

    def ledger(self, name: str) -> ImportLedger | None:
        """The ledger of an import, or None."""
        try:
            return ImportLedger.of_bytes(self.fetch(name)) if name else None
        except (OSError, ValueError):
            return None

    def fetch(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: when it cannot be read.
            ValueError: when its bytes have changed.
        """
        path = self._folder / name
        data = path.read_bytes()
        if sha256(data).hexdigest() != path.stem:
            raise ValueError(f"{RAW}/{name} has changed since it was stored")
        return data

    def record(self, key: str) -> ImportRecord:
        """The record of an article; an empty one if it was not imported."""
        try:
            data = json.loads((self._folder / f"{key}.json").read_text("utf-8"))
            return ImportRecord(data["id"], tuple(Take(**take) for take in data["takes"]), data["columns"])
        except (OSError, ValueError, KeyError, TypeError):
            return ImportRecord(key)

    def remember(self, record: ImportRecord) -> None:
        """Write a record.

        Raises:
            BriefgenError: when it cannot be written.
        """
        data = {**record._asdict(), "takes": [take._asdict() for take in record.takes]}
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        name = f"{record.id}.json"
        with _reported(name):
            replace_file(self._folder / name, text.encode(), self._scratch)

    def note_remake(self, key: str, ledger: ImportLedger) -> None:
        """Note in an article's record that its last import was made again."""
        record = self.record(key)
        if record.takes and record.takes[-1].raw == ledger.raw:
            body, name = digest(ledger.body.strip()), name_of(ledger.to_bytes(), ".json")
            take = record.takes[-1]._replace(body=body, ruleset=ledger.ruleset, ledger=name)
            self.remember(record._replace(takes=(*record.takes[:-1], take)))

    def records(self) -> Iterator[ImportRecord]:
        """Every record, in order of ids."""
        for path in sorted(self._folder.glob("*.json")):
            yield self.record(path.stem)
