"""The heads of all articles as they are on disk now, without waiting for the next build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefgen.cache.sources import CachedReading
from briefgen.curation.edition_names import names_of
from briefgen.importing.inbox_folder import inbox_files
from briefgen.model import Article
from briefgen.project.project import Project
from briefgen.reading.discovery import Stat
from briefgen.reading.reader import read_all


@dataclass(slots=True)
class Heads:
    """What the last build has read, and what has changed since.

    ``versions`` are digests of the files by path, of those that were looked at.
    """

    versions: dict[str, str] = field(default_factory=dict)
    readings: dict[str, CachedReading] = field(default_factory=dict)
    _known: dict[str, tuple[CachedReading, Article | None]] = field(default_factory=dict)
    _written: set[str] = field(default_factory=set)

    def note(self, paths: Iterable[str]) -> None:
        """Note files that were written here, so that new ones are seen at once."""
        self._written.update(paths)

    def of_project(self, project: Project, date: str) -> list[Article]:
        """The heads of all articles; those of a date are read again if they have changed."""
        heads = self._of_build(project.memory.reads or {})
        names, content = names_of(project), f"{project.config.content}/"
        paths = [path for path, one in heads.items() if names.of(one) == date]
        paths += [path for path in self._written if path.startswith(content)]
        for path, head in self._read(project, _stats(project, paths)).items():
            if head is None:
                heads.pop(path, None)
            elif not head.is_page:
                heads[path] = head
        return [heads[path] for path in sorted(heads)]

    def waiting(self, project: Project) -> list[Article]:
        """The items of the inbox, the newest first."""
        heads = self._read(project, inbox_files(project.root)).values()
        return sorted([one for one in heads if one], key=lambda a: (a.day, a.time, a.path), reverse=True)

    def _of_build(self, reads: Mapping[str, CachedReading]) -> dict[str, Article]:
        """The heads of the last build; unpacking one takes time, so it is done once."""
        known = self._known
        self._known = {
            path: one if (one := known.get(path)) and one[0] is reading else (reading, reading.result.article)
            for path, reading in list(reads.items())
        }
        return {path: head for path, (_, head) in self._known.items() if head}

    def _read(self, project: Project, stats: Mapping[str, Stat | None]) -> dict[str, Article | None]:
        there = {path: stat for path, stat in stats.items() if stat}
        known = {path: one for path in there if (one := self.readings.get(path) or self._of(path))}
        readings = read_all(project.root, there, project.pipeline, known).files
        self.readings |= readings
        for path in stats.keys() - readings.keys():
            self.readings.pop(path, None)
        self.versions |= {path: one.source for path, one in readings.items()}
        return {path: readings[path].result.article if path in readings else None for path in stats}

    def _of(self, path: str) -> CachedReading | None:
        return self._known[path][0] if path in self._known else None


def _stats(project: Project, paths: Iterable[str]) -> dict[str, Stat | None]:
    return {path: _stat(project, path) for path in dict.fromkeys(paths)}


def _stat(project: Project, path: str) -> Stat | None:
    try:
        stat = (project.root / path).stat()
    except OSError:
        return None
    return Stat(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
