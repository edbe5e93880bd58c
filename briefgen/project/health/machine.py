"""Check what briefgen needs of the machine."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from briefgen.project.health.checks import BROKEN, MISSING, OK, Check
from briefgen.util.chromium import find_browser

MEGABYTE = 1_000_000
LEAST_ROOM, LEAST_FILES = 200 * MEGABYTE, 256
"""Bytes that a build of a large site may need, and files that a server may have open."""
PATIENCE = 3.0
"""Seconds for the first event of a watched folder."""


def check_git(which: Callable[[str], str | None] = shutil.which) -> Check:
    """Whether git can be run, which publishing needs."""
    program, hint = which("git"), "install git, and see that it is in PATH"
    if not program:
        return Check("git", BROKEN, "there is none; publishing needs it", hint)
    try:
        version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        return Check("git", BROKEN, f"it cannot be run: {error}", hint)
    if version.returncode:
        return Check("git", BROKEN, f"it fails: {version.stderr.strip()[:200]}", hint)
    return Check("git", OK, version.stdout.strip().removeprefix("git version "))


def check_browser(which: Callable[[str], str | None] = shutil.which) -> Check:
    """Whether there is a browser of the Chromium family, which makes PDF files."""
    if program := find_browser(which):
        return Check("browser", OK, program)
    return Check("browser", MISSING, "no Chromium for PDF files", "if you want PDF files, install chromium")


def check_terminal() -> Check:
    """Whether the terminal and the file names are UTF-8."""
    names = {"output": sys.stdout.encoding or "", "file names": sys.getfilesystemencoding()}
    names["texts"] = locale.getpreferredencoding(False)
    wrong = [f"{what}: {code}" for what, code in names.items() if code.lower().replace("-", "") != "utf8"]
    if not wrong:
        return Check("terminal", OK, "UTF-8")
    return Check("terminal", BROKEN, f"not UTF-8 ({', '.join(wrong)})", "set LANG=C.UTF-8 or PYTHONUTF8=1")


def check_room(folder: Path, usage: Callable[[Path], tuple[int, int, int]] = shutil.disk_usage) -> Check:
    """Whether the disk of the project has room."""
    free = usage(folder)[2]
    detail = f"{free / MEGABYTE:,.0f} MB free"
    if free >= LEAST_ROOM:
        return Check("disk", OK, detail)
    return Check("disk", BROKEN, detail, "free some space: a build needs room for a second site")


def check_open_files() -> Check:
    """Whether a process may open enough files."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return Check("open files", OK, "no limit")
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit == resource.RLIM_INFINITY or limit >= LEAST_FILES:
        return Check("open files", OK, f"at most {limit}")
    return Check("open files", BROKEN, f"at most {limit}", f"run: ulimit -n {4 * LEAST_FILES}")


def check_temporary_folder() -> Check:
    """Whether temporary files can be made."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"briefgen")
    except OSError as error:
        detail = f"files cannot be made: {error.strerror or error}"
        return Check("temporary files", BROKEN, detail, "set TMPDIR to a folder that you may write to")
    return Check("temporary files", OK, tempfile.gettempdir())


def check_watching(folder: Path) -> Check:
    """Whether the system reports changed files, tried in a folder of its own."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    event = threading.Event()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, _: FileSystemEvent) -> None:
            event.set()

    hint = "serve looks at every file every second instead; on Linux, raise fs.inotify.max_user_watches"
    observer = Observer()
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".briefgen-watch-") as place:
            observer.schedule(Handler(), place)
            observer.start()
            Path(place, "probe").write_bytes(b"1")
            seen = event.wait(PATIENCE)
    except (OSError, RuntimeError) as error:
        return Check("watching", BROKEN, f"it cannot begin: {getattr(error, 'strerror', '') or error}", hint)
    finally:
        observer.stop()  # also one that could not begin may have threads
        if observer.is_alive():
            observer.join()
    if seen:
        return Check("watching", OK, "changes are told at once")
    return Check("watching", BROKEN, f"no change was told within {PATIENCE:.0f} s", hint)


def check_writable(folder: Path) -> Check:
    """Whether files can be made in the project."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".briefgen-probe-"):
            pass
    except OSError as error:
        detail = f"{folder}: {error.strerror or error}"
        return Check("project", BROKEN, detail, f"change the owner or the permissions of {folder}")
    return Check("project", OK, os.fspath(folder.absolute()))
