"""What a build is asked for, and the digests of all that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.build.output import Output
from briefgen.builders import CARDS, PAGEFIND
from briefgen.crossref.inventories import digest_of
from briefgen.images import rasterize, resize
from briefgen.theming import static_folder
from briefgen.util.hashing import digest
from briefgen.util.media import is_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefgen.build.options import Options
    from briefgen.config import Config
    from briefgen.model.page import Query
    from briefgen.project.project import Project
    from briefgen.reading.discovery import Scan
    from briefgen.reading.reader import Library
    from briefgen.site.settings import Settings
    from briefgen.site.site import Site


class Fingerprints(NamedTuple):
    """What a build stands on.

    ``heads`` is the digest of all that shapes the site but settings, bodies and the season, ``shape`` of what else shapes its pages, ``whole`` of
    everything. ``site`` is that of all that grouping takes in a season but the signatures of bodies. The ``season`` is the time for which the
    gate decides as it did, as two ISO moments; an empty end is never.
    """

    heads: str
    shape: str
    whole: str
    site: str = ""
    season: tuple[str, str] = ("", "")

    def joined(self, site: Site, season: tuple[str, str], settings: Mapping[Query, str]) -> Fingerprints:
        """These with what settings, bodies, files and time decide of the site, too.

        That is what grouping read of the settings, near-copies, what the pictures are, and what is held back.
        """
        read = sorted(settings.items())
        return self._replace(
            heads=digest(
                self.heads, read, site.story_index.clusters, site.link_targets.pictures, site.unpublished
            ),
            season=season,
        )


def setting_digests(project: Project, reads: Iterable[Query]) -> dict[Query, str]:
    """The digest of the answer to each of these queries for settings, over all trees."""
    return {query: digest([_answer(one, query) for one in project.settings.values()]) for query in reads}


def _answer(settings: Settings, query: Query) -> Any:
    try:
        return settings.answer(query)
    except KeyError:
        return None


def surroundings(config: Config) -> str:
    """The digest of the files that shape the site and are neither content nor theme: those copied as they are, by stat, and inventories."""
    static = [
        (name, Output(path.parent).stat(path.name))
        for name, path in static_folder(config.root, config.static)
    ]
    return digest(static, digest_of(config))


def _of_extras(config: Config, scanned: Scan, options: Options) -> tuple[object, ...]:
    """What libraries that need not be installed decide: copies of pictures, cards, and another index."""
    copies = (config.images, resize.version()) if any(map(is_picture, scanned.files)) else ()
    asked = {*options.builders, *config.builders}
    cards = rasterize.mark(config.root, config.card_fonts) if CARDS in asked else ""
    return copies, _index_of_pagefind() if PAGEFIND in asked else "", cards


def _index_of_pagefind() -> str:
    from briefgen.builders import pagefind

    return pagefind.engine()


def keys_of(project: Project, scanned: Scan, library: Library, options: Options) -> Fingerprints:
    """The digests of all that this build stands on. Where they are those of the last build, so are its answers."""
    studio, config = project.studio, project.config
    settings = {tree: one.plain for tree, one in project.settings.items()}
    heads = digest(
        studio.render_digest,
        project.extensions.digest,
        # An extension that is handed the config may keep it, and group by what it says.
        settings if "config-loaded" in project.extensions.handlers else {},
        digest_of(config),
        "\n".join([f"{path} {one.mark}" for path, one in library.files.items()]),
        list(scanned.files),
        options.builders,
        # Pagefind names its files by what is in them, so which pages there are follows from every body.
        [one.text for one in library.files.values()] if PAGEFIND in options.builders else (),
    )
    files = "\n".join([f"{name} {stat.mtime} {stat.size}" for name, stat in scanned.files.items()])
    around, extras = surroundings(config), _of_extras(config, scanned, options)
    sources = "\n".join([f"{path} {one.source}" for path, one in library.files.items()])
    theme = [
        (name, file.digest)
        for part in (studio.theme.templates, studio.theme.static)
        for name, file in part.items()
    ]
    shape = digest(
        [one.fingerprint for one in project.studios.values()],
        theme,
        around,
        files,
        extras,
        settings,
        options.nitpick,
        options.drafts,
    )
    # The pipeline too: another rule can change a body and no head.
    whole = digest(heads, shape, project.pipeline.digest, sources)
    return Fingerprints(heads, shape, whole, digest(heads, around, files, extras, options.drafts))
