"""The group stage: the readings of all files -> one site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from briefgen.build.images import with_pictures
from briefgen.build.run import Build
from briefgen.cache.sources import CachedReading, load_body, unpack
from briefgen.crossref import check
from briefgen.crossref.inventories import read_all
from briefgen.events import emit
from briefgen.grouping.group import group
from briefgen.grouping.language_sites import in_trees
from briefgen.grouping.related import with_related
from briefgen.grouping.visibility import next_change
from briefgen.model import Body, EditionFile, PackedBody, StoredBody
from briefgen.project.project import Project
from briefgen.reading.address_record import read_addresses
from briefgen.reading.data_files import read_data
from briefgen.reading.discovery import Scan
from briefgen.reading.reader import Library, read_body
from briefgen.site.allowed_body import with_allowed
from briefgen.site.site import Site


def group_site(build: Build, scan: Scan, library: Library) -> Site:
    """Return the site that these readings make, with access to their bodies."""
    config = build.project.studio.declared
    results = [(path, one.result) for path, one in library.files.items()]
    articles = [result.head for _, result in results if result.head]
    shown = build.options.open_edition
    files = [_opened(result.edition, shown) for _, result in results if result.edition]
    outcome = group(articles, config, build.options.now, drafts=build.options.drafts, files=files)
    build.diagnostics.extend(outcome.diagnostics)
    in_error = {path: check.IN_ERROR for path, r in results if r.head is None and r.edition is None}
    site = outcome.site.changed(
        unpublished={**outcome.site.unpublished, **in_error},
        files=frozenset(scan.files),
        data_values=read_data(config.root, build.diagnostics),
        former=read_addresses(config.root, build.diagnostics),
        bodies=shown_bodies(build.project, library.files, outcome.site),
    )
    names = {reference.target.partition(":")[0] for reference in site.references()}
    site = site.changed(inventories=read_all(config, names, build.diagnostics))
    site = with_pictures(build, scan, site)
    site = emit(build.project.extensions.handlers, "site-grouped", site)
    configs = {tree: studio.config for tree, studio in build.project.studios.items()}
    return with_related(in_trees(site, configs))


def _opened(edition: EditionFile, date: str) -> EditionFile:
    """An edition's file; that of ``date`` is no draft."""
    is_draft = edition.date == date and edition.status == "draft"
    return edition._replace(status="") if is_draft else edition


def validity_of(library: Library, now: datetime) -> tuple[str, str]:
    """Return the period from now in which the same articles are public.

    An empty end means that it does not end.
    """
    heads = [article for one in library.files.values() if (article := one.result.head)]
    turn = next_change(heads, now)
    return now.isoformat(), turn.isoformat() if turn else ""


def includes(validity: tuple[str, str], now: datetime) -> bool:
    """Return whether the time of a build lies in a period of validity."""
    since, until = (datetime.fromisoformat(moment) if moment else None for moment in validity)
    return since is not None and since <= now and (until is None or now < until)


def shown_bodies(project: Project, files: Mapping[str, CachedReading], site: Site) -> Callable[[str], Body]:
    """Return a function that gives the part of a body that may be shown."""
    return with_allowed(bodies_of(project, files), site.link_targets.paths, site.articles)


def bodies_of(project: Project, files: Mapping[str, CachedReading]) -> Callable[[str], Body]:
    """Return a function that gives the body of a file.

    It comes from memory, from the cache or, if it is damaged there, from the file.
    """

    def body(path: str) -> Body:
        known = files[path].body
        if isinstance(known, PackedBody):
            return unpack(known)
        stored = load_body(project.memory.file, known) if isinstance(known, StoredBody) else known
        return stored or read_body(project.root, path, project.pipeline)

    return body
