"""Map a function over items, in this process or over an executor; the results come in the order of the items."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH = 200
"""Items from which ``-j auto`` starts workers: below it their start costs more than they save."""

_function: Callable[[Any], Any] | None = None


def workers(jobs: str | int, items: int) -> int:
    """How many workers ``-j JOBS`` means for so many items: one where there is little to do, or where a fork would not be safe."""
    wanted = (
        (min(os.cpu_count() or 1, items) if items >= WORTH else 1)
        if jobs == "auto"
        else max(1, min(int(jobs), items))
    )
    return wanted if wanted > 1 and can_fork() else 1


def can_fork() -> bool:
    """Whether worker processes can be forked: they then share everything that is loaded, extensions too."""
    import multiprocessing

    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def map_ordered(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    jobs: int,
    done: Callable[[int], None] = lambda n: None,
) -> list[Result]:
    """``[function(item) for item in items]``, by ``jobs`` forked processes where there is more than one; ``done(n)`` tells of progress.

    Raises:
        Exception: the first one that ``function`` raised, in the order of the items.
    """
    if jobs <= 1:
        results = []
        for n, item in enumerate(items, 1):
            results.append(function(item))
            done(n)
        return results
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _function  # a forked child sees it; that is how a closure reaches it without being pickled
    _function = function
    try:
        with ProcessPoolExecutor(
            jobs, multiprocessing.get_context("fork"), _leave_interrupts_to_the_parent
        ) as executor:
            return _over(executor, items, jobs, done)
    finally:
        _function = None


def _over(executor: Executor, items: Sequence[Item], jobs: int, done: Callable[[int], None]) -> list[Any]:
    results = []
    for n, result in enumerate(
        executor.map(_call, items, chunksize=max(1, min(64, len(items) // (4 * jobs)))), 1
    ):
        results.append(result)
        done(n)
    return results


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl+C reaches every process of a terminal; one of them is enough to say so."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _call(item: Any) -> Any:
    assert _function is not None  # noqa: S101 - set before the fork
    return _function(item)
