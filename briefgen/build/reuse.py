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
from briefgen.nlp.near_duplicates import clusters_unchanged
from briefgen.site.articles import no_bodies
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
    signatures: dict[str, dict[str, bytes]] = {}
    for path, name in site.link_targets.paths.items():
        head, read = site.articles[name], library.files[path].result.article
        texts[path] = library.files[path].text
        if head.signature:
            signatures.setdefault(head.day, {})[name] = head.signature
        if read is not None and head is not read:
            values = zip(head._fields, head, read, strict=True)
            heads[name] = {field: ours for field, ours, its in values if ours != its}
    bare = site.changed(heads={}, bodies=no_bodies)
    return SiteSnapshot(key, season, bare, diagnostics, texts, signatures, heads)


def again(
    project: Project, options: Options, library: Library, keys: Fingerprints, one: SiteSnapshot
) -> Site | None:
    """The site that was grouped before, with the bodies of today; None where it may not be the same any more."""
    if one.key != keys.site or setting_digests(project, one.settings) != one.settings:
        return None
    if not is_in(one.season, options.now) or not _joins_alike(one, library):
        return None
    at = {name: path for path, name in one.site.link_targets.paths.items()}

    @cache
    def head(name: str) -> Article:
        read = library.files[at[name]].result.article
        if read is None:
            raise KeyError(name)
        return read._replace(**one.heads.get(name, {}))

    return one.site.changed(heads=Heads(at, head), bodies=bodies_of(project, library.files))


def _joins_alike(one: SiteSnapshot, library: Library) -> bool:
    """Whether the bodies that changed since change nothing of the site: neither near-copies nor what a published edition holds."""
    changed = [path for path, text in one.texts.items() if library.files[path].text != text]
    if len(changed) > FEW:
        return False
    signatures = dict(one.signatures)
    for path in changed:
        name, article = one.site.link_targets.paths[path], library.files[path].result.article
        if article is None or one.site.editions.is_sealed(name):
            return False
        others = {
            other: signature for other, signature in signatures.get(article.day, {}).items() if other != name
        }
        signatures[article.day] = others
        old = one.signatures.get(article.day, {}).get(name, b"")
        if old != article.signature and not clusters_unchanged(
            article.day, old, article.signature, signatures
        ):
            return False
        if article.signature:
            signatures[article.day] = {**others, name: article.signature}
    return True
