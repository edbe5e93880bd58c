"""Watch a project: through the system, or by looking at its files where that fails."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefgen.server.debounce import ANYTHING, Changes
from briefgen.server.system_watcher import SystemWatcher
from briefgen.server.watched_files import (
    FileState,
    changed_paths,
    folders_of,
    is_in_output,
    is_ours,
    states_of,
)

ASKED = "--poll"
"""Why it polls if the user wants it."""
STOPPED = "the system's watcher stopped"
_FULL = "the system watches as many folders as it can"
_REASONS = {errno.ENOSPC: _FULL, errno.EMFILE: _FULL, errno.ENFILE: _FULL}


class Pace(NamedTuple):
    """Seconds between looks.

    ``poll`` and ``check`` without and with the system's watcher, ``compare`` to find what it did not report,
    ``grace`` for a late report, ``retry`` until it is tried again, twice as long each time, ``longest`` at
    most. A look at many files is made less often: it takes at most a share of the time.
    """

    poll: float = 0.5
    check: float = 1.0
    compare: float = 10.0
    grace: float = 5.0
    retry: float = 5.0
    longest: float = 600.0
    share: int = 50


PACE = Pace()


class Watch:
    """Reports every change in ``root`` that can matter to ``changes``.

    ``reason`` says why it polls; it is empty while the system reports changes. ``say`` is called with each
    new reason. ``output`` is the folder of the site, ``built`` that of the preview, which is built again
    when it is removed.
    """

    def __init__(
        self,
        root: Path,
        changes: Changes,
        output: str,
        say: Callable[[str], None] = lambda reason: None,
        pace: Pace = PACE,
    ) -> None:
        self.output = output
        self.reason = ""
        self._root = root.resolve()
        self._changes = changes
        self._say = say
        self._pace = pace
        self._system: SystemWatcher | None = None
        self._states: dict[str, FileState] = {}
        self._reported: tuple[set[str], set[str]] = (set(), set())
        self._unreported: dict[str, float] = {}
        self._lost = False
        self._look_at = self._retry_at = 0.0
        self._retry = pace.retry
        self._had_preview = False
        self._ends = False
        self._wake = threading.Event()

    # --- begin and end

    def start(self, *, poll: bool = False) -> str:
        """Begin to watch; return why it polls, or an empty text."""
        self.reason = ASKED if poll else self._start_system()
        if self.reason:
            self._wait_to_retry(time.monotonic())
        self._look()
        self._check_preview()
        return self.reason

    def run(self) -> None:
        """Go on until ``stop``, in a thread of its own."""
        while not self._ends:
            self._wake.wait(self._pace.poll if self.reason else self._pace.check)
            self._wake.clear()
            with suppress(OSError):  # such as no file descriptor: the next look is soon
                self.check(time.monotonic())

    def stop(self) -> None:
        """Watch no more."""
        self._ends = True
        self._wake.set()
        self._stop_system()

    # --- one look

    def check(self, now: float) -> None:
        """See whether the system's watcher is well, or look for changes in its place."""
        self._check_preview()
        if self._system is not None:
            self._check_system(self._system, now)
        elif now >= self._look_at:
            self._report_all(self._look())
            if self.reason != ASKED and now >= self._retry_at:
                self._return(now)

    def _check_preview(self) -> None:
        has_preview = (self._root / ".briefgen" / "serve").is_dir()
        if self._had_preview and not has_preview:
            self._changes.add(ANYTHING)
        self._had_preview = has_preview

    def _check_system(self, system: SystemWatcher, now: float) -> None:
        try:
            self._report_all([name or ANYTHING for name in system.refresh(self._folders())])
        except Exception as error:
            self._poll(explain(error), now)
            return
        late = [
            path for path, until in self._unreported.items() if not self._is_reported(path) and now > until
        ]
        if not system.is_alive():
            self._poll(STOPPED, now)
        elif late:
            self._poll(f"the system did not report a change of {late[0]}", now)
        elif self._lost or now >= self._look_at:
            self._compare(now)

    def _compare(self, now: float) -> None:
        """Look for changes that the system did not report.

        They count at once, and may be reported late.
        """
        lost, self._lost = self._lost, False
        self._reported = (self._reported[1], set())
        changed = self._look()
        if lost:
            self._changes.add(ANYTHING)
            changed = []
        missing = [path for path in changed if not self._is_reported(path)]
        self._report_all(missing)
        self._unreported = dict.fromkeys(missing, now + self._pace.grace)

    # --- polling and the system

    def _poll(self, reason: str, now: float) -> None:
        """Go on without the system's watcher."""
        self._stop_system()
        self._unreported.clear()
        self._wait_to_retry(now)
        self._tell(reason)
        self._report_all(self._look())

    def _return(self, now: float) -> None:
        """Try the system's watcher again."""
        reason = self._start_system()
        if reason:
            self._wait_to_retry(now)
        self._tell(reason)
        self._report_all(self._look())

    def _wait_to_retry(self, now: float) -> None:
        self._retry_at = now + self._retry
        self._retry = min(2 * self._retry, self._pace.longest)

    def _tell(self, reason: str) -> None:
        if reason != self.reason:
            self.reason = reason
            self._say(reason)

    def _start_system(self) -> str:
        """Begin to watch through the system; the reason if that fails."""
        self._system = SystemWatcher(self._note, self._lose)
        try:
            self._system.start(self._folders(), self._root / ".briefgen" / "probe")
        except Exception as error:  # whatever the library raises, polling works
            self._stop_system()
            return explain(error)
        return ""

    def _stop_system(self) -> None:
        system, self._system = self._system, None
        if system is not None:
            system.stop()

    # --- what changed

    def _folders(self) -> dict[str, Path]:
        return folders_of(self._root, self.output)

    def _look(self) -> list[str]:
        """Look at every file; return the paths that changed since the last look."""
        start = time.monotonic()
        before, self._states = self._states, dict(states_of(self._root, self.output))
        seconds = time.monotonic() - start
        every = self._pace.poll if self.reason else self._pace.compare
        self._look_at = start + max(every, seconds * (self._pace.share if not self.reason else 10))
        return changed_paths(before, self._states)

    def _report_all(self, paths: list[str]) -> None:
        for path in paths:
            self._changes.add(path)

    def _note(self, path: str, is_folder: bool) -> None:
        """Take a report of the system."""
        if not is_ours(path, self.output) or is_in_output(self._root, path):
            return
        self._reported[1].add(path)
        if is_folder and "/" not in path:  # a folder of the root counts when it is watched
            self._wake.set()
        else:
            self._changes.add(path)

    def _is_reported(self, path: str) -> bool:
        """Whether the system reported this path, or a folder that it is in."""
        parts = path.split("/")
        above = {"/".join(parts[:n]) for n in range(1, len(parts) + 1)}
        return any(above & reported for reported in self._reported)

    def _lose(self) -> None:
        self._lost = True


def explain(error: Exception) -> str:
    """Why the system's watcher does not work, in a few words."""
    if isinstance(error, OSError) and error.errno is not None:
        return _REASONS.get(error.errno) or str(error.strerror)
    return str(error) or type(error).__name__
