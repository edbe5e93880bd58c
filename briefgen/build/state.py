"""Load what the last build left in the cache file, and write what this one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.cache import pages as page_cache
from briefgen.cache import sources as source_cache
from briefgen.cache.database import DamagedError, unreadable
from briefgen.cache.pages import name_of, owners_of
from briefgen.cache.salvage import owners_in
from briefgen.grouping import snapshot
from briefgen.images import image_cache
from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.cache.pages import BuildRecord
    from briefgen.cache.sources import CachedReading
    from briefgen.grouping.snapshot import SiteSnapshot
    from briefgen.images.image_cache import Seen
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project


def keep(project: Project) -> list[Diagnostic]:
    """Write to disk all that a process knows: what one that stays does at its end."""
    try:
        return [*_keep_all(project)]
    except DamagedError as error:
        return [*error.diagnostics, *replace(project)]


def _keep_all(project: Project) -> Iterator[Diagnostic]:
    yield from keep_reads(project)
    yield from keep_pictures(project)
    for output in project.memory.snapshots:
        yield from _keep_snapshot(project, output)
    for output in project.memory.pages:
        yield from keep_pages(project, output)


def replace(project: Project) -> Iterator[Diagnostic]:
    """Begin with an empty cache file, since the one that is there is damaged; the owners of output files are taken over."""
    project.memory.forget()
    file = project.memory.file
    file.give_up()
    try:
        file.replace(owners_in(file))
    except OSError as error:
        yield unwritten(error.filename, error)


# --- source files -----------------------------------------------------------------------------------------


def readings_of(project: Project) -> Mapping[str, CachedReading]:
    """The readings of the last build.

    Raises:
        DamagedError: when they cannot be used.
    """
    memory = project.memory
    if memory.reads is None:
        memory.saved_sources = source_cache.load(memory.file)
        memory.reads = memory.saved_sources.files
    return memory.reads


def keep_reads(project: Project) -> Iterator[Diagnostic]:
    """Write what was read to disk; what goes wrong is reported, and costs the next build time and no more."""
    memory = project.memory
    try:
        memory.saved_sources = source_cache.save(memory.file, memory.reads or {}, memory.saved_sources)
        memory.reads = {**(memory.reads or {}), **memory.saved_sources.files}
    except OSError as error:
        yield unwritten(error.filename, error)


def _reread_lost(project: Project) -> Iterator[Diagnostic]:
    """Report bodies that were missing or damaged; the next build reads their sources again."""
    memory = project.memory
    if memory.file.lost and not memory.stays:
        yield unreadable("the text of an article is damaged")
        kept = {path: one for path, one in (memory.reads or {}).items() if path not in memory.file.lost}
        memory.file.lost.clear()
        memory.reads = kept
        yield from keep_reads(project)


# --- images -----------------------------------------------------------------------------------------------


def pictures_of(project: Project) -> dict[str, Seen]:
    """What the last build saw of pictures.

    Raises:
        DamagedError: when it cannot be used.
    """
    memory = project.memory
    if memory.pictures is None:
        memory.pictures = image_cache.load(memory.file)
    return memory.pictures


def keep_pictures(project: Project) -> Iterator[Diagnostic]:
    """Write what was seen of pictures to disk."""
    try:
        if project.memory.pictures:
            image_cache.save(project.memory.file, project.memory.pictures)
    except OSError as error:
        yield unwritten(error.filename, error)


# --- the grouped site -------------------------------------------------------------------------------------


def last_standing(project: Project, options: Options, diagnostics: list[Diagnostic]) -> SiteSnapshot | None:
    """The site that a build into this output folder grouped last, if there is one."""
    known = project.memory.snapshots
    if options.output not in known:
        try:
            known[options.output] = snapshot.load(project.memory.file, _name(project, options.output))
        except DamagedError as error:
            known[options.output] = None
            diagnostics += error.diagnostics
    return known[options.output]


def keep_standing(project: Project, options: Options, one: SiteSnapshot) -> Iterator[Diagnostic]:
    """Keep a grouped site for the next build; not one that an extension had a hand in, for that can hold anything."""
    if "site-grouped" in project.extensions.handlers:
        return
    project.memory.snapshots[options.output] = one
    if not project.memory.stays:
        yield from _keep_snapshot(project, options.output)


def _keep_snapshot(project: Project, output: Path) -> Iterator[Diagnostic]:
    try:
        if one := project.memory.snapshots.get(output):
            snapshot.save(project.memory.file, _name(project, output), one)
    except OSError as error:
        yield unwritten(error.filename, error)


# --- pages ------------------------------------------------------------------------------------------------


def last_of(project: Project, options: Options) -> BuildRecord:
    """The last build into this output folder; even ``-E`` needs it, to know which files are ours.

    Raises:
        DamagedError: when it cannot be used.
    """
    memory, output = project.memory, options.output
    if output not in memory.pages:
        record, memory.saved_pages[output] = page_cache.load(memory.file, _name(project, output))
        if memory.stays:
            record.traces.read_all()  # other processes may write meanwhile
        memory.pages[output] = record
    return memory.pages[output]


def keep_pages(project: Project, output: Path) -> Iterator[Diagnostic]:
    """Write the pages of an output folder to disk."""
    memory = project.memory
    record, saved = memory.pages[output], memory.saved_pages[output]
    try:
        owned = _owned(project, output)
        memory.saved_pages[output] = page_cache.save(
            memory.file, _name(project, output), record, saved, owned
        )
        memory.owned[output] = owners_of(record)
    except OSError as error:
        yield unwritten(error.filename, error)


def remember(
    project: Project, options: Options, last: BuildRecord, now: BuildRecord, diagnostics: list[Diagnostic]
) -> None:
    """Keep the outcome for the next build; where that cannot be, the next build finds more to do, and no more than that."""
    diagnostics += _reread_lost(project)
    if now == last and is_whole(project, options, last):
        return
    project.memory.pages[options.output] = now
    if not project.memory.stays:
        diagnostics += keep_pages(project, options.output)


# --- owners of output files -------------------------------------------------------------------------------


def owned_of(project: Project, options: Options, last: BuildRecord) -> dict[str, str]:
    """Every output file that is ours, path -> builder: those of the last build, and those that a build which did not end may have put there."""
    return {**_owned(project, options.output), **owners_of(last)}


def is_whole(project: Project, options: Options, last: BuildRecord) -> bool:
    """Whether the last build into this output came to its end: no file may be there that it does not account for."""
    owned = project.memory.owned.get(options.output)
    if owned is not None:
        return len(owned) == len(last.traces)
    return project.memory.file.count("manifest", _name(project, options.output)) == len(last.traces)


def claim(project: Project, options: Options, owned: Mapping[str, str]) -> None:
    """Write down that all these output files are ours, before any of them is put in place.

    Raises:
        OSError: when it cannot be written.
    """
    before = _owned(project, options.output)
    if owned.keys() - before.keys():
        page_cache.save_manifest(project.memory.file, _name(project, options.output), owned, before)
        project.memory.owned[options.output] = owned


def _owned(project: Project, output: Path) -> Mapping[str, str]:
    """Whose each file of an output folder is; loaded by those builds that write."""
    owned = project.memory.owned
    if output not in owned:
        owned[output] = page_cache.load_manifest(project.memory.file, _name(project, output))
    return owned[output]


def _name(project: Project, output: Path) -> str:
    return name_of(project.environment, output)


def unwritten(name: object, error: OSError) -> Diagnostic:
    """The diagnostic for a file that cannot be written."""
    hint = "check the folder's permissions and the room on the disk"
    return diagnostic("write-failed", Location(str(name)), f"cannot be written: {error.strerror}", hint)
