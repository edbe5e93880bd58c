"""Rename files in ways that the standard library does not offer."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""Errors of a system, or a file system, that has no such call."""

_AT_FDCWD = -100
_NO_REPLACE, _EXCHANGE = 1, 2
_DARWIN = {_NO_REPLACE: 4, _EXCHANGE: 2}


def exchange(one: str, other: str) -> None:
    """Exchange two files or folders in one call, so that neither is ever missing.

    Raises:
        OSError: when that fails, with ENOSYS where the system has no such call.
    """
    _rename(one, other, _EXCHANGE)


def rename_new(source: Path, target: Path) -> None:
    """Rename a file to a name that nothing has.

    Raises:
        FileExistsError: when something has the name, even if another process took it just now.
        OSError: when the file cannot be renamed.
    """
    try:
        _rename(str(source), str(target), _NO_REPLACE)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        _link_and_remove(source, target)


def _rename(source: str, target: str, flag: int) -> None:
    import ctypes

    system = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    first, second = os.fsencode(source), os.fsencode(target)
    if system is not None and hasattr(system, "renameat2"):
        failed = system.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, flag)
    elif system is not None and sys.platform == "darwin":
        failed = system.renamex_np(first, second, _DARWIN[flag])
    else:
        raise OSError(errno.ENOSYS, "this system has no such way to rename", source)
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), source, None, target)


def _link_and_remove(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        source.rename(target)
    else:
        source.unlink()
