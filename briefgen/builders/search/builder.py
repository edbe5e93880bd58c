"""The builder of the search index: manifest, shards, facets and titles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, ClassVar

from briefgen.builders.context import BaseBuilder
from briefgen.builders.search.index import CHUNK, PART, Shards, Weights, indexed, numbered, shards_of, weighed
from briefgen.builders.search.kept_weights import weights_of
from briefgen.model import Article, Page
from briefgen.nlp.stemming import LANGUAGES
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site
from briefgen.site.taxonomies import page_count
from briefgen.util.hashing import digest
from briefgen.util.text import page_bytes
from briefgen.util.urls import relative

VERSION = 4
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
        yield self._file(folder, "manifest", ("manifest",))
        of_articles, of_pages = _sizes(site.count()), _sizes_of_pages(len(site.pages()))
        yield from self._part_files(folder, "article", of_articles)
        yield from self._part_files(folder, "page", of_pages, len(of_articles))

    def _part_files(self, folder: str, of: str, sizes: Sequence[int], before: int = 0) -> Iterator[Page]:
        """The files of the parts of articles or pages, numbered after those ``before``."""
        for part, size in enumerate(sizes, 1):
            at = before + part
            yield self._file(folder, f"facets-{at}", ("facets", of, part))
            for n in range(shards_of(size)):
                yield self._file(folder, f"shard-{at}-{n}", ("shard", of, part, n))
            for n in range(page_count(size, CHUNK)):
                yield self._file(folder, f"titles-{at}-{n}", ("titles", of, part, n))

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

    def _file(self, folder: str, name: str, subject: tuple[str | int, ...]) -> Page:
        return Page(f"{folder}{name}.json", self.name, "search-index", "", subject)

    def _manifest(self, site: QueryRecorder) -> dict[str, Any]:
        """What the script must know first: the sizes and the filters."""
        spoken = (*(lang for lang, _ in site.languages()), *(one.lang for one in site.pages()))
        known = {lang.partition("-")[0] for lang in spoken}
        return {
            "version": VERSION,
            "articles": site.count(),
            "pages": len(site.pages()),
            "part": PART,
            "chunk": CHUNK,
            "shards": [shards_of(n) for n in (*_sizes(site.count()), *_sizes_of_pages(len(site.pages())))],
            "languages": [*sorted(known & set(LANGUAGES)), *([""] if known - set(LANGUAGES) else [])],
        }

    def _shard(self, site: QueryRecorder, of: str, part: int, number: int) -> dict[str, str]:
        """A shard's postings by stem; the part's bodies are read once for all shards."""
        if of == "page":
            heads = _part_of(site.pages(), part, PART)
            mark = digest(heads, [site.mark("body", one.id) for one in heads])
        else:
            mark = digest(site.mark("part", part, PART), site.mark("part_bodies", part, PART))
        if mark not in self._at_hand:
            self._at_hand.clear()
            self._at_hand[mark] = indexed(self._weights(site, of, part))
        return dict(self._at_hand[mark][number])

    def _weights(self, site: QueryRecorder, of: str, part: int) -> Sequence[Weights]:
        if of == "page":  # they are few
            return [weighed(one, site.body(one.id)) for one in _part_of(site.pages(), part, PART)]
        return weights_of(self.studio, part, site.part(part, PART), site.part_bodies(part, PART))

    def _facets(self, site: QueryRecorder, of: str, part: int) -> dict[str, Any]:
        """What a part's articles can be filtered by: days, topics and sources.

        Pages have none of them.
        """
        articles = site.part(part, PART) if of == "article" else ()
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

    def _titles(self, site: QueryRecorder, of: str, part: int, number: int) -> list[list[str]]:
        """What results show: address, title, language, day, source and summary."""
        chunk = (part - 1) * (PART // CHUNK) + number + 1
        heads = site.part(chunk, CHUNK) if of == "article" else _part_of(site.pages(), chunk, CHUNK)
        page = site.address("search")
        addresses = [(one, site.article_address(one)) for one in heads]
        return [title_row(relative(page, to) if to else "", one) for one, to in addresses]


def _part_of(pages: Sequence[Article], number: int, size: int) -> Sequence[Article]:
    return pages[(number - 1) * size : number * size]


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


def _sizes_of_pages(count: int) -> list[int]:
    """How many pages each part has; there may be none."""
    return _sizes(count) if count else []


def _shortened(text: str) -> str:
    return text if len(text) <= SUMMARY else text[:SUMMARY].rpartition(" ")[0] + "…"
