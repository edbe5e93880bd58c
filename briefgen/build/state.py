"""Load what the last build left in the cache, and save this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from briefgen.build.run import Build
from briefgen.cache import pages as page_cache
from briefgen.cache import sources as source_cache
from briefgen.cache.database import DamagedError, unreadable
from briefgen.cache.pages import BuildRecord, name_of, owners_of
from briefgen.cache.salvage import owners_in
from briefgen.cache.sources import CachedReading
from briefgen.grouping import snapshot
from briefgen.grouping.snapshot import SiteSnapshot
from briefgen.images import image_cache
from briefgen.images.image_cache import Seen
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import Diagnostics, diagnostic
from briefgen.project.project import Project


def keep(project: Project, diagnostics: Diagnostics) -> None:
    """Write to disk all that a process knows, as a server does at its end."""
    try:
        _keep_all(project, diagnostics)
    except DamagedError as error:
        diagnostics.extend(error.diagnostics)
        replace(project, diagnostics)


def _keep_all(project: Project, diagnostics: Diagnostics) -> None:
    keep_reads(project, diagnostics)
    keep_pictures(project, diagnostics)
    for output in project.memory.snapshots:
        _keep_snapshot(project, output, diagnostics)
    for output in project.memory.pages:
        keep_pages(project, output, diagnostics)


def replace(project: Project, diagnostics: Diagnostics) -> None:
    """Replace a damaged cache file, but keep the owners of output files."""
    project.memory.forget()
    file = project.memory.file
    file.give_up()
    with _reported(diagnostics):
        file.replace(owners_in(file))


# --- source files -----------------------------------------------------------------------------------------


def readings_of(project: Project) -> Mapping[str, CachedReading]:
    """Return the readings of the last build."""
    memory = project.memory
    if memory.reads is None:
        memory.saved_sources = source_cache.load(memory.file)
        memory.reads = memory.saved_sources.files
    return memory.reads


def keep_reads(project: Project, diagnostics: Diagnostics) -> None:
    """Write the readings to disk; without them the next build only takes longer."""
    memory = project.memory
    with _reported(diagnostics):
        memory.saved_sources = source_cache.save(memory.file, memory.reads or {}, memory.saved_sources)
        memory.reads = {**(memory.reads or {}), **memory.saved_sources.files}


def _reread_lost(project: Project, diagnostics: Diagnostics) -> None:
    """Report bodies that were missing or damaged; the next build reads their sources again."""
    memory = project.memory
    if memory.file.lost and not memory.stays:
        diagnostics.add(unreadable("the text of an article is damaged"))
        intact = {path: one for path, one in (memory.reads or {}).items() if path not in memory.file.lost}
        memory.file.lost.clear()
        memory.reads = intact
        keep_reads(project, diagnostics)


# --- images -----------------------------------------------------------------------------------------------


def pictures_of(project: Project) -> dict[str, Seen]:
    """Return what the last build knew of pictures."""
    memory = project.memory
    if memory.pictures is None:
        memory.pictures = image_cache.load(memory.file)
    return memory.pictures


def keep_pictures(project: Project, diagnostics: Diagnostics) -> None:
    """Write what is known of pictures to disk."""
    with _reported(diagnostics):
        if project.memory.pictures:
            image_cache.save(project.memory.file, project.memory.pictures)


# --- the grouped site -------------------------------------------------------------------------------------


def last_standing(build: Build) -> SiteSnapshot | None:
    """Return the site of the last build into this output folder, if any."""
    known, output = build.cache.snapshots, build.options.output
    if output not in known:
        try:
            known[output] = snapshot.load(build.cache.file, _name(build.project, output))
        except DamagedError as error:
            known[output] = None
            build.diagnostics.extend(error.diagnostics)
    return known[output]


def keep_standing(build: Build, one: SiteSnapshot) -> None:
    """Keep a grouped site for the next build, unless an extension may have changed it."""
    if "site-grouped" in build.project.extensions.handlers:
        return
    build.cache.snapshots[build.options.output] = one
    if not build.cache.stays:
        _keep_snapshot(build.project, build.options.output, build.diagnostics)


def _keep_snapshot(project: Project, output: Path, diagnostics: Diagnostics) -> None:
    with _reported(diagnostics):
        if one := project.memory.snapshots.get(output):
            snapshot.save(project.memory.file, _name(project, output), one)


# --- pages ------------------------------------------------------------------------------------------------


def last_of(build: Build) -> BuildRecord:
    """Return the record of the last build; ``-E`` needs it too, to know our files."""
    memory, output = build.cache, build.options.output
    if output not in memory.pages:
        record, memory.saved_pages[output] = page_cache.load(memory.file, _name(build.project, output))
        if memory.stays:
            record.traces.read_all()  # other processes may write meanwhile
        memory.pages[output] = record
    return memory.pages[output]


def files_if_same(build: Build, key: str) -> tuple[BuildRecord, Sequence[tuple[str, tuple[int, int]]]] | None:
    """The last build without traces, and its files, if it had this key.

    None if it did not end, or anybody has written to the cache since.
    """
    file, name = build.cache.file, _name(build.project, build.options.output)
    record, packed = page_cache.load_record(file, name)
    if record.summary.key != key or record.summary.checked != file.time:
        return None
    files = page_cache.unpack_files(packed)
    return (record, files) if file.count("manifest", name) == len(files) else None


def keep_pages(project: Project, output: Path, diagnostics: Diagnostics) -> None:
    """Write the pages of an output folder to disk."""
    memory = project.memory
    record, saved, name = memory.pages[output], memory.saved_pages[output], _name(project, output)
    with _reported(diagnostics):
        saved = page_cache.save(memory.file, name, record, saved, _owned(project, output))
        memory.saved_pages[output], memory.owned[output] = saved, owners_of(record)


def remember(build: Build, record: BuildRecord) -> None:
    """Keep the record of this build; without it the next one has more to do."""
    _reread_lost(build.project, build.diagnostics)
    if record == build.last and is_whole(build):
        return
    build.cache.pages[build.options.output] = record
    if not build.cache.stays:
        keep_pages(build.project, build.options.output, build.diagnostics)


def mark_checked(build: Build) -> None:
    """Note that all rows were checked, so that the next build can skip that."""
    known = build.cache.pages[build.options.output].summary
    if known.key and not build.cache.stays:
        build.cache.file.mark(known.checked)


# --- owners of output files -------------------------------------------------------------------------------


def owned_of(build: Build) -> dict[str, str]:
    """Return our output files, path -> builder, with those of an interrupted build."""
    return {**_owned(build.project, build.options.output), **owners_of(build.last)}


def is_whole(build: Build) -> bool:
    """Return whether the last build ended, so that each of our files has a trace."""
    owners = build.cache.owned.get(build.options.output)
    if owners is not None:
        return len(owners) == len(build.last.traces)
    name = _name(build.project, build.options.output)
    return build.cache.file.count("manifest", name) == len(build.last.traces)


def claim(build: Build, new: Mapping[str, str]) -> None:
    """Record that these output files are ours, too, before they are put in place."""
    project, output = build.project, build.options.output
    before = _owned(project, output)
    if new.keys() - before.keys():
        owners = {**owned_of(build), **new}
        with build.cache.file.write() as writer:
            page_cache.change_manifest(writer, _name(project, output), owners, before)
        build.cache.owned[output] = owners


def _owned(project: Project, output: Path) -> Mapping[str, str]:
    """Return the builder of each output file; only builds that write load it."""
    owned = project.memory.owned
    if output not in owned:
        owned[output] = page_cache.load_manifest(project.memory.file, _name(project, output))
    return owned[output]


def _name(project: Project, output: Path) -> str:
    return name_of(project.environment, output)


@contextmanager
def _reported(diagnostics: Diagnostics) -> Iterator[None]:
    """Report a file that cannot be written, and go on."""
    try:
        yield
    except OSError as error:
        diagnostics.add(unwritten(error.filename, error))


def unwritten(name: object, error: OSError) -> Diagnostic:
    """Return the diagnostic for a file that cannot be written."""
    hint = "check the folder's permissions and the room on the disk"
    return diagnostic("write-failed", Location(str(name)), f"cannot be written: {error.strerror}", hint)
