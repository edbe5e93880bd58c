"""What a project has already, as one asks before adding: by address, by text."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from briefgen.nlp.minhash import keys
from briefgen.nlp.near_duplicates import overlap
from briefgen.util.url_normalize import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.importing.normalize import NormalizedArticle
    from briefgen.model import Article


class Match(NamedTuple):
    """An article that is there already: its file, its id (``key``) and its outlet.

    ``overlap`` is the percentage of the shorter text that both share; 0 when both have one address.
    """

    path: str
    key: str
    source: str
    overlap: int = 0


class KnownArticles:
    """Articles of a project and those added since, by address and text."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._keys: set[str] = set()
        self._by_place: dict[str, Match] = {}
        self._by_piece: defaultdict[int, list[tuple[bytes, Match]]] = defaultdict(list)
        self._by_text: dict[str, Match] = {}
        for article in articles:
            match = Match(article.path, posixpath.basename(article.id), article.source)
            self._note(match, article.url, article.signature)

    def find(self, new: NormalizedArticle) -> Match | None:
        """Find ``new`` among the articles, or the article with the most similar text."""
        place = canonical(str(new.fields.get("url", "")))
        if place in self._by_place:
            return self._by_place[place]
        if same := self._by_text.get(new.digest):
            return same._replace(overlap=100)
        mine = new.signature
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
        match = Match(path, key, str(new.fields.get("source", "")))
        self._note(match, str(new.fields.get("url", "")), new.signature)
        self._by_text.setdefault(new.digest, match)

    def has(self, key: str) -> bool:
        """Whether an article has this id."""
        return key in self._keys

    def _note(self, match: Match, url: str, signature: bytes) -> None:
        self._keys.add(match.key)
        if place := canonical(url):
            self._by_place.setdefault(place, match)
        for key in keys(signature) if signature else ():
            self._by_piece[key].append((signature, match))
