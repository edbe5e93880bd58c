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
    is the host of its address, ``title`` its folded title, ``day`` its date.
    """

    path: str
    key: str
    source: str
    overlap: int = 0
    host: str = ""
    title: str = ""
    day: str = ""


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
            key, host = posixpath.basename(article.id), outlet_host(article.url)
            match = Match(article.path, key, article.source, 0, host, fold(article.title), article.day)
            self._note(match, article.url, article.signature)
            self._slugs.add(article.slug)

    def find(self, new: NormalizedArticle) -> Match | None:
        """Find ``new`` among the articles, or the article with the most similar text."""
        url = str(new.fields.get("url", ""))
        if match := self.at(url):
            return match
        same = self._by_text.get(new.digest)
        has_address = bool(canonical(url))
        if same and (new.signature or not has_address or not same.host or same.title == fold(new.title)):
            return same._replace(overlap=100)
        return next(iter(self.near(new.signature)), None)

    def at(self, url: str) -> Match | None:
        """The article with this address."""
        return self._by_place.get(canonical(url))

    def near(self, signature: bytes) -> list[Match]:
        """The articles with nearly the same text, the most similar first."""
        if not signature:
            return []
        near = {match: theirs for key in keys(signature) for theirs, match in self._by_piece[key]}
        matches = [
            match._replace(overlap=percent)
            for match, theirs in near.items()
            if (percent := overlap(signature, theirs))
        ]
        return sorted(matches, key=lambda match: (match.overlap, match.path), reverse=True)

    def add(self, path: str, key: str, new: NormalizedArticle) -> None:
        """``new`` is there from now on."""
        url = str(new.fields.get("url", ""))
        source, host = str(new.fields.get("source", "")), outlet_host(url)
        match = Match(path, key, source, 0, host, fold(new.title), new.day)
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
        return self.at(str(new.fields.get("url", ""))) or self._ids.get(digest(new.body.strip()), "")

    def at(self, url: str) -> str:
        """The id of the article that had this address, or an empty text."""
        place = canonical(url)
        return self._ids.get(place, "") if place else ""


def outlet_host(url: str) -> str:
    """The host of an address without the prefixes that outlets use for the same pages."""
    return canonical(url).partition("/")[0]
