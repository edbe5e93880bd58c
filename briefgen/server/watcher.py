"""Watch a project's folder for changes that matter."""

from __future__ import annotations

import errno
import logging
import os
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver, ObservedWatch

    from briefgen.server.debounce import Changes
PROBING = 1.0
"""Seconds for the system to report a file that we have written ourselves."""
OTHERS = frozenset({"__pycache__", "node_modules", "4913"})
"""Names that are no part of a site: other tools' folders, and vim's test file."""
_STARTS = (".", "#", "___jb_")
_ENDS = ("~", ".swp", ".swx", ".swo", ".tmp", "___jb_tmp___", "___jb_old___", ".crdownload", ".part")
_KINDS = frozenset({"created", "deleted", "moved", "modified", "closed", "attrib"})
"""Events that can mean new content. Opening a file and closing it unchanged is what a build does itself."""
_OF_FOLDERS = frozenset({"created", "deleted", "moved"})


def is_ours(path: str, output: str) -> bool:
    """Whether a change of a project path can change the site.

    Ignored are ``output`` and the folder beside it, in which a build prepares a site.
    """
    if f"{path}/".startswith((f"{output}/", f"{output}.briefgen/")):
        return False
    return not any(
        name in OTHERS or name.startswith(_STARTS) or name.endswith(_ENDS) for name in path.split("/")
    )


class Watch:
    """Reports every change in ``root`` that can matter to ``changes``.

    The root and its folders are watched one by one, without the many folders of a virtual environment.
    """

    def __init__(self, root: Path, changes: Changes, output: str) -> None:
        self.output = output
        self._root = root.resolve()
        self._changes = changes
        self._observer: BaseObserver | None = None
        self._watched: dict[str, ObservedWatch] = {}
        self._replaced: set[str] = set()

    def start(self, *, poll: bool = False) -> str:
        """Begin to watch; return why polling is needed, or an empty text."""
        logging.getLogger("watchdog").setLevel(logging.CRITICAL)
        why = ""
        if not poll:
            why = self._start_native()
        if poll or why:
            from watchdog.observers.polling import PollingObserver

            self._begin(PollingObserver(timeout=PROBING / 2))
        return why

    def refresh(self, paths: Collection[str]) -> None:
        """Watch new folders in the root, and no longer those that are gone."""
        if self._observer is not None and any("/" not in path for path in paths):
            with suppress(OSError):  # the root itself is gone: there is nothing to watch until it comes back
                self._watch_folders()

    def _watch_folders(self) -> None:
        replaced, self._replaced = self._replaced, set()  # a folder made anew is another one
        folders = [path for path in self._root.iterdir() if path.is_dir() and not _is_venv(path)]
        now = {path.name for path in folders if is_ours(path.name, self.output)}
        for name in [name for name in self._watched if name not in now or name in replaced]:
            self._unschedule(self._watched.pop(name))
        for name in sorted(now - self._watched.keys()):
            with suppress(FileNotFoundError):  # gone again
                self._watched[name] = self._schedule(self._root / name, name, recursive=True)

    def stop(self) -> None:
        """Watch no more."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(0.5)
            self._observer, self._watched = None, {}

    def _start_native(self) -> str:
        """Begin to watch; return why that does not work here, or an empty text."""
        from watchdog.observers import Observer

        try:
            self._begin(Observer())
            if self._hears():
                return ""
            why = "no word of changes comes from the system"
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EMFILE)
            why = "the system watches as many folders as it can" if full else str(error.strerror)
        self.stop()
        return why

    def _begin(self, observer: BaseObserver) -> None:
        self._observer = observer
        observer.start()
        self._schedule(self._root, "", recursive=False)
        self._watch_folders()

    def _hears(self) -> bool:
        """Whether the system reports a written file; network file systems may not."""
        folder, callback = self._root / ".briefgen" / "probe", threading.Event()
        folder.mkdir(parents=True, exist_ok=True)
        watch = self._observe(folder, lambda event: callback.set(), recursive=False)
        try:
            (folder / "file").write_bytes(b"")
            return callback.wait(PROBING)
        finally:
            self._unschedule(watch)
            (folder / "file").unlink(missing_ok=True)
            with suppress(OSError):
                folder.rmdir()

    def _schedule(self, folder: Path, name: str, *, recursive: bool) -> ObservedWatch:
        # Events come with the real path; a linked folder's files are known by where the link stands.
        real = folder.resolve()

        def note(event: FileSystemEvent) -> None:
            if event.event_type in (_OF_FOLDERS if event.is_directory else _KINDS):
                for path in (event.src_path, event.dest_path):
                    self._note(os.fsdecode(path), real, name, folder=event.is_directory)

        return self._observe(real, note, recursive=recursive)

    def _note(self, path: str, real: Path, name: str, *, folder: bool) -> None:
        try:
            known = (Path(name) / Path(path).relative_to(real)).as_posix()
        except ValueError:  # the other end of a move, outside of the project
            return
        if known == "." or not is_ours(known, self.output):
            return
        if folder and "/" not in known:
            self._replaced.add(known)
        self._changes.add(known)

    def _observe(
        self, folder: Path, callback: Callable[[FileSystemEvent], None], *, recursive: bool
    ) -> ObservedWatch:
        from watchdog.events import FileSystemEventHandler

        class _Forward(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                callback(event)

        observer: Any = self._observer
        watch: ObservedWatch = observer.schedule(_Forward(), str(folder), recursive=recursive)
        return watch

    def _unschedule(self, watch: ObservedWatch) -> None:
        observer: Any = self._observer
        with suppress(KeyError, OSError):
            observer.unschedule(watch)


def _is_venv(folder: Path) -> bool:
    """Whether a folder is a virtual environment, whatever its name."""
    return (folder / "pyvenv.cfg").is_file()
