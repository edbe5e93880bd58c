"""What an extension is doing now, in this process and in its workers.

A worker writes it into memory that it shares with its parent, where it is found when the worker is dead or
does not answer.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

LONG = 1.0
"""Seconds after which an extension that has not returned is named."""
WIDTH = 1000
"""Bytes for the activity of one worker."""


class Activity(NamedTuple):
    """A running call of an extension: where it is, and since when.

    ``path`` is the file or folder of its code; ``file`` is how messages name it.
    """

    extension: str
    file: str
    line: int = 0
    doing: str = ""
    path: str = ""
    since: float = 0.0

    @property
    def place(self) -> tuple[str, int]:
        """The file and line."""
        return self.file, self.line

    @property
    def seconds(self) -> float:
        """How long it has been going on; the clock is the same for all processes."""
        return time.monotonic() - self.since

    def at(self, line: tuple[str, int] | None) -> Activity:
        """Return the same activity at another file and line."""
        return self._replace(file=line[0], line=line[1]) if line else self


_calls: list[Activity] = []
_row: Any = None


def begin(activity: Activity) -> Activity:
    """Note that an extension is called, and return the activity with its time."""
    call = activity._replace(since=time.monotonic())
    _calls.append(call)
    if _row is not None:
        _write(call)
    return call


def end(call: Activity) -> None:
    """Note that it has returned; in a server, other threads may call extensions meanwhile."""
    _calls.remove(call)
    if _row is not None:
        _write(_calls[-1] if _calls else None)


def current(frame: FrameType | None = None) -> Activity | None:
    """Return what an extension is doing in this process; ``frame`` tells the line."""
    return _calls[-1].at(line_of_frame(_calls[-1], frame)) if _calls else None


# --- the line ---------------------------------------------------------------------------------------------


def line_of_frame(activity: Activity, frame: FrameType | None) -> tuple[str, int] | None:
    """Return the innermost file and line of the extension below a frame."""
    while frame is not None:
        if own := place(activity, frame.f_code.co_filename, frame.f_lineno):
            return own
        frame = frame.f_back
    return None


def line_of_trace(activity: Activity, trace: TracebackType | None) -> tuple[str, int] | None:
    """Return the innermost file and line of the extension in a traceback."""
    innermost = None
    while trace is not None:
        innermost = place(activity, trace.tb_frame.f_code.co_filename, trace.tb_lineno) or innermost
        trace = trace.tb_next
    return innermost


def place(activity: Activity, filename: str, line: int) -> tuple[str, int] | None:
    """The place of a line of the extension; None for other code."""
    path, file = activity.path, activity.file
    if filename == path:
        return file, line
    if path and filename.startswith(path + os.sep):  # one of the files of a package
        inner = filename[len(path) + 1 :].replace(os.sep, "/")
        return f"{file.removesuffix('__init__.py').rstrip('/')}/{inner}", line
    return None


# --- workers ----------------------------------------------------------------------------------------------


class Board:
    """Memory that workers share with their parent, a row for each of them."""

    def __init__(self, context: BaseContext, workers: int) -> None:
        self._rows = context.RawArray("c", WIDTH * workers)
        self._next = context.Value("i", 0)

    def attach(self) -> None:
        """Write what extensions do in this process into a row of its own."""
        global _row
        with self._next.get_lock():
            number = self._next.value
            self._next.value += 1
        _row = memoryview(self._rows).cast("B")[number * WIDTH : (number + 1) * WIDTH]
        _calls.clear()
        _write(None)

    def activities(self) -> Iterator[tuple[int, Activity]]:
        """Yield the process id and the activity of each worker that is calling an extension."""
        text = bytes(self._rows)
        for start in range(0, len(text), WIDTH):
            row = text[start : start + WIDTH].partition(b"\0")[0].decode("utf-8", "replace").split("\n")
            if len(row) == 7:  # else there is none, or it is being written
                pid, since, line, *names = row
                extension, file, doing, path = names
                yield int(pid), Activity(extension, file, int(line), doing, path, float(since))

    def long(self, workers: Iterable[BaseProcess]) -> tuple[Activity, ...]:
        """The calls that have not returned for long, each with its line."""
        if not any(one.seconds >= LONG for _, one in self.activities()):
            return ()
        for worker in workers:
            if worker.pid and worker.is_alive():
                os.kill(worker.pid, signal.SIGINT)  # see note_line
        time.sleep(0.1)
        return tuple({one.place: one for _, one in self.activities() if one.seconds >= LONG}.values())


def note_line(number: int, frame: FrameType | None) -> None:
    """Write the line where a worker is; the handler of a signal."""
    if (activity := current(frame)) is not None and _row is not None:
        _write(activity)


def _write(one: Activity | None) -> None:
    text = str(os.getpid())
    if one is not None:
        text += f"\n{one.since!r}\n{one.line}\n{one.extension}\n{one.file}\n{one.doing}\n{one.path}"
    data = text.encode("utf-8", "replace")[: WIDTH - 1] + b"\0"
    _row[: len(data)] = data
