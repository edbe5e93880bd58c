"""Write a file that people own: the one way for all commands.

A new file is created under a name that nothing has. A file that exists is replaced in one step, unless
somebody changes it meanwhile; before that, ``raw/`` gets a copy.
"""

from __future__ import annotations

import errno

from briefgen.config.folders import RAW
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project_files.backups import Change, back_up
from briefgen.project_files.kinds import ProjectFile, check_kind
from briefgen.util.compare_and_swap import (
    ChangedMeanwhileError,
    NotWritableError,
    check_writable,
    replace_unchanged,
)
from briefgen.util.files import create_file

SCRATCH = ".briefgen"
_HINTS = {
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG): "free some space",
    (errno.EACCES, errno.EPERM, errno.EROFS): "change the permissions of the file or its folder",
}


def write_file(file: ProjectFile, new: bytes | Change, *, backup: bool = True) -> str:
    """Create a file with the bytes ``new``, or make a change to it.

    Returns the name of the copy in ``raw/``, if it made one.

    Raises:
        FileExistsError: when something has the name of a new file.
        BriefgenError: when it must not or cannot be written, or was changed meanwhile. It is as it was.
    """
    check_kind(file)
    target = file.root / file.path
    try:
        if isinstance(new, bytes):
            create_file(target, new)
            return ""
        check_writable(target)
        name = _back_up(file, new) if backup else ""
        replace_unchanged(target, new.before, new.after, file.root / SCRATCH)
    except FileExistsError:
        raise
    except FileNotFoundError:
        raise _changed(file.path, "it has been removed meanwhile") from None
    except OSError as error:
        raise write_failure(error, file.path) from error
    return name


def check_file(file: ProjectFile) -> None:
    """Refuse a file that must not or cannot be changed.

    Raises:
        BriefgenError: as ``write_file``.
    """
    check_kind(file)
    try:
        check_writable(file.root / file.path)
    except OSError as error:
        raise write_failure(error, file.path) from error


def _back_up(file: ProjectFile, change: Change) -> str:
    try:
        return back_up(file, change)
    except OSError as error:
        raise write_failure(error, file.path, f"its backup in {RAW}/") from error


def write_failure(error: OSError, path: str, what: str = "it") -> BriefgenError:
    """What to say of a file that could not be written, or its backup."""
    reason = error.strerror or str(error)
    if isinstance(error, ChangedMeanwhileError):
        return _changed(path, reason)
    if isinstance(error, NotWritableError):
        message = f"{reason}, so it is not written"
        return failure("write-refused", Location(path), message, "change that, and run the command again")
    hint = next((hint for codes, hint in _HINTS.items() if error.errno in codes), "correct that")
    message = f"{what} cannot be written: {reason}"
    return failure("write-failed", Location(path), message, f"{hint}, and run the command again")


def _changed(path: str, reason: str) -> BriefgenError:
    hint = "run the command again"
    return failure("file-changed", Location(path), f"{reason}, so it is left as it is", hint)
