"""The grouped site on disk: one row for each output folder.

Heads are not in it: they are those of the readings, which are in the cache already, but for what grouping
changed in them.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from briefgen.cache.code_version import code_digest
from briefgen.cache.database import CacheFile, unmarshal
from briefgen.cache.sources import diagnostics_of, head_of, plain_diagnostics, plain_head
from briefgen.model import (
    ClusterMember,
    Diagnostic,
    EditionFile,
    Picture,
    StoryMembership,
    StoryText,
    Term,
    Topic,
)
from briefgen.model.page import Query
from briefgen.site.index import TermIndex
from briefgen.site.site import Site, value_of

TABLE = "snapshots"

_PLAIN = (
    "addresses", "tree", "prefixes", "language", "period", "slots", "by_day", "days_of", "numbers", "order",
    "by_story", "groups", "topic_titles", "per_page", "by_slug", "paths", "unpublished", "files",
    "inventories", "related_ids", "page_ids", "own_pages", "page_slugs", "data_values", "story_heads",
    "former", "due",
)  # fmt: skip
_RECORDS: dict[str, Any] = {"topic_list": Topic, "tag_list": Term, "source_list": Term}
_TUPLES: dict[str, Any] = {
    "memberships": StoryMembership,
    "story_texts": StoryText,
    "clusters": ClusterMember,
    "pictures": Picture,
}
_INDEXES = ("by_topic", "by_tag", "by_source")


@dataclass(frozen=True, slots=True)
class SiteSnapshot:
    """A grouped site, without heads and bodies, and what it depends on.

    ``key`` covers all that grouping reads except the signatures of bodies. ``validity`` is the period in
    which the same articles are public. ``diagnostics`` are those of grouping. ``texts`` has the digest of
    each public file's body, ``signatures`` the near-duplicate signatures by day and article, ``head_changes``
    the fields of each head that differ from its file, ``settings`` the digests of settings read.
    """

    key: str
    validity: tuple[str, str]
    site: Site
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    signatures: Mapping[str, Mapping[str, bytes]]
    head_changes: Mapping[str, Mapping[str, Any]]
    settings: Mapping[Query, str] = field(default_factory=dict)


def load(file: CacheFile, output: str) -> SiteSnapshot | None:
    """The site of the last build that grouped one; None where there is none.

    Raises:
        DamagedError: when it cannot be used.
    """
    for code, value in unmarshal(file.read(TABLE, output).values):
        if code == code_digest():
            return _to_snapshot(marshal.loads(value))  # noqa: S302 - its checksum holds
    return None


def save(file: CacheFile, output: str, one: SiteSnapshot) -> None:
    """Keep a grouped site.

    Raises:
        DamagedError: when the file cannot be used.
        OSError: when it cannot be written.
    """
    trees = {name: _from_site(tree) for name, tree in one.site.trees.items()}
    diagnostics = plain_diagnostics(one.diagnostics)
    value: tuple[Any, ...] = (
        one.key,
        one.validity,
        _from_site(one.site),
        trees,
        diagnostics,
        one.texts,
        one.signatures,
        one.head_changes,
        one.settings,
    )
    with file.write() as writer:
        writer.clear(TABLE, output)
        writer.change(TABLE, output, {"": marshal.dumps((code_digest(), marshal.dumps(value)))})


def _to_snapshot(value: tuple[Any, ...]) -> SiteSnapshot:
    key, validity, site, trees, diagnostics, *rest = value
    site = _to_site(site).in_trees({name: _to_site(tree) for name, tree in trees.items()})
    return SiteSnapshot(key, validity, site, diagnostics_of(diagnostics), *rest)


def _from_site(site: Site) -> dict[str, Any]:
    """The values of one tree by name, as plain ones."""
    values = {name: value_of(site, name) for name in _PLAIN}
    for name, kind in _RECORDS.items():
        own = [one.name for one in fields(kind)]
        values[name] = {
            slug: tuple([getattr(one, part) for part in own]) for slug, one in value_of(site, name).items()
        }
    for name in _TUPLES:
        values[name] = {one: tuple(row) for one, row in value_of(site, name).items()}
    for name in _INDEXES:
        index = value_of(site, name)
        values[name] = (index.articles, index.of, index.place)
    files = site.editions.edition_files
    values["edition_files"] = {date: plain_head(file) for date, file in files.items()}
    return values


def _to_site(values: dict[str, Any]) -> Site:
    for name, kind in _RECORDS.items():
        values[name] = {slug: kind(*row) for slug, row in values[name].items()}
    for name, made in _TUPLES.items():
        values[name] = {one: made._make(row) for one, row in values[name].items()}
    for name in _INDEXES:
        values[name] = TermIndex(*values[name])
    rows = values["edition_files"].items()
    values["edition_files"] = {date: head_of(EditionFile, row) for date, row in rows}
    return Site.of(**values)
