"""The heads of articles as they are on disk, ahead of the next build."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from briefgen.cache.sources import CachedReading
from briefgen.config.folders import INBOX
from briefgen.curation.edition_names import names_of
from briefgen.curation.open_edition import ProjectArticles
from briefgen.importing.inbox_folder import inbox_files
from briefgen.model import Article
from briefgen.project.project import Project
from briefgen.reading.discovery import Stat
from briefgen.reading.reader import read_all


class BuiltHeads(NamedTuple):
    """The paths of the articles of the last build, by edition and by id."""

    by_date: Mapping[str, Sequence[str]]
    ids: Mapping[str, str]


@dataclass(slots=True)
class Heads:
    """What the last build has read, and what has changed since.

    ``versions`` are digests of the files by path, of those that were looked at.
    """

    versions: dict[str, str] = field(default_factory=dict)
    readings: dict[str, CachedReading] = field(default_factory=dict)
    _reads: Mapping[str, CachedReading] = field(default_factory=dict)
    _known: dict[str, tuple[CachedReading, Article | None]] = field(default_factory=dict)
    _built: BuiltHeads = field(default_factory=lambda: BuiltHeads({}, {}))
    _written: set[str] = field(default_factory=set)
    _stats: dict[str, Stat | None] = field(default_factory=dict)
    _noted: set[str] = field(default_factory=set)

    def note(self, paths: Iterable[str]) -> None:
        """Note files that were written here, so that new ones are seen at once."""
        paths = set(paths)
        self._written |= paths
        self._noted |= paths

    def of_project(self, project: Project, date: str, *, looks: bool = True) -> ProjectArticles:
        """The articles of a date and the items of the inbox, as they are now.

        Unless it ``looks``, only files that were written here since the last time are looked at.
        """
        if looks:
            self._stats = dict(inbox_files(project.root))
        known = {} if looks else self._stats
        self._stats |= _stats(project, self._noted)
        self._noted = set()
        built, names, content = self._of_build(project), names_of(project), f"{project.config.content}/"
        paths = [*built.by_date.get(date, ()), *(one for one in self._written if one.startswith(content))]
        self._stats |= _stats(project, [path for path in paths if path not in known])
        now = self._read(project, {path: self._stats[path] for path in dict.fromkeys(paths)})
        of_date = [one for _, one in sorted(now.items()) if one and names.of(one) == date]
        ids = {**built.ids, **{one.id: one.path for one in of_date}}
        return ProjectArticles(of_date, self._waiting(project), ids, built.by_date.keys())

    def _waiting(self, project: Project) -> list[Article]:
        """The items of the inbox, the newest first."""
        items = {path: stat for path, stat in sorted(self._stats.items()) if posixpath.dirname(path) == INBOX}
        heads = self._read(project, {path: stat for path, stat in items.items() if stat}).values()
        return sorted([one for one in heads if one], key=lambda a: (a.day, a.time, a.path), reverse=True)

    def _of_build(self, project: Project) -> BuiltHeads:
        """The heads of the last build: each build has readings of its own."""
        reads = project.memory.reads or {}
        if reads is not self._reads:
            names = names_of(project)
            known = self._known
            self._known = {
                path: old if (old := known.get(path)) and old[0] is one else (one, one.result.article)
                for path, one in [*reads.items()]
            }
            heads = {path: head for path, (_, head) in self._known.items() if head}
            by_date: dict[str, list[str]] = {}
            for path, head in heads.items():
                by_date.setdefault(names.of(head), []).append(path)
            self._built = BuiltHeads(by_date, {one.id: path for path, one in heads.items()})
            self._reads = reads
        return self._built

    def _read(self, project: Project, stats: Mapping[str, Stat | None]) -> dict[str, Article | None]:
        there = {path: stat for path, stat in stats.items() if stat}
        known = {path: one for path in there if (one := self.readings.get(path) or self._reads.get(path))}
        readings = read_all(project.root, there, project.pipeline, known).files
        self.readings |= readings
        for path in stats.keys() - readings.keys():
            self.readings.pop(path, None)
        self.versions |= {path: one.source for path, one in readings.items()}
        return {path: readings[path].result.article if path in readings else None for path in stats}


def _stats(project: Project, paths: Iterable[str]) -> dict[str, Stat | None]:
    return {path: _stat(project, path) for path in dict.fromkeys(paths)}


def _stat(project: Project, path: str) -> Stat | None:
    try:
        stat = (project.root / path).stat()
    except OSError:
        return None
    return Stat(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
