"""Inspect the images that a site shows."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.build.output import Output
from briefgen.build.run import Build
from briefgen.build.state import keep_pictures, pictures_of
from briefgen.images import image_cache
from briefgen.images.image_cache import Seen
from briefgen.project.project import Project
from briefgen.reading.discovery import Scan
from briefgen.site.site import Site
from briefgen.util.files import static_folder
from briefgen.util.media import is_picture


def with_pictures(build: Build, scan: Scan, site: Site) -> Site:
    """Inspect the pictures of a site, and remove the unsafe ones from its files."""
    shown = sorted(path for path in site.referred() if is_picture(path))
    static = _static_pictures(build.project, site)
    if not (shown or static):
        return site
    output = Output(build.project.root)
    stats = {**scan.files, **{path: output.stat(path) for path in static.values()}}
    seen = _inspect(build, {path: tuple(stats[path]) for path in {*shown, *static.values()}})
    pictures = {path: seen[path].picture for path in shown}
    unsafe = {path for path, picture in pictures.items() if picture.unsafe}
    # The project's own files are copied as they are, so a page says their size and no more.
    own = {address: seen[path].picture._replace(widths=()) for address, path in static.items()}
    return site.changed(pictures=pictures | own, files=site.link_targets.files - unsafe)


def _inspect(build: Build, stats: Mapping[str, tuple[int, ...]]) -> Mapping[str, Seen]:
    """Inspect new and changed pictures, and return what is known of each."""
    cache, widths = build.cache, build.config.images.widths
    known = pictures_of(build.project)
    before = {} if build.options.fresh else known
    seen = image_cache.look_at(build.project.root, stats, before, widths, build.options.jobs)
    if seen != known:
        cache.pictures = seen
        if not cache.stays:
            keep_pictures(build.project, build.diagnostics)
    return seen


def _static_pictures(project: Project, site: Site) -> Mapping[str, str]:
    """Return the static pictures that are shown: address (``/logo.png``) -> file."""
    named = {one.target for one in site.references() if one.kind == "page"}
    named |= {article.image for article in site.own() if article.image.startswith("/")}
    wanted = set(filter(is_picture, named))
    if not wanted:
        return {}
    folder = project.config.static
    names = [name for name, _ in static_folder(project.root, folder) if f"/{name}" in wanted]
    return {f"/{name}": f"{folder}/{name}" for name in names}
