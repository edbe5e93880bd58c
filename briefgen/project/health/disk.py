"""Check the disks and folders that briefgen writes to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from briefgen.project.health.checks import OK, Check, error_text, finding, nearest_folder, remedy
from briefgen.util.text import plural

MEGABYTE = 1_000_000
LEAST_ROOM, LEAST_INODES = 200 * MEGABYTE, 5_000
"""Bytes and files that a build of a large site may need."""

Usage = Callable[[Path], tuple[int, int, int]]


def check_room(folder: Path, usage: Usage = shutil.disk_usage) -> Check:
    """Whether the disk of a folder has room."""
    free, inodes = usage(folder)[2], _free_inodes(folder)
    detail = f"{free / MEGABYTE:,.0f} MB free"
    hint = f"free some space on the disk of {folder}: a build needs room for a second site"
    if free < LEAST_ROOM:
        return finding("doctor-disk", "disk", detail, hint)
    if inodes is not None and inodes < LEAST_INODES:
        detail = f"room for {plural(inodes, 'more file')} only"
        return finding("doctor-disk", "disk", detail, f"remove files from the disk of {folder}")
    return Check("disk", OK, detail)


def _free_inodes(folder: Path) -> int | None:
    """How many files more a disk can hold; None if it does not count them."""
    if not hasattr(os, "statvfs"):  # Windows
        return None
    numbers = os.statvfs(folder)
    return numbers.f_favail if numbers.f_files else None


def check_temporary_folder() -> Check:
    """Whether temporary files can be made."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"briefgen")
    except OSError as error:
        detail = f"files cannot be made: {error_text(error)}"
        hint = "free some space there, or set TMPDIR to a folder that you may write to"
        return finding("doctor-temporary", "temporary files", detail, hint)
    return Check("temporary files", OK, tempfile.gettempdir())


def check_writable(folder: Path, part: str = "project") -> Check:
    """Whether files can be made in a folder."""
    if error := write_error(folder):
        return finding("doctor-folder", part, f"{folder}: {error_text(error)}", remedy(error, folder))
    return Check(part, OK, os.fspath(folder.absolute()))


def check_output(root: Path, output: str, mode: str) -> Iterator[Check]:
    """Whether a build can write the output folder, and its disk has room."""
    folder, part = root / output, "output"
    if folder.exists() and not folder.is_dir():
        hint = "remove the file, or set output: in briefgen.yml"
        yield finding("doctor-folder", part, f"{output} is a file", hint)
        return
    # A build prepares the site beside the folder, and then exchanges them.
    places = [nearest_folder(folder)] + ([nearest_folder(folder.parent)] if mode == "exchange" else [])
    checks = [check_writable(place, part) for place in dict.fromkeys(places)]
    yield next(
        (check for check in checks if check.state != OK), Check(part, OK, os.fspath(folder.absolute()))
    )
    if nearest_folder(folder).stat().st_dev != root.stat().st_dev:
        yield check_room(nearest_folder(folder))._replace(part="disk of the output")


def write_error(folder: Path) -> OSError | None:
    """Why no file can be made in a folder; None if one can."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".briefgen-probe-") as file:
            file.write(b"briefgen")
    except OSError as error:
        return error
    return None
