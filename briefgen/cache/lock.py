"""Lock a project for one build; the lock ends with its process.

Written here because the library for it takes longer to import than a build with nothing to do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from briefgen.cache import store

NAME = "lock"
"""The lock of builds."""
ADDING = "adding.lock"
"""The lock of everything that writes articles or ``raw/``."""


@contextmanager
def held(root: Path, waiting: Callable[[], None], name: str = NAME) -> Iterator[None]:
    """Hold a lock of a project; ``waiting`` is called once if another holds it.

    If no file can be written, there is nothing to protect, and no lock.
    """
    try:
        store.make_folder(root)
        file = os.open(root / store.FOLDER / name, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        yield
        return
    try:
        if not _take(file, wait=False):
            waiting()
            _take(file, wait=True)
        yield
    finally:
        os.close(file)


def is_held(root: Path, name: str = NAME) -> bool:
    """Whether another process holds a lock of a project now."""
    try:
        file = os.open(root / store.FOLDER / name, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _take(file, wait=False)
    finally:
        os.close(file)


if sys.platform == "win32":  # pragma: no cover - tests run on POSIX
    import msvcrt

    def _take(file: int, *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:  # LK_LOCK gives up after ten seconds
                if not wait:
                    return False
            else:
                return True

else:
    import fcntl

    # Not flock, whose locks live on in the workers that a killed build leaves behind.
    def _take(file: int, *, wait: bool) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except (BlockingIOError, PermissionError):
            return False
        return True
