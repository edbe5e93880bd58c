"""Write files in one step; list a project's static files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def static_folder(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """(path in the site, file) of the project's own static files; links out of the project are passed by."""
    base = root / name
    inside = root.resolve()
    for path in sorted(base.rglob("*")) if base.is_dir() else ():
        hidden: Sequence[str] = [part for part in path.relative_to(base).parts if part.startswith(".")]
        if path.is_file() and not hidden and path.resolve().is_relative_to(inside):
            yield path.relative_to(base).as_posix(), path


def replace_file(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` and move it into place in one step, so that nobody sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
