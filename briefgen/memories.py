"""The memories at work: what is read and remembered at the beginning of a build, and what is kept at its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.app import code_digest
from briefgen.diagnostics import diagnostic
from briefgen.environment import pages as pages_memory
from briefgen.environment import reads as reads_memory
from briefgen.environment import sites as sites_memory
from briefgen.environment import store
from briefgen.environment.digest import digest
from briefgen.model import Location
from briefgen.output import Output
from briefgen.pictures import gallery, resizing
from briefgen.pictures.looking import is_picture
from briefgen.reading.library import Elsewhere, Library, Raw, read_all
from briefgen.reading.scan import scan
from briefgen.theming import static_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from briefgen.app import Project
    from briefgen.environment.pages import Sitting
    from briefgen.environment.reads import Remembered
    from briefgen.environment.sites import Standing
    from briefgen.keys import Options
    from briefgen.model import Diagnostic
    from briefgen.reading.scan import Scan
    from briefgen.site import Site


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


def read_quietly(project: Project) -> Mapping[str, Remembered]:
    """Every article's reading, for verbs that make no pages: nothing is told, and nothing written."""
    before, _, _ = reads_memory.load(project.environment)
    scanned = scan(project.root, project.config.content)
    return read_all(project.root, scanned.articles, project.pipeline, before, "auto").files


def with_pictures(
    project: Project, scanned: Scan, site: Site, options: Options, told: list[Diagnostic]
) -> Site:
    """The site with its pictures looked at; a picture beside an article that could do harm is no file of it any more."""
    shown = sorted(path for path in site.referred() if is_picture(path))
    static = _static_pictures(project, site)
    if not (shown or static):
        return site
    memory, widths = project.memory, project.config.images.widths
    if memory.pictures is None:
        memory.pictures = gallery.load(project.environment)
    key = digest(code_digest(), resizing.version(), widths)
    before = {} if options.fresh else memory.pictures
    stats = {**scanned.files, **{path: Output(project.root).stat(path) for path in static.values()}}
    paths = [*shown, *static.values()]
    seen = gallery.look_at(project.root, paths, stats, before, widths, key, options.jobs)
    if seen != memory.pictures:
        memory.pictures = seen
        if not memory.stays:
            told += keep_pictures(project)
    pictures = {path: seen[path].picture for path in shown}
    unsafe = {path for path, picture in pictures.items() if picture.unsafe}
    # The project's own files are copied as they are, so a page says their size and no more.
    own = {address: seen[path].picture._replace(widths=()) for address, path in static.items()}
    return replace(site, pictures=pictures | own, files=site.files - unsafe)


def _static_pictures(project: Project, site: Site) -> Mapping[str, str]:
    """By its address (``/logo.png``), where each picture of the static folder lies that an article or edition shows."""
    wanted = {one.target for one in site.references() if one.kind == "page" and is_picture(one.target)}
    if not wanted:
        return {}
    folder = project.config.static
    names = [name for name, _ in static_folder(project.root, folder) if f"/{name}" in wanted]
    return {f"/{name}": f"{folder}/{name}" for name in names}


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
            gallery.save(project.environment, project.memory.pictures)
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


def _reader(project: Project, *, same_disk: bool) -> Callable[[Raw], Remembered]:
    """What travels to workers that share nothing with us; most builds have none, and do not load it."""
    from briefgen.recipe import reader_of

    return reader_of(project, same_disk=same_disk)


def last_of(project: Project, options: Options, told: list[Diagnostic]) -> Sitting:
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


def owned_of(project: Project, options: Options, last: Sitting) -> dict[str, str]:
    """Every output file that is ours, path -> builder: those of the last build, and those that a build which did not end may have put there."""
    return {**project.memory.owned[options.output], **_owners(last)}


def _owners(sitting: Sitting) -> dict[str, str]:
    return {path: builder for path, (builder, _) in sitting.traces.files.items()}


def is_whole(project: Project, options: Options, last: Sitting) -> bool:
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


def remember(project: Project, options: Options, last: Sitting, now: Sitting, told: list[Diagnostic]) -> None:
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
