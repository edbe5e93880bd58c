"""The changes that an act makes to files: values that can be written, and undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefgen.cleaning.outlet_file import FOLDER as OUTLETS
from briefgen.config.folders import DELETED, EDITIONS, INBOX, SKIPPED
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.project.project import Project
from briefgen.project_files.backups import Change
from briefgen.project_files.kinds import DECISIONS, Kind, ProjectFile
from briefgen.project_files.removal import remove_file
from briefgen.project_files.writer import check_file, write_file
from briefgen.util.media import is_picture


class FileChange(NamedTuple):
    """The bytes of a file before and after; None where there is no file."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def inverse(self) -> FileChange:
        """The change that undoes this one."""
        return FileChange(self.path, self.after, self.before)


def undoing(changes: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """The changes that undo these."""
    return tuple(one.inverse for one in reversed(changes))


def write_changes(
    project: Project,
    changes: Sequence[FileChange],
    needs_backup: Callable[[FileChange], bool] = lambda change: True,
) -> None:
    """Write all changes, or none if a file has other bytes by now.

    Raises:
        BriefgenError: when a file cannot be written, or was changed meanwhile.
        OSError: when a file cannot be read.
    """
    for change in changes:
        _check(project, change)
    written: list[FileChange] = []
    try:
        for change in changes:
            _write(project, change, backup=needs_backup(change))
            written.append(change)
    except BaseException:
        for change in undoing(written):
            with suppress(BriefgenError, OSError):  # somebody else has changed it, which is newer
                _write(project, change, backup=False)
        raise


def bytes_at(root: Path, path: str) -> bytes | None:
    """The bytes of a file, or None if there is none."""
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        return None


def _check(project: Project, change: FileChange) -> None:
    if bytes_at(project.root, change.path) != change.before:
        raise _changed(change.path)
    if change.before is not None:
        check_file(_file(project, change.path))


def _write(project: Project, change: FileChange, *, backup: bool) -> None:
    file = _file(project, change.path)
    if change.after is None:
        remove_file(file, change.before or b"", backup=backup)
    elif change.before is None:
        try:
            write_file(file, change.after)
        except FileExistsError:
            raise _changed(change.path) from None
    else:
        write_file(file, Change(change.before, change.after), backup=backup)


def _changed(path: str) -> BriefgenError:
    message = "it has changed meanwhile, so it is left as it is"
    return failure("file-changed", Location(path), message, "run the command again")


def _file(project: Project, path: str) -> ProjectFile:
    content = project.config.content
    if is_picture(path):
        return ProjectFile(project.root, path, Kind.FILE, content)
    kinds = {
        f"{content}/{EDITIONS}/": Kind.EDITION,
        f"{DELETED}/": Kind.DELETED,
        f"{INBOX}/": Kind.INBOX,
        f"{OUTLETS}/": Kind.OUTLET,
        SKIPPED: Kind.SKIPPED,
        DECISIONS: Kind.DECISIONS,
    }
    kind = next((kind for start, kind in kinds.items() if path.startswith(start)), Kind.ARTICLE)
    return ProjectFile(project.root, path, kind, content)
