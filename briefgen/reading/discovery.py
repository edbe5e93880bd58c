"""Find articles, edition files, pages and other files in the content folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from briefgen.config import Config
from briefgen.config.folders import ADDRESS_RECORD, EDITIONS, PAGES, SENT_RECORD, SKIPPED, is_article
from briefgen.config.validation import OWN_FOLDERS
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import NOTE, diagnostic
from briefgen.reading.unread_files import SECTION, report_nothing, report_unread
from briefgen.reporting.refused_files import report_refusal
from briefgen.util.git_ignored import IgnoredPaths, ignored_in
from briefgen.util.public_files import (
    HIDDEN,
    IGNORED,
    Refusal,
    folder_refusal,
    is_private,
    link_refusal,
    private,
)

_NEARLY_EDITIONS = (".yml", ".yaml", ".txt", ".markdown")


class Stat(NamedTuple):
    """Values that show that a file changed: times in nanoseconds, size in bytes, inode."""

    mtime: int
    ctime: int
    size: int
    inode: int


@dataclass(frozen=True, slots=True)
class Scan:
    """Project paths and stats of articles, editions, pages and other files, sorted.

    ``skipped`` has folders whose names begin with ``_``, with the number of articles in them, and section
    pages, with 0.
    """

    articles: Mapping[str, Stat] = field(default_factory=dict)
    files: Mapping[str, Stat] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    editions: Mapping[str, Stat] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, Stat] = field(default_factory=dict)

    @property
    def texts(self) -> Mapping[str, Stat]:
        """All that is read: articles, editions and pages."""
        return {**self.articles, **self.editions, **self.pages}


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk over the content folder, and what it gathers."""

    root: Path
    links: tuple[str, ...]
    """The folders of ``root`` that links may lead into: that of the content, and that of static files."""
    own: Collection[str]
    """Paths that are no content though they lie in its folder, if that is the project itself."""
    include: Collection[str]
    ignored: IgnoredPaths
    stats: dict[str, Stat] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


class Folders(NamedTuple):
    """What a scan must know of a project: its folders, and hidden names to include."""

    root: Path
    content: str = "content"
    include: Collection[str] = ()
    static: str = "static"
    output: str = "site"


def folders_of(config: Config) -> Folders:
    """The folders of a project."""
    return Folders(config.root, config.content, config.include, config.static, config.output)


def scan_project(config: Config) -> Scan:
    """List the files in the content folder of a project."""
    return scan(*folders_of(config))


def scan(
    root: Path, content: str, include: Collection[str] = (), static: str = "static", output: str = "site"
) -> Scan:
    """List the files in ``root/content``.

    Names that begin with ``.`` or ``_`` are ignored, except folders in ``include``. Files that may be secret
    (see ``public_files``), and links out of ``content`` and ``static``, are reported and not read.
    """
    own = _own(root, content, (static, output))
    walk = _Walk(root.resolve(), (content, static), own, include, ignored_in(root))
    if (root / content).is_dir() and (why := folder_refusal(root, content)):
        walk.problems.append(report_refusal(why, content))
    else:
        _walk(str(root / content), content, walk)
    if walk.ignored.problem:
        message = f"files that git ignores are not left out: {walk.ignored.problem}"
        walk.problems.append(diagnostic("git-unavailable", Location(content), message))
    return _sorted(walk, root, content)


def rescan(folders: Folders, before: Scan, paths: Collection[str]) -> Scan:
    """Look at the changed paths only.

    A changed folder, or an error or warning before, needs a scan of the whole folder.
    """
    root, content, include, static, output = folders
    links, stats = (content, static), {**before.texts, **before.files}
    own, skipped = _own(root, content, (static, output)), dict(before.skipped)
    walk = _Walk(root.resolve(), links, own, include, ignored_in(root), stats, skipped=skipped)
    for path in paths:
        parent, _, name = path.rpartition("/")
        if any(f"{path}/".startswith(f"{one}/") for one in own):
            continue
        problems = any(problem.severity != NOTE for problem in before.diagnostics)
        if problems or not parent.startswith(content) or (root / path).is_dir():
            return scan(*folders)
        walk.stats.pop(path, None)
        matches = (
            [entry for entry in os.scandir(root / parent) if entry.name == name]
            if (root / parent).is_dir()
            else []
        )
        if any(_is_skipped(part, include) for part in path.split("/")[1:]) or name.startswith(".git"):
            return scan(*folders)
        for entry in matches:
            if _refusal(entry, path, walk) or walk.ignored.covers(path, content):
                return scan(*folders)
            walk.stats[path] = _stat(entry)
    return _sorted(walk, root, content)


