"""Let a command run whatever is wrong with its standard streams.

A stream may be closed, and nobody has to read what is written to it.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TextIO

_GONE = (errno.EPIPE, errno.EIO)
"""Errors when the reader of a pipe, or the terminal, is gone."""


class _Output(io.FileIO):
    """A stream that never interrupts the work.

    ``failure`` is the error that lost a part of it.
    """

    failure = ""

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        try:
            return super().write(view) or 0
        except OSError as error:
            if error.errno not in _GONE:
                self.failure = error.strerror or str(error)
            return view.nbytes


def open_streams() -> None:
    """Open closed streams onto the null device, and make the others tolerant.

    A file that was opened under the number of a closed stream would get what is written to it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))  # noqa: SIM115
    sys.stdout, sys.stderr = _tolerant(sys.stdout), _tolerant(sys.stderr)


def close_streams() -> str:
    """Write what is left; the reason if a part of standard output is lost."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.failure if isinstance(raw, _Output) else ""


def _tolerant(stream: TextIO) -> TextIO:
    if sys.platform == "win32" and stream.isatty():
        return stream  # the console of Windows has its own
    return io.TextIOWrapper(
        io.BufferedWriter(_Output(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors="backslashreplace",  # a locale may have too few letters
        line_buffering=bool(stream.line_buffering) or stream.isatty(),
    )
