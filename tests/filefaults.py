"""Let a file call fail: the first, the second, and so on, until all have failed once.

Python's audit events say which files are opened, linked, renamed and removed. The calls without an event are
wrapped.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefgen.util import files, renames

TAKES_SPACE = frozenset({"open", "os.mkdir", "os.link", "write", "sync", "exchange"})
_CALLS = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.chmod", "os.chown", "os.rmdir", "os.setxattr"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Killed(BaseException):
    """The process ends here: nothing tidies up after it."""


class Faults:
    """Counts the file calls below a folder, and fails at one of them."""

    def __init__(self) -> None:
        self.root = ""
        self.calls: list[str] = []
        self.fail: Callable[[int, str], None] = lambda number, call: None

    def __call__(self, call: str, *paths: Any) -> None:
        names = [os.fsdecode(path) for path in paths if isinstance(path, str | bytes | os.PathLike)]
        if self.root and (not paths or any(name.startswith(self.root) for name in names)):
            self.calls.append(call)
            self.fail(len(self.calls), call)

    @contextmanager
    def below(self, root: Path, fail: Callable[[int, str], None]) -> Iterator[None]:
        """Watch the calls below a folder."""
        self.root, self.calls, self.fail = str(root), [], fail
        try:
            yield
        finally:
            self.root = ""


FAULTS = Faults()


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not FAULTS.root:
        return
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES:
        FAULTS("open", arguments[0])
    elif event in _CALLS:
        FAULTS(event, *arguments[:2])


_installed: list[bool] = []


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    """Install what counts the calls. An audit hook stays, so it is installed once."""
    if not _installed:
        sys.addaudithook(_audit)
        _installed.append(True)
    fill, sync, rename = files._fill, os.fsync, renames._rename

    def half(stream: Any, content: bytes, *, durable: bool) -> None:
        stream.write(content[: len(content) // 2])
        FAULTS("write")
        stream.write(content[len(content) // 2 :])
        fill(stream, b"", durable=durable)

    def synced(file: int) -> None:
        FAULTS("sync")
        sync(file)

    def renamed(source: str, target: str, flag: int) -> None:
        FAULTS("exchange", target)
        rename(source, target, flag)

    monkeypatch.setattr(files, "_fill", half)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(renames, "_rename", renamed)
    yield FAULTS


def killed_at(number: int) -> Callable[[int, str], None]:
    """From one call on, no call is made any more, as after a kill."""

    def fail(count: int, call: str) -> None:
        if count >= number:
            raise Killed(call)

    return fail


def full_from(number: int) -> Callable[[int, str], None]:
    """From one call on, the disk has no space left."""

    def fail(count: int, call: str) -> None:
        if count >= number and call in TAKES_SPACE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return fail


def refused_at(number: int) -> Callable[[int, str], None]:
    """One call is not permitted."""

    def fail(count: int, call: str) -> None:
        if count == number:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    return fail
