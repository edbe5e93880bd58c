"""Map a function over items in this process or others; results keep the order."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from briefgen.util.activities import Activity, Board, note_line
from briefgen.util.interrupts import Interrupt, leave_to_the_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH = 200
"""Items from which ``-j auto`` forks workers: below it their start costs more than they save."""
WORTH_SPAWNING = 1000
"""The same for spawned workers: each loads Python and briefgen again, which takes most of a second."""
CHUNK = 64
"""Items that travel together at most, so that handing out work costs little beside the work."""
AHEAD = 4
"""Chunks under way for each worker, so that none waits and we hold only a part of a large job."""
PATIENCE = 5
"""Seconds in which an address must answer."""
LONELY = 60
"""Seconds without a worker after which a cluster is given up."""

_function: Callable[[Any], Any] | None = None


class WorkersError(Exception):
    """Workers cannot be had, or are lost; the text is one sentence for the user.

    ``ending`` says how a process ended, ``activity`` what an extension did in it then.
    """

    ending = ""
    activity: Activity | None = None


class Workers(NamedTuple):
    """Workers that share nothing with this process: what is handed to them travels as values.

    ``slots`` is how many of them work at once; ``alive`` says whether there is still one that could.
    """

    executor: Executor
    slots: int
    alive: Callable[[], bool] = lambda: True


def workers(jobs: str | int, items: int) -> int:
    """How many workers ``-j JOBS`` means; one when there is little to do."""
    if jobs != "auto":
        return max(1, min(int(jobs), items))
    if items < WORTH or (items < WORTH_SPAWNING and not can_fork()):
        return 1
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether workers can be forked, and so share everything that is loaded.

    A fork beside other threads may inherit a lock that nobody opens; on macOS the system's own libraries
    start such threads.
    """
    import multiprocessing

    has_fork = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return has_fork and threading.active_count() == 1


def map_ordered(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    jobs: int,
    done: Callable[[int], None] = lambda n: None,
) -> list[Result]:
    """``[function(item) for item in items]``, by ``jobs`` forked processes if possible.

    ``done(n)`` reports progress. ``map_over`` is for workers of any kind.

    Raises:
        Exception: the first one that ``function`` raised, in the order of the items.
        WorkersError: when a worker dies.
    """
    if jobs <= 1 or not can_fork():
        results = []
        for n, item in enumerate(items, 1):
            results.append(function(item))
            done(n)
        return results
    global _function  # a forked child sees it; that is how a closure reaches it without being pickled
    _function = function
    try:
        with processes(jobs, "fork") as forked:
            return map_over(forked, _call, items, len(items), done)
    finally:
        _function = None


