"""Responses and builds take turns: no file is served while a build moves files."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAUSE = 0.002
"""Seconds between attempts to get the lock; moving the files of an edit takes less."""


class OutputLock:
    """A build locks it while it moves files; a response opens its file within ``shared()``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Wait for the lock without blocking the event loop."""
        while not self._lock.acquire(blocking=False):
            await asyncio.sleep(PAUSE)
        try:
            yield
        finally:
            self._lock.release()
