"""The grouped site, and how long it stands: while nothing but bodies changes, it need not be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from briefgen.build.fingerprints import setting_digests
from briefgen.build.group import bodies_of, group_site, is_in, season_of
from briefgen.grouping.snapshot import SiteSnapshot
from briefgen.model import Article
from briefgen.nlp.near_duplicates import joins_alike
from briefgen.site.editions import no_bodies
from briefgen.site.related import Relations
from briefgen.site.settings import recording

if TYPE_CHECKING:
    from briefgen.build.fingerprints import Fingerprints
    from briefgen.build.options import Options
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.reading.discovery import Scan
    from briefgen.reading.reader import Library
    from briefgen.site.settings import Reads
    from briefgen.site.site import Site

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
    project: Project, scanned: Scan, library: Library, options: Options, keys: Fingerprints
) -> tuple[Site, SiteSnapshot]:
    """The site, grouped, and what is to be kept of it."""
    files = {path: one._replace(reading=one.result) for path, one in library.files.items()}
    library = library._replace(files=files)
    diagnostics: list[Diagnostic] = []
    reads: Reads = {}
    with recording(reads):
        site = group_site(project, scanned, library, options, diagnostics)
    snapshot = _snapshot(site, keys.site, season_of(library, options), library, tuple(diagnostics))
    return site, replace(snapshot, settings=setting_digests(project, reads))


def _snapshot(
    site: Site, key: str, season: tuple[str, str], library: Library, diagnostics: tuple[Diagnostic, ...]
) -> SiteSnapshot:
    texts: dict[str, str] = {}
    heads: dict[str, dict[str, Any]] = {}
    sketches: dict[str, dict[str, bytes]] = {}
    for path, name in site.paths.items():
        head, read = site.articles[name], library.files[path].result.article
        texts[path] = library.files[path].text
        if head.sketch:
            sketches.setdefault(head.day, {})[name] = head.sketch
        if read is not None and head is not read:
            values = zip(head._fields, head, read, strict=True)
            heads[name] = {field: ours for field, ours, its in values if ours != its}
    bare = site.changed(articles={}, bodies=no_bodies)
    return SiteSnapshot(key, season, bare, diagnostics, texts, sketches, heads)


def again(
    project: Project, options: Options, library: Library, keys: Fingerprints, one: SiteSnapshot
) -> Site | None:
    """The site that was grouped before, with the bodies of today; None where it may not be the same any more."""
    if one.key != keys.site or setting_digests(project, one.settings) != one.settings:
        return None
    if not is_in(one.season, options.now) or not _joins_alike(one, library):
        return None
    at = {name: path for path, name in one.site.paths.items()}

    @cache
    def head(name: str) -> Article:
        read = library.files[at[name]].result.article
        if read is None:
            raise KeyError(name)
        return read._replace(**one.heads.get(name, {}))

    site = one.site.changed(articles=Heads(at, head), bodies=bodies_of(project, library.files))
    trees = {name: _related(tree, head) for name, tree in site.trees.items()}
    return replace(_related(site, head), trees=trees)


def _joins_alike(one: SiteSnapshot, library: Library) -> bool:
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
