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
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from briefgen.util.files import replace_file

SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a folder gets another time, on any file system."""

NO_LINKS = frozenset({errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""Errors of a file system that makes no hard link of this file; it is copied then."""

IN_STEPS = frozenset({errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""Errors that say: two folders cannot be exchanged here, or the output is a place of its own (a mount)."""

_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


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
    waiting, empty = [""], set[str]()
    if not os.path.lexists(spare):
        os.mkdir(spare)
        empty.add(spare)
    settled, counts_folders = time.time_ns() - SETTLED, _counts_folders(folder)
    while waiting:
        name = waiting.pop()
        here, there = folder + name, spare + name
        status = os.stat(here)
        is_alike = there not in empty and _state(there) == (status.st_mtime_ns, stat.S_IMODE(status.st_mode))
        if is_alike and counts_folders and status.st_nlink == 2:
            continue  # it has no folders; nearly every folder is that of one article
        with os.scandir(here) as listed:
            entries = list(listed)
        if not is_alike:
            if there in empty:
                empty.update(_fill(entries, there))
            else:
                _make_alike(entries, there)
            os.chmod(there, stat.S_IMODE(status.st_mode))
            if status.st_mtime_ns < settled:
                os.utime(there, ns=(status.st_mtime_ns, status.st_mtime_ns))
        waiting += [f"{name}/{entry.name}" for entry in entries if entry.is_dir(follow_symlinks=False)]


def exchange(one: str, other: str) -> None:
    """Exchange two folders in one call, so that neither is ever missing.

    Raises:
        OSError: when that fails, with ENOSYS where the system has no such call.
    """
    import ctypes

    system = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    first, second = os.fsencode(one), os.fsencode(other)
    if system is not None and hasattr(system, "renameat2"):
        failed = system.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    elif system is not None and sys.platform == "darwin":
        failed = system.renamex_np(first, second, _RENAME_SWAP)
    else:
        raise OSError(errno.ENOSYS, "this system cannot exchange two folders", one)
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), one)


def clear(path: str) -> None:
    """Remove a file or a folder, if it exists."""
    with suppress(FileNotFoundError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def _counts_folders(folder: str) -> bool:
    """Return whether the links of a folder are 2 and its folders, as most file systems count."""
    with os.scandir(folder) as listed:
        folders = sum(entry.is_dir(follow_symlinks=False) for entry in listed)
    return folders > 0 and os.stat(folder).st_nlink == 2 + folders


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
    missing = []
    for entry in entries:
        old, is_folder = others.pop(entry.name, None), entry.is_dir(follow_symlinks=False)
        if old and (
            is_folder == old.is_dir(follow_symlinks=False) and (is_folder or old.inode() == entry.inode())
        ):
            continue
        if old:
            clear(old.path)
        missing.append(entry)
    for old in others.values():
        clear(old.path)
    _fill(missing, there)


def _fill(entries: Iterable[os.DirEntry[str]], there: str) -> list[str]:
    """Link files into a folder and make folders, which are returned; it has none of these names."""
    made = []
    for entry in entries:
        target = f"{there}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            os.mkdir(target)
            made.append(target)
        else:
            _link(entry.path, target)
    return made


def _link(file: str, target: str) -> None:
    try:
        os.link(file, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(file, target, follow_symlinks=False)
