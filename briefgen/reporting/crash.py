"""Report an internal error in two lines, with a file for the developers."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from briefgen import __version__
from briefgen.reporting import console
from briefgen.util.text import printable

NAME = "crash.txt"
_FOLDER = ".briefgen"
_PACKAGE = Path(__file__).parent.parent


def report(error: Exception, arguments: Sequence[str]) -> None:
    """Print that briefgen failed, in which stage and line, and where the crash report is.

    A stage adds its name as a note to the exception (see ``build.Clock``). No traceback is shown.
    """
    stage = f" {error.__notes__[0]}" if getattr(error, "__notes__", None) else ""
    message = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    file = _write(_text(error, arguments))
    console.say(f"briefgen failed{stage}, in {_place(error)}: {printable(message)}")
    console.say(f"This is a bug in briefgen. Your site is not damaged. Please report the bug, with {file}.")


def _place(error: Exception) -> str:
    """The innermost line of briefgen in the traceback, as module:line."""
    places = [
        f"{Path(frame.filename).relative_to(_PACKAGE.parent).as_posix()}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if _PACKAGE in Path(frame.filename).parents
    ]
    return places[-1]


def _text(error: Exception, arguments: Sequence[str]) -> str:
    system = f"briefgen {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return "\n".join([system, f"briefgen {' '.join(arguments)}", "", *traceback.format_exception(error)])


def _write(text: str) -> str:
    """Write the report into .briefgen/, else into the folder for temporary files; returns its path."""
    for folder in (Path(_FOLDER), Path(tempfile.gettempdir())):
        path = folder / (NAME if folder.name == _FOLDER else f"briefgen-{os.getpid()}-{NAME}")
        try:
            path.write_text(text, "utf-8", "backslashreplace")
        except OSError:
            continue
        return str(path)
    sys.stderr.write(text)
    return "the lines above"
