"""The read stage: articles are read or taken from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cache import sources as reads_memory
from briefgen.reading.discovery import scan
from briefgen.reading.reader import Elsewhere, Library, Raw, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefgen.build.options import Options
    from briefgen.cache.sources import CachedReading
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.reading.discovery import Scan
from briefgen.build.state import _unreadable, keep_reads


def read(
    project: Project,
    scanned: Scan,
    options: Options,
    told: list[Diagnostic],
    progress: Callable[[str, int, int], None],
) -> Library:
    """Every article's reading; what is new is remembered at once, since it is right whatever becomes of the build."""
    memory = project.memory
    if memory.reads is None:
        memory.reads, memory.shelf, why = reads_memory.load(project.environment)
        if why:
            told.append(_unreadable(why))
    before = {} if options.fresh else memory.reads
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
            library = library._replace(
                files={path: memory.reads.get(path, one) for path, one in library.files.items()}
            )
    for one in library.files.values():
        told += one.diagnostics
    return library


def read_quietly(project: Project) -> Mapping[str, CachedReading]:
    """Every article's reading, for verbs that make no pages: nothing is told, and nothing written."""
    before, _, _ = reads_memory.load(project.environment)
    scanned = scan(project.root, project.config.content)
    return read_all(project.root, scanned.articles, project.pipeline, before, "auto").files


def _reader(project: Project, *, same_disk: bool) -> Callable[[Raw], CachedReading]:
    """What travels to workers that share nothing with us; most builds have none, and do not load it."""
    from briefgen.build.worker import reader_of

    return reader_of(project, same_disk=same_disk)
