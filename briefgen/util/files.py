"""Write files in one step; list a project's static files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE


def static_folder(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The static files of a project, as (path in the site, file).

    Links out of the project are skipped.
    """
    base = root / name
    inside = root.resolve()
    for path in sorted(base.rglob("*")) if base.is_dir() else ():
        hidden: Sequence[str] = [part for part in path.relative_to(base).parts if part.startswith(".")]
        if path.is_file() and not hidden and path.resolve().is_relative_to(inside):
            yield path.relative_to(base).as_posix(), path


def replace_file(path: Path, content: bytes) -> None:
    """Write a file, and its folders, in one step.

    No reader ever sees half of it. A file that exists keeps its permissions.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(content)
        with suppress(FileNotFoundError):
            temporary.chmod(S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
