"""Inspect the images that a site shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.build.output import Output
from briefgen.build.state import keep_pictures, pictures_of
from briefgen.cache.code_version import code_digest
from briefgen.images import image_cache, resize
from briefgen.theming import static_folder
from briefgen.util.hashing import digest
from briefgen.util.media import is_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.build.options import Options
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.reading.discovery import Scan
    from briefgen.site.site import Site


def with_pictures(
    project: Project, scanned: Scan, site: Site, options: Options, told: list[Diagnostic]
) -> Site:
    """The site with its pictures looked at; a picture beside an article that could do harm is no file of it any more."""
    shown = sorted(path for path in site.referred() if is_picture(path))
    static = _static_pictures(project, site)
    if not (shown or static):
        return site
    memory, widths = project.memory, project.config.images.widths
    known = pictures_of(project)
    key = digest(code_digest(), resize.version(), widths)
    before = {} if options.fresh else known
    stats = {**scanned.files, **{path: Output(project.root).stat(path) for path in static.values()}}
    paths = [*shown, *static.values()]
    seen = image_cache.look_at(project.root, paths, stats, before, widths, key, options.jobs)
    if seen != known:
        memory.pictures = seen
        if not memory.stays:
            told += keep_pictures(project)
    pictures = {path: seen[path].picture for path in shown}
    unsafe = {path for path, picture in pictures.items() if picture.unsafe}
    # The project's own files are copied as they are, so a page says their size and no more.
    own = {address: seen[path].picture._replace(widths=()) for address, path in static.items()}
    return site.changed(pictures=pictures | own, files=site.link_targets.files - unsafe)


def _static_pictures(project: Project, site: Site) -> Mapping[str, str]:
    """By its address (``/logo.png``), where each picture of the static folder lies that an article or edition shows."""
    wanted = {one.target for one in site.references() if one.kind == "page" and is_picture(one.target)}
    if not wanted:
        return {}
    folder = project.config.static
    names = [name for name, _ in static_folder(project.root, folder) if f"/{name}" in wanted]
    return {f"/{name}": f"{folder}/{name}" for name in names}
