"""A failure that no part of briefgen took for its own: said in two lines, with a file for those who mend it."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import __version__
from briefgen.reporting import console
from briefgen.util.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "crash.txt"
_FOLDER = ".briefgen"
_PACKAGE = Path(__file__).parent.parent


def told(error: Exception, arguments: Sequence[str]) -> None:
    """Say that briefgen failed, in which stage and room of it, and where the report is. No traceback is shown.

    A stage says of itself what it is by a note on the exception (see ``build.Clock``).
    """
    stage = f" {error.__notes__[0]}" if getattr(error, "__notes__", None) else ""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    report = _write(_text(error, arguments))
    console.say(f"briefgen failed{stage}, in {_room(error)}: {printable(said)}")
    console.say(f"This is a fault of briefgen's; the site is whole. Please report it, with {report}.")


def _room(error: Exception) -> str:
    """The innermost line of ours that the failure passed, as module:line."""
    rooms = [
        f"{Path(frame.filename).relative_to(_PACKAGE.parent).as_posix()}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if _PACKAGE in Path(frame.filename).parents
    ]
    return rooms[-1]


def _text(error: Exception, arguments: Sequence[str]) -> str:
    system = f"briefgen {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return "\n".join([system, f"briefgen {' '.join(arguments)}", "", *traceback.format_exception(error)])


def _write(text: str) -> str:
    """Write the report beside what is kept between builds, else where temporary files go; gives its path."""
    for folder in (Path(_FOLDER), Path(tempfile.gettempdir())):
        path = folder / (NAME if folder.name == _FOLDER else f"briefgen-{os.getpid()}-{NAME}")
        try:
            path.write_text(text, "utf-8", "backslashreplace")
        except OSError:
            continue
        return str(path)
    sys.stderr.write(text)
    return "the lines above"
