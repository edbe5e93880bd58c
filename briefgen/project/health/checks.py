"""What a check finds, and how a check is run."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefgen.model.diagnostics import CODES, ERROR, NOTE, WARNING
from briefgen.util.text import printable, shorten

OK, MISSING, WEAK, BROKEN = "ok", "missing", "weak", "broken"
"""The states of a part: it works, it is optional and not there, it works badly, or it must be mended."""
REINSTALL = "run: python -m pip install --upgrade --force-reinstall briefgen"
_STATES = {ERROR: BROKEN, WARNING: WEAK, NOTE: MISSING}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LONGEST = 300
"""Characters of an error of another program."""


class Check(NamedTuple):
    """One part, its state, what is known of it, what to do, and the code of the finding."""

    part: str
    state: str
    detail: str
    hint: str = ""
    code: str = ""


Probe = Callable[[], Check | Iterable[Check]]


def finding(code: str, part: str, detail: str, hint: str) -> Check:
    """A check that found something; its state follows from the severity of the code."""
    return Check(part, _STATES[CODES[code][0]], detail, hint, code)


def run_probe(part: str, probe: Probe) -> Iterator[Check]:
    """What a probe finds; that it fails is a finding, too."""
    try:
        checks = probe()
        yield from [checks] if isinstance(checks, Check) else checks
    except ImportError as error:
        yield finding("doctor-library", part, f"it cannot be checked: {error_text(error)}", REINSTALL)
    except Exception as error:
        hint = "put this line into a report: it is a fault of briefgen doctor"
        yield finding("doctor-check", part, f"the check failed: {error_text(error)}", hint)


def error_text(error: Exception) -> str:
    """An error in one line, such as ``Permission denied``."""
    system = error.strerror if isinstance(error, OSError) else ""
    return shorten(printable(" ".join((system or f"{type(error).__name__}: {error}").split())), _LONGEST)


def remedy(error: OSError, folder: Path) -> str:
    """What to do when the system does not let a file be made in a folder."""
    if error.errno in _FULL:
        return f"free some space on the disk of {folder}"
    if error.errno == errno.EROFS:
        return f"mount the disk of {folder} so that it can be written, or choose another folder"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"make the folder {folder}"
    return f"change the owner or the permissions of {folder}"


def nearest_folder(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    path = path.absolute()
    return next((folder for folder in (path, *path.parents) if os.path.lexists(folder)), path)
