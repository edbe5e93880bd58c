"""Files under ``.briefgen/``, never in the output: whole or not there, and nothing that somebody else wrote is believed.

A file begins with a line that names its format, and the length and checksum of what follows: they tell damage, and nobody who could write
there would be held up by more. Anything else there is not used: the build is then a clean one, and says so. Values are marshalled, which is the quickest form that Python has and belongs to one version of it.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

from briefgen.util.files import replace_file
from briefgen.util.hashing import digest_bytes

FOLDER = ".briefgen"
_CODE = [
    file for room in ("cache", "model") for file in sorted((Path(__file__).parent.parent / room).glob("*.py"))
]
FORMAT = f"briefgen-environment {sys.implementation.cache_tag} {digest_bytes(b''.join(file.read_bytes() for file in _CODE))[:12]}"
"""What wrote a file: this version of Python, and this very code of the environment and the values in it."""

_MARK = ".gitignore"


def file_of(kind: str, root: Path, output: Path) -> Path:
    """Where something is kept of one output folder; a folder in the project is known by its place there."""
    output, root = Path(os.path.realpath(output)), Path(os.path.realpath(root))
    inside = output.is_relative_to(root)
    name = output.relative_to(root).as_posix() if inside else str(output)
    return root / FOLDER / f"{kind}-{digest_bytes(name.encode('utf-8', 'surrogateescape'))[:12]}"


def load(path: Path) -> tuple[Any, str]:
    """The value in a file, or None and why it cannot be used (an empty text where there simply is none)."""
    payload, why = _load(path)
    if payload is None:
        return None, why
    try:
        return marshal.loads(payload), ""  # noqa: S302 - written by us, and its checksum holds
    except (EOFError, ValueError, TypeError) as error:
        return None, f"{type(error).__name__}: {error}"


def save(path: Path, value: Any, *, shared: bool = True) -> None:
    """Write a value of plain tuples, mappings, texts and numbers, whole or not at all.

    What stands in it at several places is written once if it is ``shared``; where little is, looking for it takes longer than it saves.

    Raises:
        OSError: when it cannot be written.
    """
    save_bytes(path, marshal.dumps(value, marshal.version if shared else 2))


def load_bytes(path: Path) -> tuple[bytes | None, str]:
    """The bytes that were saved, or None and why they cannot be used."""
    payload, why = _load(path)
    return None if payload is None else bytes(payload), why


def _load(path: Path) -> tuple[memoryview | None, str]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, str(error.strerror)
    end = data.find(b"\n")
    payload = memoryview(data)[end + 1 :]
    return (payload, "") if data[:end] == _header(payload) else (None, "it is damaged, or of another version")


def save_bytes(path: Path, payload: bytes) -> None:
    """Write bytes with their checksum, whole or not at all.

    Raises:
        OSError: when they cannot be written.
    """
    make_folder(next(parent.parent for parent in path.parents if parent.name == FOLDER))
    path.parent.mkdir(exist_ok=True)
    replace_file(path, _header(payload) + b"\n" + payload)


def make_folder(root: Path) -> None:
    """Make the environment's folder, which git is told to leave alone."""
    folder = root / FOLDER
    if not (folder / _MARK).exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text("*\n", "utf-8")


def _header(payload: bytes | memoryview) -> bytes:
    return f"{FORMAT} {len(payload)} {crc32(payload):08x}".encode()
