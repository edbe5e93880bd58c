"""What a build is asked for, and the digests of all that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from briefgen.builders import cards, pagefind
from briefgen.environment.digest import digest
from briefgen.grouping.gate import why_held
from briefgen.inventories import digest_of
from briefgen.output import Output
from briefgen.pictures import drawing, resizing
from briefgen.pictures.looking import is_picture
from briefgen.theming import static_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from briefgen.app import Project
    from briefgen.config import Config
    from briefgen.model import Join, Picture
    from briefgen.parallel import Workers
    from briefgen.reading.library import Library
    from briefgen.reading.scan import Scan


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for. ``now`` is aware and in the site's zone; it decides only what is held back.

    ``workers`` are those of a cluster; they read the articles, and ``jobs`` says how many processes of this machine do the rest.
    ``changed`` are the paths that changed since the last build, where somebody has watched; None: anything may have.
    """

    output: Path
    builders: tuple[str, ...]
    now: datetime
    jobs: str | int = "auto"
    strict: bool = False
    nitpick: bool = False
    fresh: bool = False
    all: bool = False
    keep_going: bool = False
    drafts: bool = False
    workers: Workers | None = None
    changed: frozenset[str] | None = None


class Keys(NamedTuple):
    """What a build stands on.

    ``heads`` is the digest of all that shapes the site but bodies, ``shape`` of what else shapes its pages, ``whole`` of everything.
    """

    heads: str
    shape: str
    whole: str

    def joined(self, joins: Mapping[str, Join], pictures: Mapping[str, Picture]) -> Keys:
        """These with what bodies and files decide of the site, too: which articles are near-copies, and what the pictures are."""
        return self._replace(heads=digest(self.heads, joins, pictures))


def surroundings(config: Config) -> str:
    """The digest of the files that shape the site and are neither content nor theme: those copied as they are, by stat, and inventories."""
    static = [
        (name, Output(path.parent).stat(path.name))
        for name, path in static_folder(config.root, config.static)
    ]
    return digest(static, digest_of(config))


def _of_extras(config: Config, scanned: Scan, options: Options) -> tuple[object, ...]:
    """What libraries that need not be installed decide: copies of pictures, cards, and another index."""
    copies = (config.images, resizing.version()) if any(map(is_picture, scanned.files)) else ()
    asked = cards.NAME in (*options.builders, *config.builders)
    index = pagefind.engine() if pagefind.NAME in (*options.builders, *config.builders) else ""
    return copies, index, drawing.mark(config.root, config.card_fonts) if asked else ""


def keys_of(project: Project, scanned: Scan, library: Library, options: Options) -> Keys:
    """The digests of all that this build stands on. Where they are those of the last build, so are its answers."""
    studio, config = project.studio, project.config
    articles = [one.result.article for one in library.files.values()]
    editions = [one.result.edition for one in library.files.values() if one.result.edition]
    public = [a for a in articles if a and not why_held(a, options.now, drafts=options.drafts)]
    settings = (
        config.topics,
        config.language,
        config.languages,
        {tree: dict(one.strings) for tree, one in project.configs.items()},
        config.period,
        {what: dict(names) for what, names in config.aliases.items()},
        digest_of(config),
        config.fallback_topic,
        config.closed_topics,
        config.paginate,
        dict(config.permalinks),
        dict(config.pages),
    )
    heads = digest(
        studio.render_digest,
        project.extensions.digest,
        settings,
        "\n".join([f"{a.path} {a.digest}" for a in public]),
        [(one.path, one.digest) for one in editions],
        list(scanned.files),
        # Which files beside articles have a page follows from bodies, and so do the pictures to look at; no head says so.
        [r.target for a in public for r in a.references if r.kind == "file" or is_picture(r.target)],
        options.builders,
        # Pagefind names its files by what is in them, so which pages there are follows from every body.
        [a.body_digest for a in public] if pagefind.NAME in options.builders else (),
    )
    files = [f"{name} {stat.mtime} {stat.size}" for name, stat in scanned.files.items()]
    sources = [f"{path} {one.source}" for path, one in library.files.items()]
    theme = [
        (name, file.digest)
        for part in (studio.theme.templates, studio.theme.static)
        for name, file in part.items()
    ]
    shape = digest(
        [one.fingerprint for one in project.studios.values()],
        theme,
        surroundings(config),
        "\n".join(files),
        _of_extras(config, scanned, options),
        options.nitpick,
        options.drafts,
    )
    # The pipeline too: another rule can change a body and no head.
    return Keys(heads, shape, digest(heads, shape, project.pipeline.digest, "\n".join(sources)))
