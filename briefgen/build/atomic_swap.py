"""Change several output files in one step: prepare a second tree, then exchange both.

The second tree holds the files of the output as hard links, so only its folders take space. No list records
how the two differ: a folder of the second tree gets the modification time of its twin when both hold the same
files, and any change of a folder gives it another time. So an interrupted change is repaired by the next one,
and files that others put into the output are kept.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from briefgen.util.files import replace_file

SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a folder gets another time, on any file system."""

NO_LINKS = frozenset({errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""Errors of a file system that makes no hard link of this file; it is copied then."""

UNPREPARED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EXDEV})
"""Errors that say: no second tree can be made here, beside the output or of all that it holds."""

IN_STEPS = frozenset({errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""Errors that say: two folders cannot be exchanged here, or the output is a place of its own (a mount)."""

_OCTAL = re.compile(r"\\([0-7]{3})")
"""How the list of mounts writes a space."""


def place_of(folder: str) -> str:
    """Return the place of the second tree, in a folder that git ignores."""
    above, name = os.path.split(folder)
    home = os.path.join(above, f"{name}.briefgen")
    if not os.path.exists(f"{home}/.gitignore"):
        os.makedirs(home, exist_ok=True)
        replace_file(Path(home, ".gitignore"), b"*\n")
    return f"{home}/spare"


def is_mounted(folder: str) -> bool:
    """Whether something is mounted at a folder or below it.

    Such a folder must keep its place.
    """
    if os.path.ismount(folder):
        return True
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:  # only Linux has this file
        return False
    places = (_OCTAL.sub(lambda match: chr(int(match[1], 8)), line.split(" ")[4]) for line in lines)
    return any(f"{place}/".startswith(f"{folder}/") for place in places)


def mirror(folder: str, spare: str) -> None:
    """Make ``spare`` hold the very files of ``folder``; only folders that differ are read.

    Raises:
        PermissionError: for a file or folder of another owner, which would become ours by this.
    """
    waiting, empty = [""], set[str]()
    if not os.path.lexists(spare):
        os.mkdir(spare)
        empty.add(spare)
    settled, counts_folders = time.time_ns() - SETTLED, _counts_folders(folder)
    while waiting:
        name = waiting.pop()
        here, there = folder + name, spare + name
        status = os.stat(here)
        is_alike = there not in empty and _state(there) == _state_of(status)
        if is_alike and counts_folders and status.st_nlink == 2:
            continue  # it has no folders; nearly every folder is that of one article
        with os.scandir(here) as listed:
            entries = list(listed)
        if not is_alike:
            if there in empty:
                empty.update(_fill(entries, there))
            else:
                _make_alike(entries, there)
            _check_owner(there, status)
            os.chmod(there, stat.S_IMODE(status.st_mode))
            if status.st_mtime_ns < settled:
                os.utime(there, ns=(status.st_mtime_ns, status.st_mtime_ns))
        waiting += [f"{name}/{entry.name}" for entry in entries if entry.is_dir(follow_symlinks=False)]


def clear(path: str) -> None:
    """Remove a file or a folder, if it exists."""
    with suppress(FileNotFoundError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def _counts_folders(folder: str) -> bool:
    """Whether the file system counts a folder's subfolders in its links, as most do."""
    with os.scandir(folder) as listed:
        folders = sum(entry.is_dir(follow_symlinks=False) for entry in listed)
    return folders > 0 and os.stat(folder).st_nlink == 2 + folders


def _state(folder: str) -> tuple[int, ...]:
    """The time, mode and owner of a folder; empty where there is none."""
    try:
        status = os.lstat(folder)
    except FileNotFoundError:
        return ()
    return _state_of(status) if stat.S_ISDIR(status.st_mode) else ()


def _state_of(status: os.stat_result) -> tuple[int, ...]:
    return status.st_mtime_ns, stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid


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
    """Link files into a folder that has none of them; return the folders made."""
    made = []
    for entry in entries:
        target = f"{there}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            os.mkdir(target)
            made.append(target)
        else:
            _link(entry.path, target)
    return made


def _check_owner(twin: str, status: os.stat_result) -> None:
    own = os.lstat(twin)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        raise PermissionError(errno.EPERM, "a folder in it has another owner", twin)


def _link(file: str, target: str) -> None:
    try:
        os.link(file, target, follow_symlinks=False)
    except OSError as error:
        status = os.lstat(file)
        is_own = os.name == "nt" or status.st_uid == os.geteuid()
        if error.errno not in NO_LINKS or not (is_own and stat.S_ISREG(status.st_mode)):
            raise
        shutil.copy2(file, target, follow_symlinks=False)
