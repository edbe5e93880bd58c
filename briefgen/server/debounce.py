"""What has changed since the last build, gathered until it is quiet."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Patience(NamedTuple):
    """Seconds without a change after which a build begins, and seconds after which it begins even if changes go on."""

    quiet: float
    at_most: float


SAVING = Patience(0.04, 0.5)
"""For a person who saves: that is several events, and somebody waits for the page."""
STORM = Patience(0.4, 30.0)
"""For a tool at work, which changes many files: one build at its end, and not many during it."""
GIT = Patience(1.0, 30.0)
"""For git, of which is known when it is at work, though not when it rests: it may wait for a person who writes a message."""
FEW = 20
"""Paths that a person changes at once; more are a storm."""
TOO_MANY = 1000
"""Paths that are kept one by one; beyond that, anything may have changed."""
ANYTHING = "briefgen.yml"
"""The path that stands for any change at all."""

_LOCK = "index.lock"
_STALE = 60.0
"""Seconds after which a lock is taken for one that a git left behind which has ended."""


class Changes:
    """The paths that have changed since they were last taken. One thread takes, any may add.

    ``at_work`` says whether git is in the middle of changing files, however quiet it is just now.
    """

    def __init__(self, at_work: Callable[[], bool] = lambda: False) -> None:
        self._at_work = at_work
        self._paths: set[str] = set()
        self._last = 0.0
        self._storm = False
        self._closed = False
        self._more = threading.Condition()

    def add(self, path: str) -> None:
        """Note a change."""
        with self._more:
            self._last = time.monotonic()
            if not self._paths:
                self._more.notify()
            if len(self._paths) >= TOO_MANY:
                self._paths = {ANYTHING}
            self._paths.add(path)
            self._storm = self._storm or len(self._paths) > FEW

    def take(self) -> frozenset[str]:
        """Wait for changes and for quiet after them; nothing when there will be no more."""
        with self._more:
            while not self._paths and not self._closed:
                self._more.wait()
            start = time.monotonic()
            while not self._closed and (left := self._quiet_at(start) - time.monotonic()) > 0:
                self._more.wait(left)
            taken, self._paths, self._storm = frozenset(self._paths), set(), False
            return frozenset() if self._closed else taken

    def _quiet_at(self, start: float) -> float:
        """When a build may begin, if nothing more comes."""
        patience = GIT if self._at_work() else STORM if self._storm else SAVING
        return min(self._last + patience.quiet, start + patience.at_most)

    def close(self) -> None:
        """There will be no more."""
        with self._more:
            self._closed = True
            self._more.notify()


def git_at_work(root: Path) -> Callable[[], bool]:
    """Whether git is changing the files of the work tree that ``root`` lies in: it holds the lock of its index meanwhile."""
    folder = next(
        (at / ".git" for at in (root.resolve(), *root.resolve().parents) if (at / ".git").exists()), None
    )
    if folder and folder.is_file():  # of a linked work tree, which names the folder
        folder = folder.parent / folder.read_text("utf-8", "replace").partition(":")[2].strip()
    lock = folder / _LOCK if folder else None

    def at_work() -> bool:
        try:
            return lock is not None and time.time() - lock.stat().st_mtime < _STALE
        except OSError:
            return False

    return at_work