def map_over(
    to: Workers,
    function: Callable[[Item], Result],
    items: Iterable[Item],
    total: int,
    done: Callable[[int], None] = lambda n: None,
) -> list[Result]:
    """``[function(item) for item in items]`` by workers; everything is pickled.

    ``total`` is the largest possible number of items. They are drawn when they are sent, so they need not all
    be in memory.

    Raises:
        Exception: the first one that ``function`` raised, in the order of the items.
        WorkersError: when a worker dies, or cannot take or give the values.
    """
    results: list[Result] = []
    pending: deque[Future[Chunk]] = deque()

    def take() -> None:
        values, error = _wait(pending.popleft(), to)
        if error is not None:
            raise error
        results.extend(values)
        done(len(results))

    # After a failure, what is pending goes with the workers: a pool that breaks while it has cancelled
    # futures raises in a thread of its own.
    for chunk in _chunks(items, max(1, min(CHUNK, total // (AHEAD * to.slots)))):
        pending.append(_send(to, function, chunk))
        if len(pending) >= AHEAD * to.slots:
            take()
    while pending:
        take()
    return results


Chunk = tuple[list[Any], Exception | None]
"""A worker's results, and what the function raised. Any other exception is a failure of the workers."""


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _send(to: Workers, function: Callable[[Any], Any], chunk: list[Any]) -> Future[Chunk]:
    try:
        return to.executor.submit(_each, function, chunk)
    except Exception as error:
        raise _lost(error) from error


def _each(function: Callable[[Any], Any], chunk: list[Any]) -> Chunk:
    """What a worker does."""
    results: list[Any] = []
    for item in chunk:
        try:
            results.append(function(item))
        except Exception as error:
            return results, error
    return results, None


def _wait(future: Future[Chunk], to: Workers) -> Chunk:
    from concurrent.futures import TimeoutError as NotYet

    while True:
        try:
            return future.result(LONELY)
        except NotYet as error:
            if future.done() or not to.alive():
                raise _lost(error) from error
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise _lost(error) from error


def _lost(error: BaseException) -> WorkersError:
    first = (str(error).strip() or "they are gone").splitlines()[0]
    return WorkersError(f"the workers failed: {type(error).__name__}: {first}")


def _call(item: Any) -> Any:
    assert _function is not None  # noqa: S101 - set before the fork
    return _function(item)


# --- kinds of workers -------------------------------------------------------------------------------------


@contextmanager
def processes(jobs: int, method: str = "spawn") -> Iterator[Workers]:
    """Processes of this machine: spawned ones work everywhere, forked ones start faster.

    None of them outlives this process, or a failure in the context.
    """
    from concurrent.futures import ProcessPoolExecutor

    context, started = _context(method)
    board = Board(context, jobs)
    _load_prctl()
    executor = ProcessPoolExecutor(jobs, context, _begin_work, (board,))
    try:
        with _names_the_lost(executor, board, started):
            yield Workers(executor, jobs)
        executor.shutdown()
    except Interrupt as interrupt:
        interrupt.activities = board.long(started)
        raise
    finally:
        for process in started:
            process.kill()
        executor.shutdown(wait=False, cancel_futures=True)


def _context(method: str) -> tuple[BaseContext, list[BaseProcess]]:
    """Return the means to start processes, and the list of those that will be started."""
    import multiprocessing

    started: list[BaseProcess] = []
    kind: Any = type(multiprocessing.get_context(method))

    class Context(kind):  # type: ignore[misc]
        def Process(self, *arguments: Any, **named: Any) -> BaseProcess:  # noqa: N802 - as there
            started.append(super().Process(*arguments, **named))
            return started[-1]

    return Context(), started


@contextmanager
def _names_the_lost(executor: Executor, board: Board, started: Sequence[BaseProcess]) -> Iterator[None]:
    """Add to the error for a dead worker how and where it ended."""
    from signal import SIGTERM

    try:
        yield
    except WorkersError as error:
        executor.shutdown()  # it ends the others by SIGTERM
        dead = {one.pid: one.exitcode for one in started if one.exitcode not in (None, -SIGTERM)}
        if dead:
            error.ending = _ending(next(iter(dead.values())))
        error.activity = next((one for pid, one in board.activities() if pid in dead), None)
        raise


def _ending(code: int | None) -> str:
    from signal import Signals

    if code is not None and -code in {*Signals}:
        return f"signal {Signals(-code).name}"
    return f"exit code {code}"


def _begin_work(board: Board) -> None:
    """Prepare a worker: it ends with its parent, and writes nothing to standard output."""
    import multiprocessing
    import signal

    leave_to_the_parent()
    signal.signal(signal.SIGINT, note_line)
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - a worker has one
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _end_with_thread_of(parent)
    board.attach()
    sys.stdout = sys.stderr
    os.dup2(2, 1)


def _end_with(parent: BaseProcess) -> None:
    """End this process when its parent has ended, whatever it does."""
    parent.join()
    os._exit(1)


@cache
def _load_prctl() -> Callable[..., int] | None:
    if sys.platform != "linux":
        return None
    import ctypes

    try:
        call: Callable[..., int] = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
    return call


def _end_with_thread_of(parent: BaseProcess) -> None:
    """Let Linux end this process with its parent.

    It works even in a function that lets no thread run.
    """
    prctl = _load_prctl()
    if prctl:
        from signal import SIGKILL

        prctl(1, int(SIGKILL), 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent.pid:  # it has ended before
            os._exit(1)


@contextmanager
def dask(address: str) -> Iterator[Workers]:
    """The workers of the Dask cluster whose scheduler listens at ``address``, such as tcp://host:8786.

    Raises:
        WorkersError: when Dask is not installed, nobody answers, or there is no worker.
    """
    _knock(address)
    try:
        from distributed import Client
    except ImportError:
        raise WorkersError("a cluster needs Dask: pip install 'briefgen[dask]'") from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WorkersError(f"{address} is not a Dask scheduler: {error}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            message = f"the scheduler at {address} has no worker; start one: dask worker {address}"
            raise WorkersError(message) from None
        slots = sum(client.nthreads().values())
        yield Workers(client.get_executor(), max(1, slots), lambda: bool(client.nthreads()))


def _knock(address: str) -> None:
    """Check that a scheduler listens. Dask's client would try for long and complain."""
    import socket
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not (host and port and parts.scheme in ("tcp", "tls")):
        raise WorkersError(
            f'"{address}" is not the address of a scheduler; write one such as tcp://host:8786'
        )
    try:
        with socket.create_connection((host, port), PATIENCE) as call:
            # A scheduler speaks first. With anything else Dask's client would wait for ever.
            speaks = parts.scheme == "tls" or bool(call.recv(1))
    except TimeoutError:
        speaks = False
    except OSError as error:
        raise WorkersError(f"there is no answer from {address}: {error.strerror or error}") from None
    if not speaks:
        raise WorkersError(f"no Dask scheduler answers at {address}")
