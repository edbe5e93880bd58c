"""Report the progress of a build and time its stages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, int, int], None]
"""A function that is called with a phase, how much of it is done, and how much there is."""


def no_progress(phase: str, done: int, total: int) -> None:
    """Show no progress."""


def wait_silently() -> None:
    """Wait for another build without a message."""


@dataclass(frozen=True, slots=True)
class Timer:
    """The seconds that each phase took."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time a phase."""
        start = time.perf_counter()
        try:
            yield
        except Exception as error:
            error.add_note(f"in the stage {name}")
            raise
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
