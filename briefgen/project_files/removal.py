"""Remove a file that people own, unless somebody changed it meanwhile."""

from __future__ import annotations

from contextlib import suppress

from briefgen.model import Location
from briefgen.model.diagnostics import failure
from briefgen.project_files.backups import Change, back_up
from briefgen.project_files.kinds import ProjectFile, check_kind
from briefgen.project_files.writer import SCRATCH, write_failure
from briefgen.util.compare_and_swap import check_writable
from briefgen.util.files import temporary_name
from briefgen.util.renames import rename_new


def remove_file(file: ProjectFile, before: bytes, *, backup: bool = True) -> None:
    """Remove a file with the bytes ``before``.

    ``raw/`` gets a copy, unless there is one elsewhere.
    It is taken aside first and compared there, so that no save is lost.

    Raises:
        BriefgenError: when it must not or cannot be removed, or was changed meanwhile. It is as it was.
    """
    check_kind(file)
    target = file.root / file.path
    try:
        check_writable(target)
        if backup:
            back_up(file, Change(before, b"", has_ledger=False))
        scratch = file.root / SCRATCH
        scratch.mkdir(exist_ok=True)
        aside = temporary_name(scratch)
        target.replace(aside)
        if aside.read_bytes() == before:
            aside.unlink()
            return
        with suppress(FileExistsError):  # somebody saved it anew, which is newer
            rename_new(aside, target)
    except FileNotFoundError:
        return
    except OSError as error:
        raise write_failure(error, file.path) from error
    message = "it has changed meanwhile, so it is left as it is"
    raise failure("file-changed", Location(file.path), message, "run the command again")
