"""The read stage: articles are read, or taken from the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen.build.run import Build
from briefgen.build.state import keep_reads, readings_of
from briefgen.cache import sources as source_cache
from briefgen.cache.database import DamagedError
from briefgen.cache.sources import CachedReading
from briefgen.events import reporting_lost_workers
from briefgen.project.project import Project
from briefgen.reading import discovery
from briefgen.reading.discovery import Scan
from briefgen.reading.reader import Library, Raw, ReadPool, read_all
from briefgen.reading.unknown_keys import fold_keys


def read(build: Build, scan: Scan) -> Library:
    """Return the reading of every article.

    New readings are kept at once: they are right even if the build fails.
    """
    known = readings_of(build.project)
    before = {} if build.options.fresh else known
    library = read_all(build.project.root, scan.texts, build.project.pipeline, before, _pool(build))
    if library.changed or build.options.fresh:
        library = _keep(build, library)
    build.diagnostics.extend(fold_keys(d for one in library.files.values() for d in one.diagnostics))
    return library


def saved_readings(project: Project) -> Mapping[str, CachedReading]:
    """Return the readings of the last build; none if they cannot be used."""
    try:
        return source_cache.load(project.memory.file).files
    except DamagedError:
        return {}


def read_quietly(project: Project) -> Mapping[str, CachedReading]:
    """Return every article's reading, for commands that make no pages; nothing is reported or written."""
    before = saved_readings(project)
    articles = discovery.scan_project(project.config).articles
    with reporting_lost_workers():
        return read_all(project.root, articles, project.pipeline, before, ReadPool("auto")).files


def _keep(build: Build, library: Library) -> Library:
    """Keep new readings, on disk too unless the process stays."""
    cache = build.cache
    cache.reads = library.files
    if cache.stays:
        return library
    keep_reads(build.project, build.diagnostics)
    return library._replace(files={path: cache.reads[path] for path in library.files})


def _pool(build: Build) -> ReadPool:
    jobs, cluster = build.options.jobs, build.options.workers

    def reader() -> Callable[[Raw], CachedReading]:
        from briefgen.build.worker import reader_of  # few builds need it

        return reader_of(build.project, same_disk=cluster is None)

    return ReadPool(jobs, lambda done, total: build.progress("reading", done, total), reader, cluster)
