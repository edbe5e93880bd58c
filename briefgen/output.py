"""The output folder: one file is replaced in one step, and nothing that is not ours is touched."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefgen.environment.store import replace_file

if TYPE_CHECKING:
    from pathlib import Path


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

    def holds(self, path: str, content: bytes) -> bool:
        """Whether a file has this content already."""
        if self.stat(path)[1] != len(content):
            return False
        try:
            return (self.folder / path).read_bytes() == content
        except OSError:
            return False

    def write(self, path: str, content: bytes) -> None:
        """Put a file in place.

        Raises:
            OSError: when that fails; the old file is then as it was.
        """
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, content)

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
