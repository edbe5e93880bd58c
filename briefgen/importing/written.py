"""Write cleaned text into article files, and undo it byte for byte.

Beside the copy of the old file, ``raw/`` has the ledger of the change: which file, and which bytes it got.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefgen.importing.document import refusal
from briefgen.importing.raw_store import RawStore
from briefgen.model import Edit
from briefgen.reading.import_ledger import FOLDER
from briefgen.util.files import replace_file

_SUFFIX = ".ledger.json"


def write_cleaned(root: Path, path: str, text: str, edits: Sequence[Edit]) -> str:
    """Replace the text of a file.

    Returns the name of the copy of the old one.

    Raises:
        OSError: when a file cannot be written.
    """
    old, new = (root / path).read_bytes(), text.encode()
    name = RawStore(root).keep(old, (root / path).suffix)
    ledger = {"path": path, "old": name, "new": sha256(new).hexdigest(), "edits": [*map(astuple, edits)]}
    data = json.dumps(ledger, ensure_ascii=False, indent=1) + "\n"
    replace_file((root / FOLDER / name).with_suffix(_SUFFIX), data.encode("utf-8", "surrogatepass"))
    replace_file(root / path, new)
    return name


def undo(root: Path, path: str) -> str:
    """Give a file the bytes that it had before ``clean --write``.

    Returns the name of their copy.

    Raises:
        BriefgenError: when the file was not written so, or was changed since.
        OSError: when a file cannot be read or written.
        ValueError: when the copy has changed.
    """
    now = sha256((root / path).read_bytes()).hexdigest()
    writes = list(_writes(root))
    match = next((one for one in writes if one["new"] == now), None)
    if match is None:
        copy = next((one["old"] for one in writes if one["path"] == path), "")
        if copy:
            raise refusal(
                path,
                "it was changed after `clean --write`, so undoing would lose that",
                f"the text before is {FOLDER}/{copy}",
            )
        raise refusal(path, "`clean --write` has not written this file", "`briefgen clean` shows its changes")
    replace_file(root / path, RawStore(root).fetch(match["old"]))
    return str(match["old"])


def _writes(root: Path) -> Iterator[dict[str, Any]]:
    """The ledgers of all writes."""
    for file in sorted((root / FOLDER).glob(f"*/*{_SUFFIX}")):
        try:
            values = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(values, dict) and {"path", "old", "new"} <= values.keys():
            yield values
