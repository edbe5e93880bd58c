"""The group stage: readings in, one site out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from briefgen.build.images import with_pictures
from briefgen.cache.sources import load_body, unpack
from briefgen.crossref import check
from briefgen.crossref.inventories import read_all
from briefgen.events import emit
from briefgen.grouping.group import group
from briefgen.grouping.language_sites import in_trees
from briefgen.grouping.visibility import next_change
from briefgen.model import Body, PackedBody, StoredBody
from briefgen.reading.reader import read_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefgen.build.options import Options
    from briefgen.cache.sources import CachedReading
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.reading.discovery import Scan
    from briefgen.reading.reader import Library
    from briefgen.site.site import Site


def group_site(
    project: Project, scanned: Scan, library: Library, options: Options, told: list[Diagnostic]
) -> Site:
    """The site that these readings make, with its bodies within reach."""
    config = project.studio.declared
    results = [(path, one.result) for path, one in library.files.items()]
    grouped = group(
        [r.article for _, r in results if r.article],
        config,
        options.now,
        drafts=options.drafts,
        files=[r.edition for _, r in results if r.edition],
    )
    told += grouped.diagnostics
    in_error = {path: check.IN_ERROR for path, r in results if r.article is None and r.edition is None}
    bodies = bodies_of(project, library.files)
    unpublished = {**grouped.site.unpublished, **in_error}
    site = grouped.site.changed(unpublished=unpublished, files=frozenset(scanned.files), bodies=bodies)
    used = {reference.target.partition(":")[0] for reference in site.references()}
    site = site.changed(inventories=read_all(config, used, told))
    site = with_pictures(project, scanned, site, options, told)
    site = emit(project.extensions.handlers, "site-grouped", site)
    return in_trees(site, {tree: studio.config for tree, studio in project.studios.items()})


def season_of(library: Library, options: Options) -> tuple[str, str]:
    """From now to the moment (empty: never) at which the gate decides otherwise on an article."""
    heads = [article for one in library.files.values() if (article := one.result.article)]
    turn = next_change(heads, options.now)
    return options.now.isoformat(), turn.isoformat() if turn else ""


def is_in(season: tuple[str, str], now: datetime) -> bool:
    """Whether a season holds at a time."""
    since, until = season
    return (
        bool(since)
        and datetime.fromisoformat(since) <= now
        and (not until or now < datetime.fromisoformat(until))
    )


def bodies_of(project: Project, files: Mapping[str, CachedReading]) -> Callable[[str], Body]:
    """What gives the body that a file holds: it is in hand, in the cache, or (where it is damaged there) read again."""

    def body(path: str) -> Body:
        known = files[path].body
        if isinstance(known, PackedBody):
            return unpack(known)
        found = load_body(project.memory.file, known) if isinstance(known, StoredBody) else known
        return found or read_body(project.root, path, project.pipeline)

    return body
