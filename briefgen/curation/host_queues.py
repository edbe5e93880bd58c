"""Ask many hosts at once, each for one thing at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from typing import Generic, TypeVar

from briefgen.util.urls import host_of

AT_ONCE = 8
"""Hosts that are asked at the same time."""

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class HostLocks:
    """One lock for each host."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def of(self, url: str) -> Lock:
        """The lock of the host of an address."""
        return self._locks[host_of(url)]


class HostQueues(Generic[Task, Answer]):
    """Tasks for the host of an address, done in threads.

    Those of one host wait for each other.
    """

    def __init__(self, ask: Callable[[Task], Answer], url_of: Callable[[Task], str]) -> None:
        self._ask, self._url_of = ask, url_of
        self._stopped = Event()

    def answers(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer]]:
        """Each task with its answer, in the order of the tasks."""
        by_host: defaultdict[str, list[tuple[Task, Future[Answer]]]] = defaultdict(list)
        pairs = [(task, Future[Answer]()) for task in tasks]
        for pair in pairs:
            by_host[host_of(self._url_of(pair[0]))].append(pair)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            try:
                for queue in by_host.values():
                    threads.submit(self._work, queue)
                for task, future in pairs:
                    yield task, future.result()
            finally:
                self._stopped.set()

    def _work(self, queue: list[tuple[Task, Future[Answer]]]) -> None:
        for task, future in queue:
            if self._stopped.is_set():
                return
            try:
                future.set_result(self._ask(task))
            except BaseException as error:
                future.set_exception(error)
