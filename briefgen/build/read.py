"""The read stage: articles are read or taken from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.build.state import keep_reads, readings_of
from briefgen.cache import sources as source_cache
from briefgen.cache.database import DamagedError
from briefgen.reading.discovery import scan
from briefgen.reading.reader import Elsewhere, Library, Raw, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefgen.build.options import Options
    from briefgen.cache.sources import CachedReading
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.reading.discovery import Scan


def read(
    project: Project,
    scanned: Scan,
    options: Options,
    told: list[Diagnostic],
    progress: Callable[[str, int, int], None],
) -> Library:
    """Every article's reading; what is new is remembered at once, since it is right whatever becomes of the build."""
    memory = project.memory
    known = readings_of(project)
    before = {} if options.fresh else known
    library = read_all(
        project.root,
        scanned.texts,
        project.pipeline,
        before,
        options.jobs,
        lambda done, total: progress("reading", done, total),
        Elsewhere(lambda: _reader(project, same_disk=options.workers is None), options.workers),
    )
    if library.changed or options.fresh:
        memory.reads = library.files
        if not memory.stays:
            told += keep_reads(project)
            library = library._replace(files={path: memory.reads[path] for path in library.files})
    for one in library.files.values():
        told += one.diagnostics
    return library


def saved_readings(project: Project) -> Mapping[str, CachedReading]:
    """The readings of the last build; none where they cannot be used."""
    try:
        return source_cache.load(project.memory.file).files
    except DamagedError:
        return {}


def read_quietly(project: Project) -> Mapping[str, CachedReading]:
    """Every article's reading, for verbs that make no pages: nothing is told, and nothing written."""
    before = saved_readings(project)
    scanned = scan(project.root, project.config.content)
    return read_all(project.root, scanned.articles, project.pipeline, before, "auto").files


def _reader(project: Project, *, same_disk: bool) -> Callable[[Raw], CachedReading]:
    """What travels to workers that share nothing with us; most builds have none, and do not load it."""
    from briefgen.build.worker import reader_of

    return reader_of(project, same_disk=same_disk)
