"""The read stage: articles are read, or taken from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.build.state import keep_reads, unreadable
from briefgen.cache import sources as reads_memory
from briefgen.reading import discovery
from briefgen.reading.reader import Library, Raw, ReadPool, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefgen.build.run import Build
    from briefgen.cache.sources import CachedReading
    from briefgen.project.project import Project
    from briefgen.reading.discovery import Scan


def read(build: Build, scan: Scan) -> Library:
    """Return the reading of every article. New readings are kept at once: they are right even if the build fails."""
    cache, options = build.cache, build.options
    if cache.reads is None:
        cache.reads, cache.shelf, problem = reads_memory.load(build.project.environment)
        if problem:
            build.diagnostics.add(unreadable(problem))
    before = {} if options.fresh else cache.reads
    library = read_all(build.project.root, scan.texts, build.project.pipeline, before, _pool(build))
    if library.changed or options.fresh:
        library = _keep(build, library)
    for one in library.files.values():
        build.diagnostics.extend(one.diagnostics)
    return library


def read_quietly(project: Project) -> Mapping[str, CachedReading]:
    """Return every article's reading, for commands that make no pages; nothing is reported or written."""
    before, _, _ = reads_memory.load(project.environment)
    articles = discovery.scan(project.root, project.config.content).articles
    return read_all(project.root, articles, project.pipeline, before, ReadPool("auto")).files


def _keep(build: Build, library: Library) -> Library:
    """Keep new readings, on disk too unless the process stays, and return them as they are kept."""
    cache = build.cache
    cache.reads = library.files
    if cache.stays:
        return library
    keep_reads(build.project, build.diagnostics)
    return library._replace(files={path: cache.reads.get(path, one) for path, one in library.files.items()})


def _pool(build: Build) -> ReadPool:
    options = build.options
    return ReadPool(
        options.jobs,
        lambda done, total: build.progress("reading", done, total),
        lambda: _reader(build.project, same_disk=options.workers is None),
        options.workers,
    )


def _reader(project: Project, *, same_disk: bool) -> Callable[[Raw], CachedReading]:
    """Return what is sent to workers that share nothing with this process; loaded late, as most builds have none."""
    from briefgen.build.worker import reader_of

    return reader_of(project, same_disk=same_disk)
