"""The builder of the search index: manifest, shards, facets and titles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.search.index import CHUNK, PART, Shards, indexed, numbered, shards_of
from briefgen.model import Article, Page
from briefgen.nlp.stemming import LANGUAGES
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.site.taxonomies import page_count
from briefgen.util.hashing import digest
from briefgen.util.text import page_bytes
from briefgen.util.urls import relative

VERSION = 2
"""Of the files' form; search.js knows which one it reads."""
SUMMARY = 200
"""Characters of a summary that a result shows."""


@dataclass(frozen=True)
class SearchBuilder(BaseBuilder):
    """Plans and writes the index; the shards of one part are made together."""

    name: ClassVar[str] = "search"
    _at_hand: dict[str, Shards] = field(default_factory=dict, repr=False, compare=False)

    def plan(self, site: Site) -> Iterator[Page]:
        """The files of the index, where the theme has a page to search from."""
        has_page = site.address("search") and "search.html" in self.studio.theme.templates
        folder = site.address("search_index") if has_page else ""
        if not folder:
            return
        yield self._page(folder, "manifest")
        for part in range(1, page_count(site.count(), PART) + 1):
            count = min(PART, site.count() - (part - 1) * PART)
            yield self._page(folder, "facets", part)
            yield from (self._page(folder, "shard", part, n) for n in range(shards_of(count)))
            yield from (self._page(folder, "titles", part, n) for n in range(page_count(count, CHUNK)))

    def render(self, page: Page, site: QueryRecorder) -> bytes:
        """One file of the index."""
        what, *numbers = page.subject
        made: dict[str | int, Callable[..., Any]] = {
            "manifest": self._manifest,
            "facets": self._facets,
            "shard": self._shard,
            "titles": self._titles,
        }
        return written(made[what](site, *numbers))

    def _page(self, folder: str, what: str, *numbers: int) -> Page:
        name = "-".join(map(str, (what, *numbers)))
        return Page(f"{folder}{name}.json", self.name, "search-index", "", (what, *numbers))

    def _manifest(self, site: QueryRecorder) -> dict[str, Any]:
        """What the script must know first: the sizes and the filters."""
        known = {lang.partition("-")[0] for lang, _ in site.languages()}
        return {
            "version": VERSION,
            "articles": site.count(),
            "part": PART,
            "chunk": CHUNK,
            "shards": [shards_of(n) for n in _sizes(site.count())],
            "languages": [*sorted(known & set(LANGUAGES)), *([""] if known - set(LANGUAGES) else [])],
        }

    def _shard(self, site: QueryRecorder, part: int, number: int) -> dict[str, str]:
        """A shard's postings by stem; the part's bodies are read once for all shards."""
        mark = digest(site.mark("part", part, PART), site.mark("part_bodies", part, PART))
        if mark not in self._at_hand:
            self._at_hand.clear()
            self._at_hand[mark] = indexed(site.part(part, PART), site.part_bodies(part, PART))
        return dict(self._at_hand[mark][number])

    def _facets(self, site: QueryRecorder, part: int) -> dict[str, Any]:
        """What a part's articles can be filtered by: days, topics and sources."""
        articles = site.part(part, PART)
        topics: dict[str, list[int]] = {}
        sources: dict[str, list[int]] = {}
        for number, article in enumerate(articles):
            for topic in site.topics_of(article.id):
                topics.setdefault(topic.slug, []).append(number)
            if source := site.source_of(article.id):
                sources.setdefault(source.slug, []).append(number)
        return {
            "days": [[day, len(list(those))] for day, those in groupby(articles, lambda one: one.day)],
            "topic": {slug: numbered(those) for slug, those in sorted(topics.items())},
            "source": {slug: numbered(those) for slug, those in sorted(sources.items())},
        }

    def _titles(self, site: QueryRecorder, part: int, number: int) -> list[list[str]]:
        """What results show: address, title, language, day, source and summary."""
        articles = site.part((part - 1) * (PART // CHUNK) + number + 1, CHUNK)
        page = site.address("search")
        return [title_row(relative(page, site.article_address(one)), one) for one in articles]


def title_row(address: str, article: Article) -> list[str]:
    """What a result shows of an article."""
    return [
        address,
        article.title,
        article.lang,
        article.day,
        article.source,
        _shortened(article.description),
    ]


def written(value: Any) -> bytes:
    """A file of the index, as short as JSON can be."""
    return page_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _sizes(count: int) -> list[int]:
    """How many articles each part has."""
    return [min(PART, count - first) for first in range(0, count, PART)] or [0]


def _shortened(text: str) -> str:
    return text if len(text) <= SUMMARY else text[:SUMMARY].rpartition(" ")[0] + "…"
