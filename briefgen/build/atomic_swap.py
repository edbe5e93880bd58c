"""Change several output files in one step: prepare a second tree, then exchange both.

The second tree holds the files of the output as hard links, so only its folders take space. No list records
how the two differ: a folder of the second tree gets the modification time of its twin when both hold the same
files, and any change of a folder gives it another time. So an interrupted change is repaired by the next one,
and files that others put into the output are kept.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from briefgen.util.files import replace_file
from briefgen.util.renames import exchange as exchange

SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a folder gets another time, on any file system."""

NO_LINKS = frozenset({errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""Errors of a file system that makes no hard link of this file; it is copied then."""

IN_STEPS = frozenset({errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""Errors that say: two folders cannot be exchanged here, or the output is a place of its own (a mount)."""


def place_of(folder: str) -> str:
    """Return the place of the second tree, in a folder that git ignores."""
    above, name = os.path.split(folder)
    home = os.path.join(above, f"{name}.briefgen")
    if not os.path.exists(f"{home}/.gitignore"):
        os.makedirs(home, exist_ok=True)
        replace_file(Path(home, ".gitignore"), b"*\n")
    return f"{home}/spare"


def mirror(folder: str, spare: str) -> None:
    """Make ``spare`` hold the very files of ``folder``; only folders that differ are read."""
    waiting = [""]
    while waiting:
        name = waiting.pop()
        here, there = folder + name, spare + name
        status = os.stat(here)
        with os.scandir(here) as listed:
            entries = list(listed)
        if _state(there) != (status.st_mtime_ns, stat.S_IMODE(status.st_mode)):
            _make_alike(entries, there)
            os.chmod(there, stat.S_IMODE(status.st_mode))
            if time.time_ns() - status.st_mtime_ns > SETTLED:
                os.utime(there, ns=(status.st_mtime_ns, status.st_mtime_ns))
        waiting += [f"{name}/{entry.name}" for entry in entries if entry.is_dir(follow_symlinks=False)]


def clear(path: str) -> None:
    """Remove a file or a folder, if it exists."""
    with suppress(FileNotFoundError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def _state(folder: str) -> tuple[int, int]:
    """The time and the mode of a folder, or zeros where there is none."""
    try:
        status = os.lstat(folder)
    except FileNotFoundError:
        return 0, 0
    return (status.st_mtime_ns, stat.S_IMODE(status.st_mode)) if stat.S_ISDIR(status.st_mode) else (0, 0)


def _make_alike(entries: Iterable[os.DirEntry[str]], there: str) -> None:
    """Give the folder ``there`` the same files and folders as ``entries``, and no others."""
    if not os.path.isdir(there) or os.path.islink(there):
        clear(there)
        os.mkdir(there)
    with os.scandir(there) as listed:
        others = {entry.name: entry for entry in listed}
    for entry in entries:
        old, is_folder = others.pop(entry.name, None), entry.is_dir(follow_symlinks=False)
        if old and (
            is_folder == old.is_dir(follow_symlinks=False) and (is_folder or old.inode() == entry.inode())
        ):
            continue
        target = os.path.join(there, entry.name)
        if old:
            clear(target)
        if is_folder:
            os.mkdir(target)
        else:
            _link(entry.path, target)
    for old in others.values():
        clear(old.path)


def _link(file: str, target: str) -> None:
    try:
        os.link(file, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(file, target, follow_symlinks=False)
