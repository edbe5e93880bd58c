"""Write files in one step; list a project's static files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

from briefgen.util.git_ignored import ignored_in
from briefgen.util.public_files import walk


def static_folder(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The static files of a project, as (path in the site, file).

    Files that may be secret are left out; see ``public_files``.
    """
    names = [file for file, why in walk(root, name, ignored_in(root)) if why is None]
    for file in sorted(names, key=lambda one: one.split("/")):
        yield file, root / name / file


def create_file(path: Path, content: bytes) -> None:
    """Write a new file, and its folders, in one step.

    Raises:
        FileExistsError: when there is such a file, even if another process writes it just now.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(content)
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with path.open("xb") as file:
                file.write(content)
    finally:
        temporary.unlink(missing_ok=True)


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
