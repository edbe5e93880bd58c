"""Let an act of the desk be answered before a build goes on: both need the one interpreter."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

QUIET = 0.4
"""Seconds without an act before a build begins: who acts by keys is not slowed down."""
AT_MOST = 5.0
"""Seconds that a build waits for an answer."""


@dataclass(slots=True)
class ActPriority:
    """The acts that are being answered, when the last one was, and how many there were."""

    clock: Callable[[], float] = time.monotonic
    count: int = 0
    _running: int = 0
    _last: float = float("-inf")
    _changed: threading.Condition = field(default_factory=threading.Condition, repr=False)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer an act."""
        with self._changed:
            self._running += 1
            self.count += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._last = self.clock()
                self._changed.notify_all()

    @property
    def is_recent(self) -> bool:
        """Whether an act is being answered, or was a moment ago."""
        return self._running > 0 or self.clock() - self._last < QUIET

    def give_way(self) -> None:
        """Wait while an act is being answered."""
        if self._running:
            with self._changed:
                self._changed.wait_for(lambda: not self._running, AT_MOST)
