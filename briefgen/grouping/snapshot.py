"""The third memory, what grouping takes of all files -> the grouped site, on disk: one file for each output folder.

Its key covers all that grouping reads but the sketches of bodies, which are kept beside the site. Heads are not in the file: they are
those of the readings, which are there already, but for what grouping changed in them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from briefgen.cache import store
from briefgen.cache.sources import diagnostics_of, edition_of, plain_diagnostics, plain_edition
from briefgen.model import Join, Picture, Telling, Term, Topic
from briefgen.site.index import Index
from briefgen.site.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.model import Diagnostic
    from briefgen.model.page import Query

SITES = "sites"
"""The kind of file under ``.briefgen/``."""

_PLAIN = (
    "addresses", "language", "tree", "prefixes", "period", "by_day", "days_of", "numbers", "order", "by_story", "translations", "written",
    "per_page", "by_slug", "paths", "held", "files", "inventories",
)  # fmt: skip
_RECORDS: dict[str, Any] = {"topic_list": Topic, "tag_list": Term, "source_list": Term}
_TUPLES: dict[str, Any] = {"tellings": Telling, "joins": Join, "pictures": Picture}
_INDEXES = ("by_topic", "by_tag", "by_source")


@dataclass(frozen=True, slots=True)
class Standing:
    """A grouped site, without heads and bodies, and what it stands on.

    ``season`` is the time for which the gate decides as it did. ``told`` are the diagnostics of grouping. ``texts`` has the digest of the
    body of each public file, ``sketches`` by day and article what near-copies were told by, ``said`` by article what its head has in
    this site and not in its file, ``settings`` the digests of what grouping read of the settings.
    """

    key: str
    season: tuple[str, str]
    site: Site
    told: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    sketches: Mapping[str, Mapping[str, bytes]]
    said: Mapping[str, Mapping[str, Any]]
    settings: Mapping[Query, str] = field(default_factory=dict)


def load(path: Path) -> tuple[Standing | None, str]:
    """The site of the last build that grouped one, and why there is none (empty where there simply is none)."""
    value, why = store.load(path)
    if value is None:
        return None, why
    key, season, site, trees, told, *rest = value
    in_trees = {name: _to_site(tree) for name, tree in trees.items()}
    in_trees = {name: replace(tree, trees=in_trees) for name, tree in in_trees.items()}
    site = replace(_to_site(site), trees=in_trees)
    return Standing(key, season, site, diagnostics_of(told), *rest), ""


def save(path: Path, one: Standing) -> None:
    """Keep a grouped site.

    Raises:
        OSError: when it cannot be written.
    """
    trees = {name: _from_site(tree) for name, tree in one.site.trees.items()}
    told = plain_diagnostics(one.told)
    kept = (one.texts, one.sketches, one.said, one.settings)
    store.save(path, (one.key, one.season, _from_site(one.site), trees, told, *kept))


def _from_site(site: Site) -> dict[str, Any]:
    """The values of one tree by name, as plain ones."""
    values = {name: getattr(site, name) for name in _PLAIN}
    for name, kind in _RECORDS.items():
        own = [one.name for one in fields(kind)]
        values[name] = {
            slug: tuple([getattr(one, part) for part in own]) for slug, one in getattr(site, name).items()
        }
    for name in _TUPLES:
        values[name] = {one: tuple(value) for one, value in getattr(site, name).items()}
    for name in _INDEXES:
        index = getattr(site, name)
        values[name] = (index.articles, index.of, index.place)
    values["editions"] = {date: plain_edition(file) for date, file in site.editions.items()}
    return values


def _to_site(values: dict[str, Any]) -> Site:
    for name, kind in _RECORDS.items():
        values[name] = {slug: kind(*row) for slug, row in values[name].items()}
    for name, made in _TUPLES.items():
        values[name] = {one: made._make(row) for one, row in values[name].items()}
    for name in _INDEXES:
        values[name] = Index(*values[name])
    values["editions"] = {date: edition_of(row) for date, row in values["editions"].items()}
    return Site(**values)
