"""Replace a file that people write, unless one of them changes it meanwhile.

The new file is prepared under another name and exchanged with the old one. Only then is the old one compared
with what it should be, so no save can slip in between. If it differs, the two are exchanged again.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISREG

from briefgen.util import renames
from briefgen.util.files import temporary_name, write_new


class NotWritableError(OSError):
    """A file that must not be replaced; ``strerror`` says why."""


class ChangedMeanwhileError(OSError):
    """A file that somebody else changes; it is left as it is.

    ``strerror`` says more.
    """


def check_writable(path: Path) -> os.stat_result:
    """The status of a file that may be replaced.

    The superuser may not write a read-only file either.

    Raises:
        NotWritableError: when replacing it would lose more than its text.
        OSError: when it cannot be written.
    """
    status = path.stat()
    if not S_ISREG(status.st_mode):
        raise NotWritableError(errno.EINVAL, "it is not a regular file", str(path))
    if not status.st_mode & 0o222:
        raise NotWritableError(errno.EACCES, "it is read-only", str(path))
    if status.st_nlink > 1:
        reason = f"it has {status.st_nlink} hard links, and writing would separate them"
        raise NotWritableError(errno.EMLINK, reason, str(path))
    if not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return status


def replace_unchanged(path: Path, before: bytes, after: bytes, scratch: Path) -> None:
    """Replace the bytes ``before`` of a file by ``after``.

    Mode, owner and attributes stay; of a symbolic link, the target is written. ``scratch`` is a folder for
    the new file until it is whole; nothing stays in it.

    Raises:
        ChangedMeanwhileError: when it has other bytes, or gets others meanwhile. Then those stay.
        NotWritableError: as ``check_writable``.
        OSError: when it cannot be written.
    """
    path = path.resolve()
    check_writable(path)
    with path.open("rb") as old, _no_writer(old.fileno(), path) as is_alone:
        if old.read() != before:
            raise _changed(path)
        try:
            _replace(scratch, path, (before, after), is_alone)
        except (ChangedMeanwhileError, NotWritableError):
            raise
        except OSError:  # no such folder, no right to write there, or another file system
            _replace(path.parent, path, (before, after), is_alone)


def _replace(folder: Path, path: Path, contents: tuple[bytes, bytes], is_alone: Callable[[], bool]) -> None:
    temporary = temporary_name(folder)
    _prepare(temporary, contents[1], path)
    with _signals_later():
        _place(temporary, path, contents, is_alone)


def _changed(path: Path, why: str = "it has changed meanwhile") -> ChangedMeanwhileError:
    return ChangedMeanwhileError(errno.EBUSY, why, str(path))


def _prepare(temporary: Path, after: bytes, path: Path) -> None:
    """Write the new file with the rights of the old one, or leave nothing."""
    try:
        write_new(temporary, after, 0o600, durable=True)
        _copy_rights(temporary, path)
    except BaseException:
        _remove(temporary)
        raise


def _remove(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink()


def _copy_rights(temporary: Path, path: Path) -> None:
    own, status = temporary.stat(), path.stat()
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError:
            reason = "it belongs to another user or group, and writing would change that"
            raise NotWritableError(errno.EPERM, reason, str(path)) from None
    if sys.platform == "linux":
        for name in os.listxattr(path):  # access lists, for example
            with suppress(OSError):
                os.setxattr(temporary, name, os.getxattr(path, name))
    temporary.chmod(S_IMODE(status.st_mode))


# --- the exchange


def _place(temporary: Path, path: Path, contents: tuple[bytes, bytes], is_alone: Callable[[], bool]) -> None:
    """Exchange the new file with the old, or restore what is newer."""
    new = _version(temporary)
    try:
        renames.exchange(str(temporary), str(path))
    except OSError as error:
        if error.errno in renames.UNSUPPORTED:
            _place_without_exchange(temporary, path, contents[0])
            return
        _remove(temporary)
        raise _changed(path) if isinstance(error, FileNotFoundError) else error from None
    if _version(temporary)[1] != contents[0] or not is_alone():
        _restore(temporary, path, new)
        raise _changed(path)
    _remove(temporary)


def _restore(temporary: Path, path: Path, placed: tuple[int, bytes | None]) -> None:
    """Put the newest version back: done when what was put there last comes out unchanged."""
    try:
        while True:
            newest = _version(temporary)
            renames.exchange(str(temporary), str(path))
            if _version(temporary) == placed:
                break
            placed = newest
    except OSError as error:
        raise _changed(path, f"it has changed meanwhile; what was saved is {temporary}") from error
    _remove(temporary)


def _place_without_exchange(temporary: Path, path: Path, before: bytes) -> None:
    """Replace the file where the system has no exchange.

    A save within microseconds is not noticed.
    """
    try:
        if _version(path)[1] != before:
            raise _changed(path)
        temporary.replace(path)
    except BaseException:
        _remove(temporary)
        raise


def _version(path: Path) -> tuple[int, bytes | None]:
    """The inode and the bytes; no bytes of what is no file."""
    try:
        content = path.read_bytes()
    except OSError:
        content = None
    return path.lstat().st_ino, content


# --- others that write


@contextmanager
def _signals_later() -> Iterator[None]:
    """Let signals wait until the file is whole again."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


if sys.platform == "linux":
    import fcntl

    @contextmanager
    def _no_writer(file: int, path: Path) -> Iterator[Callable[[], bool]]:
        """Notice programs that open the file to write it in place.

        A read lease makes them wait until the file is closed here; then they write what lies at its path.
        """
        try:
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # which is ignored; SIGIO would end the process
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            raise _changed(path, "another program has it open to write it") from None
        except OSError:  # a file system without leases, or the file of another user
            yield lambda: True
            return
        yield lambda: fcntl.fcntl(file, fcntl.F_GETLEASE) == fcntl.F_RDLCK

else:

    @contextmanager
    def _no_writer(file: int, path: Path) -> Iterator[Callable[[], bool]]:
        """Leases are Linux's alone."""
        yield lambda: True
