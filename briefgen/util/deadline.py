"""A moment at which work that waits for others must be over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline for all steps of a task.

    Many short waits then are no long one.
    """

    ends: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> Deadline:
        """The moment in so many seconds."""
        return cls(clock() + seconds, clock)

    def remaining(self) -> float:
        """The seconds that are left, more than 0.

        Raises:
            TimeoutError: when none are left.
        """
        seconds = self.ends - self.clock()
        if seconds <= 0:
            raise TimeoutError
        return seconds
