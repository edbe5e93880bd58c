"""Digest all that a build depends on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from briefgen.build.options import Options
from briefgen.build.output import Output
from briefgen.build.run import Build
from briefgen.builders import CARDS, PAGEFIND
from briefgen.config import Config
from briefgen.crossref.inventories import digest_of
from briefgen.grouping.snapshot import SiteSnapshot
from briefgen.images import rasterize, resize
from briefgen.model.page import Query
from briefgen.project.project import Project
from briefgen.reading.address_record import digest_of_addresses
from briefgen.reading.data_files import digest_of_data
from briefgen.reading.discovery import Scan
from briefgen.reading.reader import Library, key_of
from briefgen.site.settings import Settings
from briefgen.site.site import Site
from briefgen.util.files import static_folder
from briefgen.util.hashing import digest
from briefgen.util.media import is_picture


class Fingerprints(NamedTuple):
    """The digests of all that a build depends on.

    ``metadata`` covers what shapes the site except settings, bodies and time, ``rendering`` what else
    shapes its pages, and ``everything`` both, and bodies. ``grouping`` covers the inputs of grouping except
    settings, time and the signatures of bodies. ``validity`` is the period in which the same articles are
    public, as two ISO moments; an empty end means that there is none.
    """

    metadata: str
    rendering: str
    everything: str
    grouping: str = ""
    validity: tuple[str, str] = ("", "")

    def with_site(self, site: Site, snapshot: SiteSnapshot) -> Fingerprints:
        """Add what settings, bodies, files and time decide of a grouped site."""
        reads = sorted(snapshot.settings.items())
        metadata = digest(
            self.metadata, reads, site.story_index.clusters, site.link_targets.pictures, site.unpublished
        )
        return self._replace(metadata=metadata, validity=snapshot.validity)


class Inputs(NamedTuple):
    """The files, their readings, and the digests of all that a build depends on."""

    scan: Scan
    library: Library
    fingerprints: Fingerprints


def setting_digests(project: Project, reads: Iterable[Query]) -> dict[Query, str]:
    """Return the digest of the answer to each query for a setting, over all trees."""
    return {query: digest([_answer(one, query) for one in project.settings.values()]) for query in reads}


def _answer(settings: Settings, query: Query) -> Any:
    try:
        return settings.answer(query)
    except KeyError:
        return None


def surroundings(config: Config) -> str:
    """Return the digest of the files that are neither content nor theme.

    Static files, data, inventories and the record of addresses.
    """
    files = static_folder(config.root, config.static)
    static = [(name, Output(path.parent).stat(path.name)) for name, path in files]
    return digest(static, digest_of(config), digest_of_data(config.root), digest_of_addresses(config.root))


def _of_extras(config: Config, scan: Scan, options: Options) -> tuple[object, ...]:
    """What libraries that need not be installed decide: copies of pictures, cards, and another index."""
    copies = (config.images, resize.version()) if any(map(is_picture, scan.files)) else ()
    builders = {*options.builders, *config.builders}
    cards = rasterize.mark(config.root, config.card_fonts) if CARDS in builders else ""
    if PAGEFIND not in builders:
        return copies, "", cards
    from briefgen.builders import pagefind

    return copies, pagefind.engine(), cards


class Basis(NamedTuple):
    """The digests of all inputs of a build that are known without the readings.

    The names are those of ``Fingerprints``.

    ``key`` is that of everything, the articles by the stats of their files.
    """

    metadata: str
    rendering: str
    grouping: str
    key: str


def basis_of(build: Build, scan: Scan) -> Basis:
    """Return the digests of what is known without the readings."""
    project, options, config = build.project, build.options, build.config
    settings = {tree: one.plain for tree, one in project.settings.items()}
    metadata = digest(
        project.studio.render_digest,
        project.extensions.digest,
        # An extension that is handed the config may keep it, and group by what it says.
        settings if "config-loaded" in project.extensions.handlers else {},
        digest_of(config),
        digest_of_data(config.root),
        list(scan.files),
        options.builders,
    )
    files = "\n".join([f"{name} {stat.mtime} {stat.size}" for name, stat in scan.files.items()])
    around, extras = surroundings(config), _of_extras(config, scan, options)
    theme = project.studio.theme
    theme_files = [(name, one.digest) for name, one in [*theme.templates.items(), *theme.static.items()]]
    studios = [one.fingerprint for one in project.studios.values()]
    shown = (options.drafts, options.open_edition)
    flags = (options.nitpick, shown)
    shape = digest(studios, theme_files, around, files, extras, settings, flags)
    grouping = digest(around, files, extras, shown)
    articles = "\n".join([f"{path} {' '.join(map(str, stat))}" for path, stat in scan.texts.items()])
    key = digest(metadata, shape, grouping, key_of(project.root, project.pipeline), articles)
    return Basis(metadata, shape, grouping, key)


def fingerprints_of(build: Build, basis: Basis, library: Library) -> Fingerprints:
    """Return the digests of all that this build depends on."""
    heads = digest(
        basis.metadata,
        "\n".join([f"{path} {one.mark}" for path, one in library.files.items()]),
        # Pagefind names its files by what is in them, so which pages there are follows from every body.
        [one.text for one in library.files.values()] if PAGEFIND in build.options.builders else (),
    )
    sources = "\n".join([f"{path} {one.source}" for path, one in library.files.items()])
    # The pipeline too: another rule can change a body and no head.
    whole = digest(heads, basis.rendering, build.project.pipeline.digest, sources)
    return Fingerprints(heads, basis.rendering, whole, digest(heads, basis.grouping))
