"""End the process on a signal: in order, then at once.

The second signal ends it at once.

``kill -9`` apart, these are the ways to end a command: Ctrl+C, ``kill``, and closing its terminal.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from briefgen.util.activities import Activity

GRACE = 1.0
"""Seconds in which a command ends after SIGTERM or SIGHUP; code that catches everything may stop it."""
ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
]

_received = 0


class Interrupt(KeyboardInterrupt):
    """A signal asks this process to end.

    ``activities`` is what extensions were doing for long when it came.
    """

    activities: tuple[Activity, ...] = ()


def install(at_once: Callable[[FrameType | None], None]) -> None:
    """Raise ``Interrupt`` at a signal; at a second one, call ``at_once`` and exit.

    A signal that is ignored stays ignored, as ``nohup`` and the shell's ``&`` want it.
    """
    pid = os.getpid()

    def handle(number: int, frame: FrameType | None) -> None:
        global _received
        if os.getpid() != pid:
            _leave_to_the_parent(number)
            return
        if _received:
            _exit(number, at_once, frame)
        _received = number
        if number != signal.SIGINT:  # nobody is there to press Ctrl+C again
            threading.Thread(target=_exit_later, args=(number, at_once), daemon=True).start()
        raise Interrupt

    for number in ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handle)


def was_interrupted() -> bool:
    """Return whether a signal has asked this process to end."""
    return bool(_received)


def exit_code() -> int:
    """The exit code of an interrupted command: 130, 143 or 129.

    They stand for Ctrl+C, SIGTERM and SIGHUP.
    """
    return 128 + (_received or signal.SIGINT)


def leave_to_the_parent() -> None:
    """Leave Ctrl+C to the parent, and end at the other signals without a word."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)


def _leave_to_the_parent(number: int) -> None:
    """Do the same in a child that has just been forked and has our handlers."""
    leave_to_the_parent()
    if number != signal.SIGINT:
        os.kill(os.getpid(), number)


def _exit_later(number: int, at_once: Callable[[FrameType | None], None]) -> None:
    time.sleep(GRACE)
    _exit(number, at_once, None)


def _exit(number: int, at_once: Callable[[FrameType | None], None], frame: FrameType | None) -> None:
    try:
        at_once(frame)
    finally:
        os._exit(128 + number)
