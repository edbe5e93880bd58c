"""The memories at work: what is read and remembered at the beginning of a build, and what is kept at its end."""

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
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.cache.pages import BuildRecord
    from briefgen.grouping.snapshot import Standing
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project


def keep(project: Project) -> list[Diagnostic]:
    """Write the memories to disk: what a process that stays does at its end."""
    return [
        *keep_reads(project),
        *keep_pictures(project),
        *(told for output in project.memory.standing for told in _keep_site(project, output)),
        *(told for output in project.memory.pages for told in keep_pages(project, output)),
    ]


def keep_reads(project: Project) -> Iterator[Diagnostic]:
    """Write what was read to disk; what goes wrong is told, and costs the next build time and no more."""
    memory = project.memory
    try:
        memory.reads, memory.shelf = reads_memory.save(memory.reads or {}, memory.shelf)
    except OSError as error:
        yield unwritten(error.filename, error)


def keep_pictures(project: Project) -> Iterator[Diagnostic]:
    """Write what was seen of pictures to disk."""
    try:
        if project.memory.pictures:
            image_cache.save(project.environment, project.memory.pictures)
    except OSError as error:
        yield unwritten(error.filename, error)


def _keep_site(project: Project, output: Path) -> Iterator[Diagnostic]:
    try:
        if standing := project.memory.standing.get(output):
            sites_memory.save(_file(sites_memory.SITES, project, output), standing)
    except OSError as error:
        yield unwritten(error.filename, error)


def keep_pages(project: Project, output: Path) -> Iterator[Diagnostic]:
    """Write the traces of an output folder to disk."""
    try:
        pages_memory.save(_file(pages_memory.PAGES, project, output), project.memory.pages[output])
        _own(project, output, _owners(project.memory.pages[output]))
    except OSError as error:
        yield unwritten(error.filename, error)


def last_of(project: Project, options: Options, told: list[Diagnostic]) -> BuildRecord:
    """The last build into this output folder; even ``-E`` needs it, to know which files are ours."""
    known = project.memory.pages.get(options.output)
    if known is None:
        known, why = pages_memory.load(_file(pages_memory.PAGES, project, options.output))
        project.memory.pages[options.output] = known
        if why:
            told.append(_unreadable(why))
        owned, _ = store.load(_file(pages_memory.OWNED, project, options.output))
        project.memory.owned[options.output] = owned or {}
    return known


def last_standing(project: Project, options: Options, told: list[Diagnostic]) -> Standing | None:
    """The site that a build into this output folder grouped last, if there is one."""
    known = project.memory.standing
    if options.output not in known:
        known[options.output], why = sites_memory.load(_file(sites_memory.SITES, project, options.output))
        if why:
            told.append(_unreadable(why))
    return known[options.output]


def keep_standing(project: Project, options: Options, standing: Standing) -> Iterator[Diagnostic]:
    """Keep a grouped site for the next build; not one that an extension had a hand in, for that can hold anything."""
    if "site-grouped" in project.extensions.handlers:
        return
    project.memory.standing[options.output] = standing
    if not project.memory.stays:
        yield from _keep_site(project, options.output)


def owned_of(project: Project, options: Options, last: BuildRecord) -> dict[str, str]:
    """Every output file that is ours, path -> builder: those of the last build, and those that a build which did not end may have put there."""
    return {**project.memory.owned[options.output], **_owners(last)}


def _owners(sitting: BuildRecord) -> dict[str, str]:
    return {path: builder for path, (builder, _) in sitting.traces.files.items()}


def is_whole(project: Project, options: Options, last: BuildRecord) -> bool:
    """Whether the last build into this output came to its end: no file may be there that it does not account for."""
    return len(project.memory.owned[options.output]) == len(last.traces)


def claim(project: Project, options: Options, owned: Mapping[str, str]) -> None:
    """Write down that all these output files are ours, before any of them is put in place.

    Raises:
        OSError: when it cannot be written.
    """
    if owned.keys() - project.memory.owned[options.output].keys():
        _own(project, options.output, owned)


def _own(project: Project, output: Path, owned: Mapping[str, str]) -> None:
    if owned != project.memory.owned[output]:
        store.save(_file(pages_memory.OWNED, project, output), dict(owned))
        project.memory.owned[output] = owned


def _file(kind: str, project: Project, output: Path) -> Path:
    return store.file_of(kind, project.environment, output)


def remember(
    project: Project, options: Options, last: BuildRecord, now: BuildRecord, told: list[Diagnostic]
) -> None:
    """Keep the outcome for the next build; where that cannot be, the next build finds more to do, and no more than that."""
    if now == last and is_whole(project, options, last):
        return
    project.memory.pages[options.output] = now
    if not project.memory.stays:
        told += keep_pages(project, options.output)


def _unreadable(why: str) -> Diagnostic:
    message = f"what the last build knew is not used: {why}"
    return diagnostic("environment-unreadable", Location(store.FOLDER), message, "everything is built anew")


def unwritten(name: object, error: OSError) -> Diagnostic:
    """What is told of a file that cannot be written."""
    hint = "mend the folder's permissions or make room"
    return diagnostic("write-failed", Location(str(name)), f"cannot be written: {error.strerror}", hint)
