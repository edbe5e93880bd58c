"""Keep a file's bytes before a change, and give them back.

Beside the copy, ``raw/`` has the ledger of the change: which file, and which bytes it got.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from stat import S_IMODE
from typing import Any, NamedTuple

from briefgen.config.folders import BACKUP_SUFFIX, RAW
from briefgen.model import Edit, Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project_files.kinds import ProjectFile
from briefgen.util.files import create_file


class Change(NamedTuple):
    """A change of a file: its bytes before and after.

    ``edits`` are those of the cleaning rules, if they made the change.

    A change with a ledger can be undone.
    """

    before: bytes
    after: bytes
    edits: Sequence[Edit] = ()
    has_ledger: bool = True


def name_of(data: bytes, suffix: str) -> str:
    """The name in ``raw/`` of a file with these bytes."""
    name_digest = sha256(data).hexdigest()
    return f"{name_digest[:2]}/{name_digest}{suffix}"


def back_up(file: ProjectFile, change: Change) -> str:
    """Keep the bytes before a change, with its ledger.

    Nobody may read more than the file itself.

    Returns the name of the copy.

    Raises:
        BriefgenError: when there is a damaged copy.
        OSError: when a file cannot be written.
    """
    target = file.root / file.path
    name, mode = name_of(change.before, target.suffix), S_IMODE(target.stat().st_mode) & 0o666
    copy = file.root / RAW / name
    _keep(copy, change.before, mode)
    if change.has_ledger:
        data = _ledger(file.path, name, change)
        own = copy.with_suffix(f".{sha256(data).hexdigest()[:8]}{BACKUP_SUFFIX}")
        with suppress(FileExistsError):  # the same change was made before
            create_file(own, data, mode, durable=True)
    return name


def _ledger(path: str, copy: str, change: Change) -> bytes:
    after = sha256(change.after).hexdigest()
    ledger = {"path": path, "old": copy, "new": after, "edits": [*map(astuple, change.edits)]}
    text = json.dumps(ledger, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _keep(copy: Path, data: bytes, mode: int) -> None:
    try:
        create_file(copy, data, mode, durable=True)
    except FileExistsError:
        if copy.read_bytes() != data:
            raise damaged(copy) from None


def damaged(copy: Path) -> BriefgenError:
    """What to say of a copy in ``raw/`` that has other bytes than were stored."""
    at = Location(f"{RAW}/{copy.parent.name}/{copy.name}")
    message = "this copy has changed since it was stored, so it is no backup"
    return failure("write-refused", at, message, "move it away, and run the command again")


def last_change(root: Path, path: str, now: bytes) -> tuple[str, bytes]:
    """The name and bytes of the copy made before a file became ``now``.

    Raises:
        BriefgenError: when it was not changed so, or was changed by somebody else since.
        OSError: when the copy cannot be read.
    """
    is_now = sha256(now).hexdigest()
    ledgers = list(_ledgers(root))
    same = sorted((one for one in ledgers if one["new"] == is_now), key=lambda one: one["path"] == path)
    if not same:
        raise _no_way_back(path, next((one["old"] for one in reversed(ledgers) if one["path"] == path), ""))
    name = str(same[-1]["old"])
    copy = root / RAW / name
    data = copy.read_bytes()
    if sha256(data).hexdigest() != copy.stem:
        raise damaged(copy)
    return name, data


def _no_way_back(path: str, copy: str) -> BriefgenError:
    at = Location(path)
    if copy:
        message = "it was changed after briefgen wrote it, so undoing would lose that"
        return failure("write-refused", at, message, f"the text before is {RAW}/{copy}")
    message = "briefgen has not changed this file"
    return failure("write-refused", at, message, "`briefgen clean` shows what it would change")


def _ledgers(root: Path) -> Iterator[dict[str, Any]]:
    """The ledgers of all changes, the last one last."""
    files = (root / RAW).glob(f"*/*{BACKUP_SUFFIX}")
    for file in sorted(files, key=lambda one: (one.stat().st_mtime_ns, one.name)):
        try:
            values = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(values, dict) and {"path", "old", "new"} <= values.keys():
            yield values
