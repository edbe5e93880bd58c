"""Changes as the system reports them, through watchdog."""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import ObservedWatch

PROBING = 5.0
"""Seconds for the system to report a file that we have written ourselves."""
LIBRARY = "watchdog"
Report = Callable[[str, bool], None]
"""Takes the project path of a change, and whether it is a folder."""


class _Watched(NamedTuple):
    """A watched folder: the library's handle, and the device and inode that it had."""

    watch: ObservedWatch
    identity: tuple[int, int]


class SystemWatcher:
    """Watches folders of a project one by one, by their names in it.

    ``report`` is called for each change, and ``lose`` when changes may have been missed.
    """

    def __init__(self, report: Report, lose: Callable[[], None]) -> None:
        self._report = report
        self._watched: dict[str, _Watched] = {}
        self._replaced: set[str] = set()
        self._observer: Any = None
        self._warnings = _Warnings(lose)
        self._threads: set[threading.Thread] = set()

    def start(self, folders: Mapping[str, Path], probe: Path) -> None:
        """Begin to watch, and write into the folder ``probe`` to see whether changes are reported.

        Raises:
            Exception: when this does not work here.
        """
        _keep_quiet()
        from watchdog.observers import Observer

        logging.getLogger(LIBRARY).addHandler(self._warnings)
        self._observer = Observer()
        self._observer.start()
        self.refresh(folders)
        if not self._is_heard(probe):
            raise OSError("the system reports no changes here")

    def refresh(self, folders: Mapping[str, Path]) -> list[str]:
        """Watch these folders; return the names of those that are new, gone or replaced."""
        replaced, self._replaced = self._replaced, set()
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
        identities = {name: identity for name in folders if (identity := _identity(folders[name]))}
        stale = [
            name
            for name, watched in self._watched.items()
            if identities.get(name) != watched.identity or watched.watch not in alive or name in replaced
        ]
        for name in stale:
            with suppress(KeyError, OSError):
                self._observer.unschedule(self._watched.pop(name).watch)
        fresh = [name for name in identities if name not in self._watched]
        for name in fresh:
            with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                watch = self._schedule(folders[name], name)
                self._watched[name] = _Watched(watch, identities[name])
        if stale or fresh:
            self._threads = {thread for thread in threading.enumerate() if _is_library(thread)}
        return sorted({*stale, *fresh})

    def is_alive(self) -> bool:
        """Whether every thread of the library still runs."""
        return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Watch no more."""
        logging.getLogger(LIBRARY).removeHandler(self._warnings)
        if self._observer is not None:
            with suppress(Exception):  # it may be broken already
                self._observer.stop()
                self._observer.join(0.5)

    def _is_heard(self, folder: Path) -> bool:
        """Whether the system reports a written file; network file systems may not."""
        heard = threading.Event()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            watch = self._observe(folder, lambda event: heard.set(), recursive=False)
            try:
                (folder / "file").write_bytes(b"")
                return heard.wait(PROBING)
            finally:
                self._observer.unschedule(watch)
                (folder / "file").unlink(missing_ok=True)
                folder.rmdir()
        except PermissionError:  # nothing can be written to try it
            return True

    def _schedule(self, folder: Path, name: str) -> ObservedWatch:
        # Events come with the real path; a linked folder's files are known by where the link stands.
        def note(event: FileSystemEvent) -> None:
            for path in (event.src_path, event.dest_path):
                self._note(os.fsdecode(path), folder, name, is_folder=event.is_directory)

        return self._observe(folder, note, recursive=bool(name))

    def _note(self, path: str, folder: Path, name: str, *, is_folder: bool) -> None:
        try:
            known = (Path(name) / Path(path).relative_to(folder)).as_posix()
        except ValueError:  # the other end of a move, outside of the project
            return
        if is_folder and "/" not in known:
            self._replaced.add(known)
        if known != ".":
            self._report(known, is_folder)

    def _observe(
        self, folder: Path, callback: Callable[[FileSystemEvent], None], *, recursive: bool
    ) -> ObservedWatch:
        from watchdog.events import FileSystemEventHandler

        class _Forward(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                callback(event)

        watch: ObservedWatch = self._observer.schedule(
            _Forward(), str(folder), recursive=recursive, event_filter=_reported_events()
        )
        return watch


def _reported_events() -> list[type[FileSystemEvent]]:
    """The kinds of events that can mean new content.

    Reading is left out: a build that reads all files would fill the queue.
    """
    from watchdog import events

    of_folders = [events.DirCreatedEvent, events.DirDeletedEvent, events.DirMovedEvent]
    created = [events.FileCreatedEvent, events.FileDeletedEvent, events.FileMovedEvent]
    return [*of_folders, *created, events.FileModifiedEvent, events.FileClosedEvent, *_attributes()]


def _attributes() -> list[type[FileSystemEvent]]:
    """The event of a changed time or owner, where the library has it."""
    from watchdog import events

    event = getattr(events, "FileAttribEvent", None)
    return [event] if event else []


class _Warnings(logging.Handler):
    """Listen to the library's warnings: it warns where it has lost events.

    One reason is a full queue of the system.
    """

    def __init__(self, lose: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lose = lose

    def emit(self, record: logging.LogRecord) -> None:
        self._lose()


def _is_library(thread: threading.Thread) -> bool:
    return type(thread).__module__.partition(".")[0] == LIBRARY


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        stat = folder.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _keep_quiet() -> None:
    """Keep the library's warnings and the tracebacks of its threads out of the terminal."""
    logger = logging.getLogger(LIBRARY)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=rf"{LIBRARY}\.")
    if threading.excepthook is not _except:
        threading.excepthook = _except


def _except(arguments: threading.ExceptHookArgs) -> None:
    """Print nothing of the library's threads; ``is_alive`` notices their end."""
    if arguments.thread is None or not _is_library(arguments.thread):
        sys.__excepthook__(arguments.exc_type, arguments.exc_value or Exception(), arguments.exc_traceback)
