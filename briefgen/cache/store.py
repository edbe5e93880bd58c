"""The folder ``.briefgen/``, and small files in it that are whole or not used.

Compiled templates are kept in such files, each with its format, length and checksum. What builds cache of
sources and pages is in ``cache.database``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from zlib import crc32

from briefgen.util.files import replace_file

FOLDER = ".briefgen"
FORMAT = f"briefgen-file {sys.implementation.cache_tag}"
"""What wrote a file: this version of Python."""

_MARK = ".gitignore"


def load_bytes(path: Path) -> bytes | None:
    """The bytes that were saved, or None if they cannot be used."""
    try:
        head, _, payload = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return payload if head == _header(payload) else None


def save_bytes(path: Path, payload: bytes) -> None:
    """Write bytes with their checksum, whole or not at all."""
    make_folder(next(parent.parent for parent in path.parents if parent.name == FOLDER))
    path.parent.mkdir(exist_ok=True)
    replace_file(path, _header(payload) + b"\n" + payload)


def make_folder(root: Path) -> None:
    """Make the folder, with a file that tells git to ignore it."""
    folder = root / FOLDER
    if not (folder / _MARK).exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text("*\n", "utf-8")


def _header(payload: bytes) -> bytes:
    return f"{FORMAT} {len(payload)} {crc32(payload):08x}".encode()
