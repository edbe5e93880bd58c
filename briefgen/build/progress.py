"""Report the progress of a build and time its stages."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told of a phase, how much of it is done, and how much there is."""


def no_progress(phase: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Clock:
    """Seconds by phase."""

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


def nobody_waits() -> None:
    """Nobody is told that another build is waited for."""
