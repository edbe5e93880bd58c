"""Load what is kept between builds at the start of a build, and save it at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cache import pages as pages_memory
from briefgen.cache import sources as reads_memory
from briefgen.cache import store
from briefgen.grouping import snapshot as sites_memory
from briefgen.images import image_cache
from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.build.run import Build
    from briefgen.cache.pages import BuildRecord
    from briefgen.grouping.snapshot import SiteSnapshot
    from briefgen.model import Diagnostic
    from briefgen.model.diagnostics import Diagnostics
    from briefgen.project.project import Project


def keep(project: Project, diagnostics: Diagnostics) -> None:
    """Write everything to disk: what a process that stays does at its end."""
    keep_reads(project, diagnostics)
    keep_pictures(project, diagnostics)
    for output in project.memory.standing:
        _keep_site(project, output, diagnostics)
    for output in project.memory.pages:
        keep_pages(project, output, diagnostics)


def keep_reads(project: Project, diagnostics: Diagnostics) -> None:
    """Write the readings to disk."""
    memory = project.memory
    try:
        memory.reads, memory.shelf = reads_memory.save(memory.reads or {}, memory.shelf)
    except OSError as error:
        diagnostics.add(unwritten(error.filename, error))


def keep_pictures(project: Project, diagnostics: Diagnostics) -> None:
    """Write what is known of pictures to disk."""
    try:
        if project.memory.pictures:
            image_cache.save(project.environment, project.memory.pictures)
    except OSError as error:
        diagnostics.add(unwritten(error.filename, error))


def _keep_site(project: Project, output: Path, diagnostics: Diagnostics) -> None:
    try:
        if snapshot := project.memory.standing.get(output):
            sites_memory.save(_file(sites_memory.SITES, project, output), snapshot)
    except OSError as error:
        diagnostics.add(unwritten(error.filename, error))


def keep_pages(project: Project, output: Path, diagnostics: Diagnostics) -> None:
    """Write the traces of an output folder to disk."""
    try:
        pages_memory.save(_file(pages_memory.PAGES, project, output), project.memory.pages[output])
        _own(project, output, _owners(project.memory.pages[output]))
    except OSError as error:
        diagnostics.add(unwritten(error.filename, error))


def last_of(build: Build) -> BuildRecord:
    """Return the record of the last build into this output folder; even ``-E`` needs it, to know which files are ours."""
    project, output = build.project, build.options.output
    known = project.memory.pages.get(output)
    if known is None:
        known, problem = pages_memory.load(_file(pages_memory.PAGES, project, output))
        project.memory.pages[output] = known
        if problem:
            build.diagnostics.add(unreadable(problem))
        owners, _ = store.load(_file(pages_memory.OWNED, project, output))
        project.memory.owned[output] = owners or {}
    return known


def last_standing(build: Build) -> SiteSnapshot | None:
    """Return the site that a build into this output folder grouped last, if there is one."""
    known, output = build.cache.standing, build.options.output
    if output not in known:
        known[output], problem = sites_memory.load(_file(sites_memory.SITES, build.project, output))
        if problem:
            build.diagnostics.add(unreadable(problem))
    return known[output]


def keep_standing(build: Build, snapshot: SiteSnapshot) -> None:
    """Keep a grouped site for the next build, unless an extension changed it: it can hold anything then."""
    if "site-grouped" in build.project.extensions.handlers:
        return
    build.cache.standing[build.options.output] = snapshot
    if not build.cache.stays:
        _keep_site(build.project, build.options.output, build.diagnostics)


def owned_of(build: Build) -> dict[str, str]:
    """Return every output file that is ours, path -> builder, with those of a build that did not end."""
    return {**build.cache.owned[build.options.output], **_owners(build.last)}


def _owners(record: BuildRecord) -> dict[str, str]:
    return {path: builder for path, (builder, _) in record.traces.files.items()}


def is_whole(build: Build) -> bool:
    """Return whether the last build into this output came to its end, so that each of our files has a trace."""
    return len(build.cache.owned[build.options.output]) == len(build.last.traces)


def claim(build: Build, owners: Mapping[str, str]) -> None:
    """Write down that all these output files are ours, before any of them is put in place.

    Raises:
        OSError: when it cannot be written.
    """
    if owners.keys() - build.cache.owned[build.options.output].keys():
        _own(build.project, build.options.output, owners)


def _own(project: Project, output: Path, owners: Mapping[str, str]) -> None:
    if owners != project.memory.owned[output]:
        store.save(_file(pages_memory.OWNED, project, output), dict(owners))
        project.memory.owned[output] = owners


def _file(kind: str, project: Project, output: Path) -> Path:
    return store.file_of(kind, project.environment, output)


def remember(build: Build, record: BuildRecord) -> None:
    """Keep the record of this build; if it cannot be written, the next build has more to do."""
    if record == build.last and is_whole(build):
        return
    build.cache.pages[build.options.output] = record
    if not build.cache.stays:
        keep_pages(build.project, build.options.output, build.diagnostics)


def unreadable(problem: str) -> Diagnostic:
    """Return the diagnostic for a cache that cannot be used."""
    message = f"the cache of the last build is not used: {problem}"
    return diagnostic("environment-unreadable", Location(store.FOLDER), message, "everything is built again")


def unwritten(name: object, error: OSError) -> Diagnostic:
    """Return the diagnostic for a file that cannot be written."""
    hint = "check the folder's permissions and the free space"
    return diagnostic("write-failed", Location(str(name)), f"cannot be written: {error.strerror}", hint)
