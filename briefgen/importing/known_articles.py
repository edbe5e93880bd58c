"""What a project has already, as one asks before adding: by address, by text."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from briefgen.importing.normalize import NormalizedArticle
from briefgen.importing.raw_store import ImportRecord
from briefgen.model import Article
from briefgen.nlp.minhash import keys
from briefgen.nlp.near_duplicates import overlap
from briefgen.util.hashing import digest
from briefgen.util.text import fold
from briefgen.util.url_normalize import canonical


class Match(NamedTuple):
    """An article that is there already: its file, its id (``key``) and its outlet.

    ``overlap`` is the percentage of the shorter text that both share; 0 when both have one address. ``host``
    is the host of its address.
    """

    path: str
    key: str
    source: str
    overlap: int = 0
    host: str = ""
    title: str = ""


def slug_of(stem: str) -> str:
    """The slug of an added article by its file's name, which begins with its day."""
    return stem[len("2022-03-31-") :]


class KnownArticles:
    """Articles of a project and those added since, by address and text."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._keys: set[str] = set()
        self._slugs: set[str] = set()
        self._by_place: dict[str, Match] = {}
        self._by_piece: defaultdict[int, list[tuple[bytes, Match]]] = defaultdict(list)
        self._by_text: dict[str, Match] = {}
        for article in articles:
            match = Match(
                article.path, posixpath.basename(article.id), article.source, 0, outlet_host(article.url)
            )
            self._note(match, article.url, article.signature)
            self._slugs.add(article.slug)

    def find(self, new: NormalizedArticle) -> Match | None:
        """Find ``new`` among the articles, or the article with the most similar text."""
        place = canonical(str(new.fields.get("url", "")))
        if place in self._by_place:
            return self._by_place[place]
        mine = new.signature
        same = self._by_text.get(new.digest)
        if same and (mine or not place or not same.host or same.title == fold(new.title)):
            return same._replace(overlap=100)
        near = (
            {match: signature for key in keys(mine) for signature, match in self._by_piece[key]}
            if mine
            else {}
        )
        matches = [
            match._replace(overlap=percent)
            for match, signature in near.items()
            if (percent := overlap(mine, signature))
        ]
        return max(matches, key=lambda match: (match.overlap, match.path), default=None)

    def add(self, path: str, key: str, new: NormalizedArticle) -> None:
        """``new`` is there from now on."""
        url = str(new.fields.get("url", ""))
        match = Match(path, key, str(new.fields.get("source", "")), 0, outlet_host(url), fold(new.title))
        self._note(match, url, new.signature)
        self._by_text.setdefault(new.digest, match)
        self._slugs.add(slug_of(key))

    def reserve(self, key: str) -> None:
        """Note that an id is taken."""
        self._keys.add(key)

    def has(self, key: str) -> bool:
        """Whether an article has this id."""
        return key in self._keys

    def has_slug(self, slug: str) -> bool:
        """Whether an article has this slug."""
        return slug in self._slugs

    def _note(self, match: Match, url: str, signature: bytes) -> None:
        self._keys.add(match.key)
        if place := canonical(url):
            self._by_place.setdefault(place, match)
        for key in keys(signature) if signature else ():
            self._by_piece[key].append((signature, match))


class RejectedArticles:
    """Articles that were added once and deleted since, by address and by text."""

    def __init__(self, records: Iterable[ImportRecord]) -> None:
        self._ids: dict[str, str] = {}
        for record in records:
            for take in record.takes:
                self._ids.setdefault(canonical(take.url) or take.body, record.id)

    def find(self, new: NormalizedArticle) -> str:
        """The id that the article had, or an empty text."""
        url = canonical(str(new.fields.get("url", "")))
        return self._ids.get(url or digest(new.body.strip()), "")


def outlet_host(url: str) -> str:
    """The host of an address without the prefixes that outlets use for the same pages."""
    return canonical(url).partition("/")[0]
