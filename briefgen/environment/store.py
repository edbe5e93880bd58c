"""What the last build knew, under ``.briefgen/`` and never in the output: two memories, each in a file of its own.

A file begins with a line that names its format and the digest of what follows. Anything else there, whole or in part, is not used:
the build is then a clean one, and says so.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.environment.digest import digest_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.model import ReadResult, Trace

FOLDER = ".briefgen"
FORMAT = f"briefgen-environment 1 {sys.version_info.major}.{sys.version_info.minor}"
_MARK = ".gitignore"


@dataclass(frozen=True, slots=True)
class Remembered:
    """One file's reading: the stat it had, the digest of its bytes, the key (source, path and pipeline) and the result."""

    stat: tuple[int, ...]
    source: str
    key: str
    result: ReadResult


def reads_file(root: Path) -> Path:
    """Where readings are kept."""
    return root / FOLDER / "reads"


def pages_file(root: Path, output: Path) -> Path:
    """Where the traces of one output folder are kept; a folder in the project is known by its place there."""
    output, root = Path(os.path.realpath(output)), Path(os.path.realpath(root))
    inside = output.is_relative_to(root)
    name = output.relative_to(root).as_posix() if inside else str(output)
    return root / FOLDER / f"pages-{digest_bytes(name.encode('utf-8', 'surrogateescape'))[:12]}"


def load(path: Path) -> tuple[Any, str]:
    """What a file holds, or None and why it cannot be used (an empty text where there simply is none)."""
    payload, why = load_bytes(path)
    if payload is None:
        return None, why
    try:
        return pickle.loads(payload), ""  # noqa: S301 - written by us, and its digest holds
    except Exception as error:  # a class that has changed its shape since
        return None, f"{type(error).__name__}: {error}"


def save(path: Path, value: Mapping[str, Any]) -> None:
    """Write a memory, whole or not at all.

    Raises:
        OSError: when it cannot be written.
    """
    save_bytes(path, pickle.dumps(value, protocol=5))


def load_bytes(path: Path) -> tuple[bytes | None, str]:
    """The bytes that were saved, or None and why they cannot be used."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, str(error.strerror)
    header, _, payload = data.partition(b"\n")
    return (payload, "") if header == _header(payload) else (None, "it is damaged, or of another version")


def save_bytes(path: Path, payload: bytes) -> None:
    """Write bytes with their digest, whole or not at all.

    Raises:
        OSError: when they cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = next(parent for parent in path.parents if parent.name == FOLDER)
    if not (folder / _MARK).exists():
        (folder / _MARK).write_text("*\n", "utf-8")
    replace_file(path, _header(payload) + b"\n" + payload)


def replace_file(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` and move it into place in one step, so that nobody sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def traces_of(loaded: Any) -> dict[str, Trace]:
    """The traces in a loaded pages file, by address."""
    return dict(loaded) if isinstance(loaded, dict) else {}


def _header(payload: bytes) -> bytes:
    return f"{FORMAT} {digest_bytes(payload)}".encode()
