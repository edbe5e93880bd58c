"""How much of each outlet's texts a site shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from briefgen.build.group import bodies_of, group_site
from briefgen.build.read import read
from briefgen.build.run import Build
from briefgen.grouping.rights import decide
from briefgen.model.diagnostics import Diagnostics
from briefgen.model.rights import EXCERPT, FULL, LINK
from briefgen.reading import discovery


class SourceShare(NamedTuple):
    """The articles of one source by rights, and their words that are shown.

    ``source`` is empty for articles without one. ``decided_by`` names what decided: article, licence, source
    or site.
    """

    source: str
    articles: int
    full: int
    excerpt: int
    link: int
    words: int
    words_shown: int
    decided_by: tuple[str, ...]


class _Row(NamedTuple):
    source: str
    rights: str
    words: int
    words_shown: int
    decided_by: str


def shares_by_source(build: Build) -> list[SourceShare]:
    """Return how much is shown of each source, by name."""
    by_source: dict[str, list[_Row]] = {}
    for row in _rows(build):
        by_source.setdefault(row.source, []).append(row)
    return [_share(source, rows) for source, rows in sorted(by_source.items())]


def _rows(build: Build) -> Iterator[_Row]:
    scan = discovery.scan_project(build.config)
    library = read(build, scan)
    site = group_site(build.reporting_to(Diagnostics()), scan, library)
    whole = bodies_of(build.project, library.files)
    for article in site.articles.values():
        reading = library.files[article.path].result.article
        own = reading.rights if reading else ""
        by = decide(article._replace(rights=own), build.config.rights).by
        shown = site.body(article.id).words
        yield _Row(article.source, article.rights or FULL, whole(article.path).words, shown, by)


def _share(source: str, rows: list[_Row]) -> SourceShare:
    counts = Counter([row.rights for row in rows])
    return SourceShare(
        source,
        len(rows),
        counts[FULL],
        counts[EXCERPT],
        counts[LINK],
        sum([row.words for row in rows]),
        sum([row.words_shown for row in rows]),
        tuple(sorted({row.decided_by for row in rows})),
    )
