"""What a project has already, as one asks before adding: by address, by text."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from briefgen.importing.addresses import same_place
from briefgen.importing.settle import text_digest
from briefgen.model import Diagnostic
from briefgen.reading.prepare import prepare
from briefgen.reading.reader import load
from briefgen.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefgen.importing.settle import Settled
    from briefgen.model import Article
    from briefgen.reading.prepare import Pipeline


class Match(NamedTuple):
    """An article that is there already, its id (``key``), and whether it is the same by its address (else by its text)."""

    path: str
    key: str
    by_address: bool


class Known:
    """The articles of a project and those that were added since."""

    def __init__(self, root: Path, articles: Iterable[Article], pipeline: Pipeline) -> None:
        self._root = root
        self._pipeline = pipeline
        self._keys: dict[str, str] = {}
        self._by_place: dict[str, str] = {}
        self._by_title: defaultdict[str, list[str]] = defaultdict(list)
        self._texts: dict[str, str] = {}
        for article in articles:
            self._note(article.path, posixpath.basename(article.id), article.title, article.url)

    def find(self, new: Settled) -> Match | None:
        """The article that ``new`` is, or None."""
        place = same_place(str(new.fields.get("url", "")))
        if place and place in self._by_place:
            path = self._by_place[place]
            return Match(path, self._keys[path], True)
        digest = new.digest
        same = (path for path in self._by_title.get(fold(new.title), ()) if self._text(path) == digest)
        return next((Match(path, self._keys[path], False) for path in same), None)

    def add(self, path: str, key: str, new: Settled) -> None:
        """``new`` is there from now on."""
        self._note(path, key, new.title, str(new.fields.get("url", "")))
        self._texts[path] = new.digest

    def _note(self, path: str, key: str, title: str, url: str) -> None:
        self._keys[path] = key
        if place := same_place(url):
            self._by_place.setdefault(place, path)
        self._by_title[fold(title)].append(path)

    def _text(self, path: str) -> str:
        """The digest of an article's text, as cleaning leaves it."""
        if path not in self._texts:
            source = load((self._root / path).read_bytes(), path)
            prepared = source if isinstance(source, Diagnostic) else prepare(source, self._pipeline)
            lines = () if isinstance(prepared, Diagnostic) else prepared.cleaned.draft.lines
            self._texts[path] = text_digest(line.text for line in lines if line.text.strip())
        return self._texts[path]
