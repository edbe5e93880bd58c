"""The grouped site, and how long it stands: while nothing but bodies changes, it need not be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from briefgen import references
from briefgen.environment.reads import unpack
from briefgen.environment.sites import Standing
from briefgen.events import emit
from briefgen.grouping import group
from briefgen.grouping.gate import next_turn
from briefgen.grouping.stories.copies import joins_alike
from briefgen.grouping.trees import in_trees
from briefgen.inventories import read_all
from briefgen.memories import with_pictures
from briefgen.model import Article, Body, PackedBody, StoredBody
from briefgen.reading.library import read_body
from briefgen.site.editions import no_bodies
from briefgen.site.relations import Relations

if TYPE_CHECKING:
    from briefgen.app import Project
    from briefgen.environment.reads import Remembered
    from briefgen.keys import Keys, Options
    from briefgen.model import Diagnostic
    from briefgen.reading.library import Library
    from briefgen.reading.scan import Scan
    from briefgen.site import Site

FEW = 32
"""So many bodies may have changed since a site was grouped; to look at more would take as long as to group it anew."""


class Heads(Mapping[str, Article]):
    """The heads of some articles, each made when somebody asks for it."""

    def __init__(self, ids: Iterable[str], head: Callable[[str], Article]) -> None:
        self._ids, self._head = dict.fromkeys(ids), head

    def __getitem__(self, name: str) -> Article:
        if name not in self._ids:
            raise KeyError(name)
        return self._head(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, name: object) -> bool:
        return name in self._ids

    def __len__(self) -> int:
        return len(self._ids)


def anew(
    project: Project, scanned: Scan, library: Library, options: Options, keys: Keys
) -> tuple[Site, Standing]:
    """The site, grouped, and what is to be kept of it."""
    files = {path: one._replace(reading=one.result) for path, one in library.files.items()}
    library = library._replace(files=files)
    told: list[Diagnostic] = []
    site = group_site(project, scanned, library, options, told)
    return site, _standing(site, keys.site, season_of(library, options), library, tuple(told))


def group_site(
    project: Project, scanned: Scan, library: Library, options: Options, told: list[Diagnostic]
) -> Site:
    """The site that these readings make, with its bodies within reach."""
    results = [(path, one.result) for path, one in library.files.items()]
    grouped = group(
        [r.article for _, r in results if r.article],
        project.config,
        options.now,
        drafts=options.drafts,
        files=[r.edition for _, r in results if r.edition],
    )
    told += grouped.diagnostics
    in_error = {path: references.IN_ERROR for path, r in results if r.article is None and r.edition is None}
    bodies = bodies_of(project, library.files)
    held = grouped.site.held | in_error
    site = replace(grouped.site, held=held, files=frozenset(scanned.files), bodies=bodies)
    used = {reference.target.partition(":")[0] for reference in site.references()}
    site = replace(site, inventories=read_all(project.config, used, told))
    site = with_pictures(project, scanned, site, options, told)
    return in_trees(emit(project.extensions.handlers, "site-grouped", site), project.configs)


def season_of(library: Library, options: Options) -> tuple[str, str]:
    """From now to the moment (empty: never) at which the gate decides otherwise on an article."""
    heads = [article for one in library.files.values() if (article := one.result.article)]
    turn = next_turn(heads, options.now)
    return options.now.isoformat(), turn.isoformat() if turn else ""


def is_in(season: tuple[str, str], now: datetime) -> bool:
    """Whether a season holds at a time."""
    since, until = season
    return (
        bool(since)
        and datetime.fromisoformat(since) <= now
        and (not until or now < datetime.fromisoformat(until))
    )


def _standing(
    site: Site, key: str, season: tuple[str, str], library: Library, told: tuple[Diagnostic, ...]
) -> Standing:
    texts: dict[str, str] = {}
    said: dict[str, dict[str, Any]] = {}
    sketches: dict[str, dict[str, bytes]] = {}
    for path, name in site.paths.items():
        head, read = site.articles[name], library.files[path].result.article
        texts[path] = library.files[path].text
        if head.sketch:
            sketches.setdefault(head.day, {})[name] = head.sketch
        if read is not None and head is not read:
            values = zip(head._fields, head, read, strict=True)
            said[name] = {field: ours for field, ours, its in values if ours != its}
    bare = site.changed(articles={}, bodies=no_bodies)
    return Standing(key, season, bare, told, texts, sketches, said)


def again(project: Project, options: Options, library: Library, keys: Keys, one: Standing) -> Site | None:
    """The site that was grouped before, with the bodies of today; None where it may not be the same any more."""
    if one.key != keys.site or not is_in(one.season, options.now) or not _joins_alike(one, library):
        return None
    at = {name: path for path, name in one.site.paths.items()}

    @cache
    def head(name: str) -> Article:
        read = library.files[at[name]].result.article
        if read is None:
            raise KeyError(name)
        return read._replace(**one.said.get(name, {}))

    site = one.site.changed(articles=Heads(at, head), bodies=bodies_of(project, library.files))
    trees = {name: _related(tree, head) for name, tree in site.trees.items()}
    return replace(_related(site, head), trees=trees)


def _joins_alike(one: Standing, library: Library) -> bool:
    """Whether the bodies that changed since change nothing of the site: neither near-copies nor what a published edition holds."""
    changed = [path for path, text in one.texts.items() if library.files[path].text != text]
    if len(changed) > FEW:
        return False
    sketches = dict(one.sketches)
    for path in changed:
        name, article = one.site.paths[path], library.files[path].result.article
        if article is None or one.site.is_sealed(name):
            return False
        others = {other: sketch for other, sketch in sketches.get(article.day, {}).items() if other != name}
        sketches[article.day] = others
        old = one.sketches.get(article.day, {}).get(name, b"")
        if old != article.sketch and not joins_alike(article.day, old, article.sketch, sketches):
            return False
        if article.sketch:
            sketches[article.day] = {**others, name: article.sketch}
    return True


def _related(site: Site, head: Callable[[str], Article]) -> Site:
    """A site that finds related articles, too."""
    if site.relations.articles:
        return site
    return replace(site, relations=Relations(Heads(site.order, head), site.by_topic.of, site.by_tag.of))


def bodies_of(project: Project, files: Mapping[str, Remembered]) -> Callable[[str], Body]:
    """What gives the body that a file holds: it is in hand, on the shelf, or (where it was damaged there) in the file."""

    def body(path: str) -> Body:
        known = files[path].body
        if isinstance(known, PackedBody):
            return unpack(known)
        found = project.memory.shelf.body(known) if isinstance(known, StoredBody) else known
        return found or read_body(project.root, path, project.pipeline)

    return body
