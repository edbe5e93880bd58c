"""Write files in one step; list a project's static files."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from typing import BinaryIO

from briefgen.util.git_ignored import ignored_in
from briefgen.util.public_files import walk
from briefgen.util.renames import rename_new


def static_folder(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The static files of a project, as (path in the site, file).

    Files that may be secret are left out; see ``public_files``.
    """
    names = [file for file, why in walk(root, name, ignored_in(root)) if why is None]
    for file in sorted(names, key=lambda one: one.split("/")):
        yield file, root / name / file


def create_file(path: Path, content: bytes, mode: int = 0o666, *, durable: bool = False) -> None:
    """Write a new file, and its folders, in one step.

    ``mode`` is limited by the umask. A ``durable`` file survives a loss of power.

    Raises:
        FileExistsError: when something has this name, even if another process made it just now.
        OSError: when it cannot be written.
    """
    _make_folder(path.parent)
    if _create_unnamed(path, content, mode, durable=durable):
        return
    temporary = temporary_name(path.parent)
    try:
        write_new(temporary, content, mode, durable=durable)
        rename_new(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes, scratch: Path | None = None) -> None:
    """Write a file of briefgen's own, and its folders, in one step.

    No reader ever sees half of it. A file that exists keeps its permissions. Until it is whole, it lies in
    the folder ``scratch``, if that can be. For files that people write, see ``project_files.writer``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if scratch is not None:
        with suppress(OSError):  # no such folder, or one of another file system
            _replace_from(scratch, path, content)
            return
    _replace_from(path.parent, path, content)


def _replace_from(folder: Path, path: Path, content: bytes) -> None:
    temporary = temporary_name(folder)
    try:
        write_new(temporary, content, 0o666)
        with suppress(FileNotFoundError):
            temporary.chmod(S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def temporary_name(folder: Path) -> Path:
    """A hidden name that nothing else uses."""
    return folder / f".briefgen-{os.getpid()}-{os.urandom(4).hex()}.tmp"


def write_new(path: Path, content: bytes, mode: int, *, durable: bool = False) -> None:
    """Write a file that does not exist yet, under its own name."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(file, "wb") as stream:
        _fill(stream, content, durable=durable)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None


def _create_unnamed(path: Path, content: bytes, mode: int, *, durable: bool) -> bool:
    """Write a file that gets its name when it is whole.

    So nothing is left of one that is not.

    False where the system cannot do that, or it failed.
    """
    try:
        file = os.open(path.parent, os.O_WRONLY | os.O_TMPFILE, mode)
    except (AttributeError, OSError):  # not on this system, or not on this file system
        return False
    with os.fdopen(file, "wb") as stream:
        _fill(stream, content, durable=durable)
        try:
            # With src_dir_fd, Python follows the link in /proc instead of linking it.
            os.link(f"/proc/self/fd/{file}", path, src_dir_fd=file)
        except FileExistsError:
            raise
        except OSError:
            return False
    return True


def _fill(stream: BinaryIO, content: bytes, *, durable: bool) -> None:
    stream.write(content)
    stream.flush()
    if durable:
        os.fsync(stream.fileno())
