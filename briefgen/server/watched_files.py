"""The files of a project whose changes can change its site."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefgen.config.folders import INBOX

OTHERS = frozenset({"__pycache__", "node_modules", "4913"})
"""Names that are no part of a site: other tools' folders, and vim's test file."""
STAGING = ".briefgen"
"""The end of the name of a folder beside an output folder, in which a build prepares a site."""
_STARTS = (".", "#", "___jb_")
_ENDS = (STAGING, "~", ".swp", ".swx", ".swo", ".tmp", "___jb_tmp___", "___jb_old___", ".crdownload", ".part")


class FileState(NamedTuple):
    """Values that show that a file changed: time in nanoseconds, size in bytes, inode.

    Of a folder, only the inode.
    """

    mtime: int
    size: int
    inode: int


def is_ours(path: str, output: str) -> bool:
    """Whether a change of a project path can change the site; nothing in ``output`` or the inbox can."""
    if f"{path}/".startswith((f"{output}/", f"{INBOX}/")):
        return False
    return not any(
        name in OTHERS or name.startswith(_STARTS) or name.endswith(_ENDS) for name in path.split("/")
    )


def is_in_output(root: Path, path: str) -> bool:
    """Whether a path lies in the output of any build.

    A folder for staging is beside it.
    """
    names = path.split("/")
    return any((root / ("/".join(names[:n]) + STAGING)).is_dir() for n in range(1, len(names) + 1))


def folders_of(root: Path, output: str) -> dict[str, Path]:
    """The folders to watch by name: the root as "", and those in it.

    Virtual environments and output folders are left out. Links are resolved.
    """
    try:
        found = {entry.name: Path(entry.path) for entry in os.scandir(root) if entry.is_dir()}
    except OSError:  # the root is gone
        return {}
    ours = {name: path.resolve() for name, path in sorted(found.items()) if is_ours(name, output)}
    return {"": root} | {
        name: path
        for name, path in ours.items()
        if f"{name}{STAGING}" not in found and not (path / "pyvenv.cfg").is_file()
    }


def states_of(root: Path, output: str) -> Mapping[str, FileState]:
    """The state of each file that can change the site, by project path."""
    states: dict[str, FileState] = {}
    for name, folder in folders_of(root, output).items():
        if name:
            states[name] = FileState(0, 0, 0)
        states.update(_walk(str(folder), name, output, deep=bool(name)))
    return states


def _walk(folder: str, name: str, output: str, *, deep: bool) -> Iterator[tuple[str, FileState]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # gone, or not ours to read
        return
    staging = {entry.name for entry in entries if entry.name.endswith(STAGING)}
    for entry in entries:
        path = f"{name}/{entry.name}" if name else entry.name
        if not is_ours(path, output) or f"{entry.name}{STAGING}" in staging:
            continue
        with suppress(OSError):  # removed meanwhile
            if not entry.is_dir(follow_symlinks=False):
                stat = entry.stat(follow_symlinks=False)
                yield path, FileState(stat.st_mtime_ns, stat.st_size, stat.st_ino)
            elif deep:
                yield path, FileState(0, 0, entry.inode())
                yield from _walk(entry.path, path, output, deep=True)


def changed_paths(before: Mapping[str, FileState], now: Mapping[str, FileState]) -> list[str]:
    """The paths of new, changed and removed files, in order."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
