"""The output folder: one file is put in place in one step, and nothing that is not ours is touched."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from briefgen.environment.digest import digest_bytes
from briefgen.environment.store import replace_file


@dataclass(frozen=True, slots=True)
class Output:
    """A folder of pages; paths in it are relative, with ``/``."""

    folder: Path

    def stat(self, path: str) -> tuple[int, int]:
        """(modification time in ns, size) of a file, (0, 0) where there is none."""
        try:
            stat = os.stat(f"{self.folder}/{path}")  # noqa: PTH116 - asked for every page, and a Path costs more than the call
        except OSError:
            return 0, 0
        return stat.st_mtime_ns, stat.st_size

    def digest(self, path: str) -> str:
        """The digest of a file's bytes, or an empty text where there is none."""
        try:
            return digest_bytes((self.folder / path).read_bytes())
        except OSError:
            return ""

    def place(self, file: str, path: str) -> None:
        """Move a finished file to its place.

        Raises:
            OSError: when that fails; what stood there is then as it was.
        """
        target = f"{self.folder}/{path}"
        try:
            os.replace(file, target)  # noqa: PTH105 - as above
        except FileNotFoundError:
            _make(target.rpartition("/")[0])
            self._move(file, target)
        except OSError:
            self._move(file, target)

    def remove(self, path: str) -> bool:
        """Remove a file and the folders that it leaves empty; whether it was there."""
        target = self.folder / path
        try:
            target.unlink()
        except FileNotFoundError:
            return False
        for parent in target.parents:
            if parent == self.folder or any(parent.iterdir()):
                break
            parent.rmdir()
        return True

    def _move(self, file: str, target: str) -> None:
        """Move a file, by its bytes where the output lies on another file system."""
        try:
            os.replace(file, target)  # noqa: PTH105 - as above
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            replace_file(Path(target), Path(file).read_bytes())


def _make(folder: str) -> None:
    """Make a folder; nearly always the one above it is there, so that is not asked for first."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - as above
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder of finished files that wait for the end of a build: until all are there, the site stays as it was."""

    folder: Path

    def put(self, number: int, content: bytes) -> None:
        """Write the file of a number."""
        with open(self.file(number), "wb", buffering=0) as file:  # noqa: PTH123 - as above
            file.write(content)

    def file(self, number: int) -> str:
        """The file of a number."""
        return f"{self.folder}/{number}"

    def open(self) -> None:
        """Begin with an empty folder.

        Raises:
            OSError: when it cannot be made.
        """
        self.close()
        self.folder.mkdir(parents=True)

    def close(self) -> None:
        """Take the folder away, and what is left in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
