"""Check what briefgen needs of the machine."""

from __future__ import annotations

import errno
import locale
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from briefgen.project.health.checks import OK, Check, error_text, finding, remedy
from briefgen.util.chromium import VARIABLE, find_browser

LEAST_FILES = 256
"""Files that a server may have open."""
PATIENCE = 3.0
"""Seconds for the first event of a watched folder."""
LIMITS = Path("/proc/sys/fs/inotify")
"""Where Linux has the limits of watching."""


def check_git(which: Callable[[str], str | None] = shutil.which) -> Check:
    """Whether git can be run, which publishing needs."""
    program, hint = which("git"), "install git, and see that it is in PATH"
    if not program:
        return finding("doctor-git", "git", "there is none; publishing needs it", hint)
    try:
        version = run_git(program, Path(), "--version")
    except (OSError, subprocess.SubprocessError) as error:
        return finding("doctor-git", "git", f"it cannot be run: {error_text(error)}", hint)
    if version.returncode:
        return finding("doctor-git", "git", f"it fails: {version.stderr.strip()[:200]}", hint)
    return Check("git", OK, version.stdout.strip().removeprefix("git version "))


def check_repository(folder: Path, which: Callable[[str], str | None] = shutil.which) -> Check:
    """Whether the project is in a git repository that has its whole history."""
    part, program = "repository", which("git")
    if not program:
        hint = "install git first"
        return finding("doctor-repository", part, "it cannot be checked without git", hint)
    done = run_git(program, folder, "rev-parse", "--show-toplevel", "--is-shallow-repository")
    if done.returncode:
        reason = done.stderr.strip()
        if "not a git repository" in reason:
            hint = "if you want to publish on GitHub Pages, run: git init"
            return finding("doctor-repository", part, "the project is in none", hint)
        owner = f"run: git config --global --add safe.directory {folder.absolute()}"
        hint = owner if "ownership" in reason else "repair the repository, or clone it again"
        return finding("doctor-repository-refused", part, f"git refuses it: {reason[:200]}", hint)
    *_, top, shallow = ["", "", *done.stdout.splitlines()]
    if shallow == "true":
        hint = "run: git fetch --unshallow; in a workflow, set fetch-depth: 0"
        return finding("doctor-shallow", part, f"{top} lacks a part of its history", hint)
    return Check(part, OK, top)


def run_git(program: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, with messages in English."""
    return subprocess.run(  # noqa: S603 - the git that the user has
        [program, *arguments],
        cwd=folder, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, errors="replace",
        timeout=20, check=False,
    )  # fmt: skip


def check_browser(which: Callable[[str], str | None] = shutil.which) -> Check:
    """Whether there is a browser of the Chromium family, which makes PDF files."""
    program, part = find_browser(which), "browser"
    if not program:
        hint = f"if you want PDF files, install chromium, or name a program in {VARIABLE}"
        return finding("doctor-browser", part, "no Chromium for PDF files", hint)
    if not which(program):
        hint = f"set {VARIABLE} to the path of a Chromium, or unset it"
        return finding("doctor-browser-missing", part, f"{VARIABLE}: there is no program {program}", hint)
    return Check(part, OK, program)


def check_terminal() -> Check:
    """Whether the terminal and the file names are UTF-8."""
    names = {"output": sys.stdout.encoding or "", "file names": sys.getfilesystemencoding()}
    names["texts"] = locale.getpreferredencoding(False)
    wrong = [f"{what}: {code}" for what, code in names.items() if code.lower().replace("-", "") != "utf8"]
    if wrong:
        hint = "set LANG=C.UTF-8 or PYTHONUTF8=1"
        return finding("doctor-terminal", "terminal", f"not UTF-8 ({', '.join(wrong)})", hint)
    return Check("terminal", OK, f"UTF-8, {_terminal_kind(os.environ)}")


def _terminal_kind(environment: Mapping[str, str]) -> str:
    if not sys.stdout.isatty():
        return "not a terminal here, so without colours"
    plain = "NO_COLOR" in environment or environment.get("TERM") == "dumb"
    return f"{shutil.get_terminal_size().columns} columns, {'no colours' if plain else 'colours'}"


def check_locale(environment: Mapping[str, str] = os.environ) -> Check:
    """The locale and the time zone of the machine."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    language = next((environment[name] for name in names if environment.get(name)), "none set")
    return Check("locale", OK, f"{language}, time zone {time.strftime('%Z, UTC%z')}")


def check_open_files() -> Check:
    """Whether a process may open enough files."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return Check("open files", OK, "no limit")
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit == resource.RLIM_INFINITY or limit >= LEAST_FILES:
        return Check("open files", OK, f"at most {limit}")
    return finding("doctor-open-files", "open files", f"at most {limit}", f"run: ulimit -n {4 * LEAST_FILES}")


def check_watching(folder: Path) -> Check:
    """Whether the system reports changed files, tried in a folder of its own."""
    part = "watching"
    try:
        place = TemporaryDirectory(dir=folder, prefix=".briefgen-watch-", ignore_cleanup_errors=True)
    except OSError as error:
        detail = f"no folder can be made in {folder} to try it: {error_text(error)}"
        return finding("doctor-watching", part, detail, remedy(error, folder))
    with place as name:
        problem = _watch_problem(Path(name))
    if not problem:
        return Check(part, OK, f"changes are noticed at once{_limits()}")
    hint = (
        "raise the limits of Linux: sudo sysctl fs.inotify.max_user_watches=524288 "
        "fs.inotify.max_user_instances=1024. Until then, serve looks at every file every second"
    )
    return finding("doctor-watching", part, f"{problem}{_limits()}", hint)


def _watch_problem(place: Path) -> str:
    """Why no change in a folder is noticed; empty if it is."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    logging.getLogger("watchdog").addHandler(logging.NullHandler())  # nothing of it in the terminal
    event = threading.Event()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, _: FileSystemEvent) -> None:
            event.set()

    observer = Observer()
    try:
        observer.schedule(Handler(), str(place))
        observer.start()
        (place / "probe").write_bytes(b"1")
        return "" if event.wait(PATIENCE) else f"no change was noticed within {PATIENCE:.0f} s"
    except (OSError, RuntimeError) as error:
        is_full = getattr(error, "errno", 0) in (errno.ENOSPC, errno.EMFILE, errno.ENFILE)
        return "the system watches as many folders as it can" if is_full else error_text(error)
    finally:
        observer.stop()  # also one that could not begin may have threads
        if observer.is_alive():
            observer.join()


def _limits() -> str:
    """The limits of inotify, where there are any."""
    try:
        folders, programs = (
            int((LIMITS / name).read_text()) for name in ("max_user_watches", "max_user_instances")
        )
    except (OSError, ValueError):
        return ""
    return f" (inotify: at most {folders:,} folders, {programs:,} watchers)"
