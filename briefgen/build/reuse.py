"""Reuse the grouped site while only bodies change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from briefgen.build.fingerprints import Inputs, setting_digests
from briefgen.build.group import group_site, includes, shown_bodies, validity_of
from briefgen.build.run import Build
from briefgen.grouping.snapshot import SiteSnapshot
from briefgen.model import Article
from briefgen.model.diagnostics import Diagnostics
from briefgen.nlp.near_duplicates import clusters_unchanged
from briefgen.reading.reader import Library
from briefgen.site.articles import no_bodies
from briefgen.site.settings import Reads, recording
from briefgen.site.site import Site

FEW = 32
"""The most changed bodies for which a site is reused; with more, checking takes as long as grouping."""


class Heads(Mapping[str, Article]):
    """The heads of some articles, each made on demand."""

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


def compute(build: Build, inputs: Inputs) -> tuple[Site, SiteSnapshot]:
    """Group the site, and return it with what to keep of it."""
    files = {path: one._replace(reading=one.result) for path, one in inputs.library.files.items()}
    library = inputs.library._replace(files=files)
    diagnostics = Diagnostics()
    reads: Reads = {}
    with recording(reads):
        site = group_site(build.reporting_to(diagnostics), inputs.scan, library)
    snapshot = SiteSnapshot(
        inputs.fingerprints.grouping,
        validity_of(library, build.options.now),
        site.changed(heads={}, bodies=no_bodies, digest_of=None),
        tuple(diagnostics),
        {path: library.files[path].text for path in site.link_targets.paths},
        _signatures(site),
        _head_changes(site, library),
        setting_digests(build.project, reads),
    )
    return site, snapshot


def _signatures(site: Site) -> dict[str, dict[str, bytes]]:
    """Return the signatures of bodies, by day and article."""
    signatures: dict[str, dict[str, bytes]] = {}
    for name in site.link_targets.paths.values():
        head = site.articles[name]
        if head.signature:
            signatures.setdefault(head.day, {})[name] = head.signature
    return signatures


def _head_changes(site: Site, library: Library) -> dict[str, dict[str, Any]]:
    """Return, by article, the values that grouping changed in its head."""
    changes: dict[str, dict[str, Any]] = {}
    for path, name in site.link_targets.paths.items():
        head, reading = site.articles[name], library.files[path].result.head
        if reading is not None and head is not reading:
            values = zip(head._fields, head, reading, strict=True)
            changes[name] = {field: ours for field, ours, its in values if ours != its}
    return changes


def reuse(build: Build, inputs: Inputs, snapshot: SiteSnapshot) -> Site | None:
    """Return the last site with today's bodies; None if grouping may change it."""
    library = inputs.library
    if (
        snapshot.key != inputs.fingerprints.grouping
        or setting_digests(build.project, snapshot.settings) != snapshot.settings
        or not includes(snapshot.validity, build.options.now)
        or not _joins_alike(snapshot, library)
    ):
        return None
    at = {name: path for path, name in snapshot.site.link_targets.paths.items()}

    @cache
    def head(name: str) -> Article:
        reading = library.files[at[name]].result.head
        if reading is None:
            raise KeyError(name)
        return reading._replace(**snapshot.head_changes.get(name, {}))

    def digest_of(name: str) -> str:
        changes = snapshot.head_changes.get(name, {})
        return str(changes.get("body_digest") or library.files[at[name]].text)

    site = snapshot.site.changed(heads=Heads(at, head), digest_of=digest_of)
    return site.changed(bodies=shown_bodies(build.project, library.files, site))


def _joins_alike(snapshot: SiteSnapshot, library: Library) -> bool:
    """Return whether changed bodies leave the near-copies and the published editions as they are."""
    changes = [path for path, text in snapshot.texts.items() if library.files[path].text != text]
    if len(changes) > FEW:
        return False
    signatures = dict(snapshot.signatures)
    for path in changes:
        name, article = snapshot.site.link_targets.paths[path], library.files[path].result.head
        if article is None or snapshot.site.editions.is_sealed(name):
            return False
        day, new = article.day, article.signature
        others = {other: one for other, one in signatures.get(day, {}).items() if other != name}
        signatures[day] = others
        old = snapshot.signatures.get(day, {}).get(name, b"")
        if old != new and not clusters_unchanged(day, old, new, signatures):
            return False
        if new:
            signatures[day] = {**others, name: new}
    return True
