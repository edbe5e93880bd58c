"""The output folder holds the old site or the new one, never a mix."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefgen.build import atomic_swap
from briefgen.util.files import replace_file
from briefgen.util.hashing import digest_bytes
from briefgen.util.renames import exchange


@dataclass(frozen=True, slots=True)
class Output:
    """A folder of pages; paths in it are relative, with ``/``.

    ``placing`` is a lock for the time in which files of the folder itself are moved. ``keeps_folder`` says
    that the folder must stay the same one, as for a container that mounts it.
    """

    folder: Path
    placing: AbstractContextManager[Any] = field(default_factory=nullcontext)
    keeps_folder: bool = False

    def stat(self, path: str) -> tuple[int, int]:
        """(modification time in ns, size) of a file, (0, 0) where there is none."""
        try:
            stat = os.stat(f"{self.folder}/{path}")
        except OSError:
            return 0, 0
        return stat.st_mtime_ns, stat.st_size

    def digest(self, path: str) -> str:
        """The digest of a file's bytes, or an empty text where there is none."""
        try:
            return digest_bytes((self.folder / path).read_bytes())
        except OSError:
            return ""

    def change(self, files: Mapping[str, str], surplus: Sequence[str]) -> str:
        """Put ``files`` (path -> finished file) in place and remove the ``surplus``.

        Several files are put into a second tree, which is then exchanged with the folder. Where that is not
        possible, the files are put in place one by one, and the reason is returned.
        """
        folder = os.path.realpath(self.folder)
        fresh = not os.path.exists(folder)
        if len(files) + len(surplus) < 2 or (self.keeps_folder and not fresh):
            self._in_place(files, surplus)
            return ""
        if atomic_swap.is_mounted(folder):
            self._in_place(files, surplus)
            return "it is a mount of its own, or holds one"
        beside, reason = _prepare(folder, fresh=fresh)
        if reason:
            self._in_place(files, surplus)
            return reason
        try:
            Output(Path(beside))._in_steps(files, surplus)
            with self.placing:
                os.rename(beside, folder) if fresh else exchange(folder, beside)
        except OSError as error:
            if error.errno not in atomic_swap.IN_STEPS:
                raise
            placed = {path: f"{beside}/{path}" for path, file in files.items() if not os.path.exists(file)}
            self._in_place({**files, **placed}, surplus)
            return error.strerror or str(error)
        return ""

    def _in_place(self, files: Mapping[str, str], surplus: Sequence[str]) -> None:
        with self.placing:
            self._in_steps(files, surplus)

    def _in_steps(self, files: Mapping[str, str], surplus: Sequence[str]) -> None:
        """Put files in place, pages after what they load; then remove surplus files.

        Surplus files go first only where a file is to be that was a folder, or a folder that was a file.
        """
        blocking = _blocking(files, surplus)
        for path in blocking:
            self._remove(path)
        for path in sorted(files, key=lambda one: one.endswith(".html")):
            self._place(files[path], path)
        for path in surplus:
            if path not in blocking:
                self._remove(path)

    def _place(self, file: str, path: str) -> None:
        """Move a finished file to its place."""
        target = f"{self.folder}/{path}"
        try:
            os.replace(file, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            self._move(file, target)
        except OSError:
            self._move(file, target)

    def _remove(self, path: str) -> None:
        """Remove a file, if it is there, and the folders that it leaves empty."""
        target = self.folder / path
        try:
            target.unlink()
        except FileNotFoundError:
            return
        for parent in target.parents:
            try:
                if parent == self.folder or any(parent.iterdir()):
                    break
                parent.rmdir()
            except OSError:  # a folder of others, which we may not read or remove
                break

    def _move(self, file: str, target: str) -> None:
        """Move a file, by its bytes where the output lies on another file system."""
        try:
            os.replace(file, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            replace_file(Path(target), Path(file).read_bytes())


def _prepare(folder: str, *, fresh: bool) -> tuple[str, str]:
    """Make the second tree; return its place, and why there is none."""
    beside = ""
    try:
        beside = atomic_swap.place_of(folder)
        atomic_swap.clear(beside) if fresh else atomic_swap.mirror(folder, beside)
    except OSError as error:
        if error.errno not in atomic_swap.UNPREPARED:
            raise
        if beside:  # of no use any more, and it holds the room of older files
            with suppress(OSError):
                atomic_swap.clear(beside)
        return "", f"{error.strerror}: {error.filename}" if error.filename else str(error)
    return beside, ""


def _blocking(files: Mapping[str, str], surplus: Sequence[str]) -> set[str]:
    """The surplus files that block the place of a new file or folder."""
    if not surplus:
        return set()
    folders = {parent for path in files for parent in above(path)}
    return {path for path in surplus if path in folders or any(parent in files for parent in above(path))}


def above(path: str) -> Iterator[str]:
    """The folders that a path lies in."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder of finished files that wait for the end of a build."""

    folder: Path

    def put(self, number: int, content: bytes) -> None:
        """Write the file of a number."""
        left = memoryview(content)
        with open(self.file(number), "wb", buffering=0) as file:
            while left:  # a disk that is nearly full takes a part and complains at the next
                left = left[file.write(left) :]

    def file(self, number: int) -> str:
        """The file of a number."""
        return f"{self.folder}/{number}"

    def open(self) -> None:
        """Begin with an empty folder."""
        self.close()
        self.folder.mkdir(parents=True)

    def close(self) -> None:
        """Take the folder away, and what is left in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
