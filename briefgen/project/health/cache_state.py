"""Check the cache of the last build."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from briefgen.cache import lock
from briefgen.cache.database import SCHEMA_VERSION, CacheFile, DamagedError
from briefgen.cache.store import FOLDER
from briefgen.project.health.checks import OK, Check, error_text, finding, remedy
from briefgen.project.health.disk import MEGABYTE, write_error

_TABLES = ("sources", "images")
_PATIENCE = 2
"""Seconds to wait for a process that writes the file."""


def check_cache(root: Path) -> Check:
    """Whether the next build can use the cache."""
    file, part = CacheFile(root, _PATIENCE), "cache"
    folder = file.path.parent
    if folder.exists() and (error := _refusal(file)):
        hint = f"{remedy(error, folder)}, or remove it: the next build makes it again"
        return finding("doctor-cache", part, f"{FOLDER}/ cannot be written: {error_text(error)}", hint)
    if not file.path.exists():
        return Check(part, OK, "there is none yet; the first build makes it")
    size = f"{file.path.stat().st_size / MEGABYTE:,.1f} MB, version {SCHEMA_VERSION}"
    if lock.is_held(root):
        hint = "wait for the other command, or end it"
        return finding("doctor-cache-locked", part, f"{size}; a build of this project is running", hint)
    try:
        count = sum(len(file.read(table).values) for table in _TABLES)
    except DamagedError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EBUSY:
            hint = "wait for the other program, or end it"
            return finding("doctor-cache-locked", part, f"{size}; another program has it open", hint)
        detail = f"{error.diagnostics[0].message}; the next build reads everything again"
        hint = f"run briefgen build, which replaces it; or remove {FOLDER}/"
        return finding("doctor-cache-damaged", part, detail, hint)
    return Check(part, OK, f"{count:,} files, {size}")


def _refusal(file: CacheFile) -> OSError | None:
    """Why a build cannot write the cache; None if it can."""
    folder = file.path.parent
    if not folder.is_dir():
        return NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if file.path.exists() and not os.access(file.path, os.R_OK | os.W_OK):
        return PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return write_error(folder)
