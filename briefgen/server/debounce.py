"""Collect changes until no more come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Patience(NamedTuple):
    """Seconds without a change before a build, and seconds to wait at most."""

    quiet: float
    at_most: float


SAVING = Patience(0.04, 0.5)
"""For a person who saves a file and waits for the page."""
STORM = Patience(0.4, 30.0)
"""For a tool that changes many files: one build at its end."""
GIT = Patience(1.0, 30.0)
"""For git, which may wait for a person in the middle of its work."""
DESK = Patience(0.4, 3.0)
"""For a curator at the desk, which shows an act without a build."""
FEW = 20
"""Paths that a person changes at once; more are the work of a tool."""
TOO_MANY = 1000
"""Paths that are listed; beyond that, anything may have changed."""
ANYTHING = "briefgen.yml"
"""The path that means any change at all."""

_LOCK = "index.lock"
_STALE = 60.0
"""Seconds after which a lock is one that a killed git left behind."""


class Changes:
    """Changed paths. One thread takes them, any thread adds some.

    ``at_work`` says whether git is in the middle of changing files, ``is_acting`` whether somebody works at
    the desk.
    """

    def __init__(
        self, at_work: Callable[[], bool] = lambda: False, is_acting: Callable[[], bool] = lambda: False
    ) -> None:
        self._at_work, self._is_acting = at_work, is_acting
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

    @property
    def closed(self) -> bool:
        """Whether the waiting has ended."""
        return self._closed

    def take(self, idle: float | None = None) -> frozenset[str]:
        """Wait until changes have stopped, and return them.

        Nothing after ``close``, and after ``idle`` seconds without a change.
        """
        with self._more:
            if not self._more.wait_for(lambda: self._paths or self._closed, idle):
                return frozenset()
            start = time.monotonic()
            while not self._closed and (left := self._quiet_at(start) - time.monotonic()) > 0:
                self._more.wait(left)
            changes, self._paths, self._storm = frozenset(self._paths), set(), False
            return frozenset() if self._closed else changes

    def _quiet_at(self, start: float) -> float:
        """When a build may begin if no more changes come."""
        patience = GIT if self._at_work() else STORM if self._storm else DESK if self._is_acting() else SAVING
        return min(self._last + patience.quiet, start + patience.at_most)

    def close(self) -> None:
        """End the waiting."""
        with self._more:
            self._closed = True
            self._more.notify()


def git_at_work(root: Path) -> Callable[[], bool]:
    """Whether git is changing files around ``root``: it then has its index locked."""
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