def _own(root: Path, content: str, folders: Collection[str]) -> frozenset[str]:
    """The project's own paths, if its content folder is the project itself."""
    if (root / content).resolve() != root.resolve():
        return frozenset()
    return frozenset(
        f"{content}/{name}" for name in (*OWN_FOLDERS, SKIPPED, ADDRESS_RECORD, SENT_RECORD, *folders)
    )


def _is_skipped(name: str, include: Collection[str]) -> bool:
    return name.startswith((".", "_")) and name not in include


def _sorted(walk: _Walk, root: Path, content: str) -> Scan:
    """What was found, by what it is."""
    articles: dict[str, Stat] = {}
    editions: dict[str, Stat] = {}
    pages: dict[str, Stat] = {}
    files: dict[str, Stat] = {}
    problems = list(walk.problems)
    inside, of_pages = f"{content}/{EDITIONS}/", f"{content}/{PAGES}/"
    for path in sorted(walk.stats):
        stat = walk.stats[path]
        if not path.startswith(inside):
            texts = pages if path.startswith(of_pages) else articles
            (texts if is_article(path) else files)[path] = stat
        elif path.endswith(".md"):
            editions[path] = stat
        else:
            files[path] = stat
            if path.endswith(_NEARLY_EDITIONS):
                hint = f"rename it {path.rpartition('.')[0]}.md and put its keys between two lines ---"
                problems.append(
                    diagnostic("file-skipped", Location(path), "an edition file must be a .md file", hint)
                )
    beside = [path for path in files if not path.startswith(inside)]
    skipped = dict(sorted(walk.skipped.items()))
    notes = list(report_unread(beside, skipped, content))
    if not (articles or problems):
        problems.append(report_nothing(notes, root, content))
    return Scan(articles, files, (*problems, *notes), editions, skipped, pages)


def _stat(entry: os.DirEntry[str]) -> Stat:
    stat = entry.stat()
    return Stat(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)


def _walk(folder: str, name: str, walk: _Walk) -> None:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    except OSError as error:
        walk.problems.append(
            diagnostic(
                "file-unreadable",
                Location(name),
                f"this folder cannot be read: {error.strerror}",
                "change its permissions",
            )
        )
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if path in walk.own:
            continue
        if _is_skipped(entry.name, walk.include):
            if entry.name.startswith("_") and (count := _count_skipped(entry)) is not None:
                walk.skipped[path] = count
            elif entry.name.startswith(".") and is_private(entry.name):
                walk.problems.append(report_refusal(Refusal(HIDDEN, "a hidden file"), path))
        elif entry.is_dir(follow_symlinks=False):
            if f"{path}/".removeprefix("./") in walk.ignored.paths:
                walk.problems.append(report_refusal(Refusal(IGNORED, "a folder that git ignores"), path))
            else:
                _walk(entry.path, path, walk)
        elif why := _refusal(entry, path, walk):
            walk.problems.append(report_refusal(why, path))
        else:
            walk.stats[path] = _stat(entry)


def _count_skipped(entry: os.DirEntry[str]) -> int | None:
    """The number of articles in a skipped folder.

    0 for a section page, None for anything else.
    """
    if entry.is_dir(follow_symlinks=False):
        return sum(is_article(name) for _, _, names in os.walk(entry.path) for name in names) or None
    return 0 if entry.name.partition(".")[0] == SECTION and is_article(entry.name) else None


def _refusal(entry: os.DirEntry[str], path: str, walk: _Walk) -> Refusal | None:
    """Why an entry is not read as a file, or None."""
    try:
        entry.name.isascii() or entry.name.encode()
    except UnicodeEncodeError:
        return Refusal("name", "a file whose name is not UTF-8")
    if is_private(entry.name):
        return private(entry.name)
    if path.removeprefix("./") in walk.ignored.paths:
        return Refusal(IGNORED, "a file that git ignores")
    if entry.is_symlink():
        return link_refusal(walk.root, entry.path, walk.links, walk.ignored)
    return None if entry.is_file() else Refusal("special", "a special file")
