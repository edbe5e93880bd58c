"""Save the pictures of an article beside it, within limits of size and number."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from briefgen.importing.fetch import TIMEOUT, fetch
from briefgen.importing.local_pictures import find_file, picture_urls, stem_of, with_files
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.project_files.kinds import Kind, ProjectFile
from briefgen.project_files.writer import write_file
from briefgen.util.public_addresses import may_be_private
from briefgen.util.urls import ascii_host, host_of

MOST_PICTURES = 20
"""Pictures of an article that are saved."""
MOST_BYTES = 10_000_000
"""Bytes of a picture at most."""
SMALLEST = 3
"""Pixels of the side of a picture that only counts readers."""


class WithPictures(NamedTuple):
    """The text of an article whose pictures are files, and what is wrong with others.

    ``files`` are the files that were written, with the addresses of their pictures.
    """

    text: str
    problems: tuple[Diagnostic, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


class _RefusedError(ValueError):
    """Why a picture is not saved."""


@dataclass(frozen=True)
class PictureSaver:
    """Saves pictures in one run of a command.

    ``private`` are the hosts that may have a private address. ``turn`` waits for the turn to ask a host.
    """

    root: Path
    private: Collection[str] = ()
    seconds: float = TIMEOUT
    turn: Callable[[str], AbstractContextManager[object]] = lambda url: nullcontext()
    _silent: set[str] = field(default_factory=set)

    def save(self, text: str, path: str, origin: str = "") -> WithPictures:
        """Save the pictures of the article that is or will be at ``path``.

        A private address is asked only where ``origin``, from which the article came, has the same host. A
        picture that cannot be saved keeps its web address.
        """
        names: dict[str, str] = {}
        problems, files = [], []
        folder = posixpath.dirname(path)
        for n, url in enumerate(picture_urls(text, path)):
            try:
                if n >= MOST_PICTURES:
                    raise _RefusedError(f"it is one of more than {MOST_PICTURES} of this article")
                names[url] = find_file(self.root / folder, url)
                if not names[url]:
                    names[url] = self._save(url, folder, origin)
                    files.append((f"{folder}/{names[url]}", url))
            except _RefusedError as error:
                problems.append(_problem(path, url, str(error)))
            except BriefgenError as error:
                problems.append(_problem(path, url, error.diagnostics[0].message))
        known = {url: name for url, name in names.items() if name}
        return WithPictures(with_files(text, path, known), tuple(problems), tuple(files))

    def _save(self, url: str, folder: str, origin: str) -> str:
        """Fetch a picture, and write it under a name of its own."""
        from briefgen.images.inspect import SUFFIXES, kind_of, look

        data = self._fetch(url, origin)
        if len(data) > MOST_BYTES:
            raise _RefusedError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
        suffix = SUFFIXES.get(kind_of(data), "")
        if not suffix:
            raise _RefusedError("it is no picture")
        picture = look(data, f"x{suffix}", ())
        if wrong := picture.unsafe or picture.faulty:
            raise _RefusedError(wrong)
        if 0 < max(picture.width, picture.height) <= SMALLEST:
            raise _RefusedError("it is too small to see")
        name = f"{stem_of(url)}{suffix}"
        with suppress(FileExistsError):  # another command has saved it
            write_file(ProjectFile(self.root, f"{folder}/{name}", Kind.FILE), data)
        return name

    def _fetch(self, url: str, origin: str) -> bytes:
        host = host_of(url)
        if host in self._silent:
            raise _RefusedError("its host does not answer")
        try:
            with self.turn(url):
                return fetch(url, kinds=(), private=self._private(host, origin), timeout=self.seconds).data
        except BriefgenError as error:
            if isinstance(error.__context__, TimeoutError):
                self._silent.add(host)
            raise

    def _private(self, host: str, origin: str) -> Collection[str]:
        """The picture's host, if it is the article's own and may be private."""
        hosts = [ascii_host(one.lower()) for one in self.private]
        is_own = "://" in origin and host_of(origin) == host
        return (host,) if is_own and may_be_private(ascii_host(host), hosts) else ()


def _problem(path: str, url: str, why: str) -> Diagnostic:
    message = f"the picture {url} is not saved: {why}"
    hint = "save it beside the article by hand, or take it out"
    return diagnostic("picture-unsaved", Location(path), message, hint)
