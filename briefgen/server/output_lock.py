"""QueryEngine and builds take turns at the served folder: no answer is made while a build moves files into place."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAUSE = 0.002
"""Seconds until an answer that found the door closed tries it again; moving the files of an edit takes less."""


class OutputLock:
    """A build holds it (``with door``) while it moves files into place; an answer opens its file within ``passed()``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Wait, without holding up the loop, until no build is at the folder; it waits for us meanwhile."""
        while not self._lock.acquire(blocking=False):
            await asyncio.sleep(PAUSE)
        try:
            yield
        finally:
            self._lock.release()
