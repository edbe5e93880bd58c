"""Find article files, edition files and other files in the content folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from briefgen.model import Diagnostic

ARTICLE_SUFFIXES = (".md", ".txt")
EDITIONS = "editions"
"""The folder of the content folder that holds edition files and no articles."""
_NEARLY_EDITIONS = (".yml", ".yaml", ".txt", ".markdown")


class Stat(NamedTuple):
    """Values that show that a file changed: times in nanoseconds, size in bytes, inode."""

    mtime: int
    ctime: int
    size: int
    inode: int


@dataclass(frozen=True, slots=True)
class Scan:
    """Project paths and stats of articles, editions and other files, sorted."""

    articles: Mapping[str, Stat] = field(default_factory=dict)
    files: Mapping[str, Stat] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    editions: Mapping[str, Stat] = field(default_factory=dict)

    @property
    def texts(self) -> Mapping[str, Stat]:
        """All that is read: articles and editions."""
        return {**self.articles, **self.editions}


def scan(root: Path, content: str) -> Scan:
    """List the files in ``root/content``.

    Names that begin with ``.`` or ``_`` are ignored. A link out of the project is reported and not followed.
    """
    matches: dict[str, Stat] = {}
    problems: list[Diagnostic] = []
    _walk(str(root / content), content, root.resolve(), matches, problems)
    return _sorted(matches, content, problems)


def rescan(root: Path, content: str, before: Scan, paths: Collection[str]) -> Scan:
    """Look at the changed paths only.

    A changed folder, or a diagnostic before, needs a scan of the whole folder.
    """
    stats = {**before.texts, **before.files}
    inside = root.resolve()
    for path in paths:
        parent, _, name = path.rpartition("/")
        if before.diagnostics or not parent.startswith(content) or (root / path).is_dir():
            return scan(root, content)
        stats.pop(path, None)
        matches = (
            [entry for entry in os.scandir(root / parent) if entry.name == name]
            if (root / parent).is_dir()
            else []
        )
        for entry in matches:
            if any(part.startswith((".", "_")) for part in path.split("/")[1:]) or _not_a_file(entry, inside):
                return scan(root, content)
            stats[path] = _stat(entry)
    return _sorted(stats, content, [])


def _sorted(stats: Mapping[str, Stat], content: str, problems: list[Diagnostic]) -> Scan:
    """What was found, by what it is."""
    articles: dict[str, Stat] = {}
    editions: dict[str, Stat] = {}
    files: dict[str, Stat] = {}
    inside = f"{content}/{EDITIONS}/"
    for path in sorted(stats):
        stat = stats[path]
        if not path.startswith(inside):
            (articles if path.endswith(ARTICLE_SUFFIXES) else files)[path] = stat
        elif path.endswith(".md"):
            editions[path] = stat
        else:
            files[path] = stat
            if path.endswith(_NEARLY_EDITIONS):
                hint = f"rename it {path.rpartition('.')[0]}.md and put its keys between two lines ---"
                problems.append(
                    diagnostic("file-skipped", Location(path), "an edition file must be a .md file", hint)
                )
    return Scan(articles, files, tuple(problems), editions)


def _stat(entry: os.DirEntry[str]) -> Stat:
    stat = entry.stat()
    return Stat(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)


def _walk(folder: str, name: str, root: Path, matches: dict[str, Stat], problems: list[Diagnostic]) -> None:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(
            diagnostic(
                "file-unreadable",
                Location(name),
                f"this folder cannot be read: {error.strerror}",
                "change its permissions",
            )
        )
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        path = f"{name}/{entry.name}"
        if entry.is_file(follow_symlinks=False) and entry.name.isascii():  # as nearly all are
            matches[path] = _stat(entry)
        elif entry.is_dir(follow_symlinks=False):
            _walk(entry.path, path, root, matches, problems)
        elif why := _not_a_file(entry, root):
            shown = path.encode("utf-8", "replace").decode()
            problems.append(
                diagnostic(
                    "file-skipped",
                    Location(shown),
                    f"this is {why}, so it is ignored",
                    "put a regular file here",
                )
            )
        else:
            matches[path] = _stat(entry)


def _not_a_file(entry: os.DirEntry[str], root: Path) -> str:
    """Why an entry is not taken as a file, or an empty text."""
    try:
        entry.name.encode()
    except UnicodeEncodeError:
        return "a file whose name is not UTF-8"
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if not target.startswith(str(root) + os.sep):
            return "a link out of the project"
        if not os.path.isfile(target):  # noqa: PTH113 - a string from realpath
            return "a broken link"
        return ""
    return "" if entry.is_file() else "a special file"
