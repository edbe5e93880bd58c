"""Queries of a page to the site and the settings, recorded as it asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from briefgen.model import Trace
from briefgen.model.page import BODY, PART_BODIES, Query
from briefgen.site.index import QUERIES
from briefgen.site.settings import PROJECT, SETTINGS, THEME, Settings, recording
from briefgen.site.site import Site
from briefgen.util.hashing import digest

_NOTHING = "nothing"
_PREFIX: Query = ("prefixes", ())
_ARTICLES: Query = ("pattern", ("article",))
_PAGES: Query = ("pattern", ("page",))
_PERIOD: Query = ("period", ())


_OF_ADDRESSES: Mapping[str, Callable[..., Any]] = {
    "pattern": lambda site, kind: (
        site.permalinks.addresses.get(kind, ""),
        dict(site.permalinks.prefixes),
    ),
    "prefixes": lambda site: dict(site.permalinks.prefixes),
    "period": lambda site: site.editions.period,
}
"""Queries of the recorder itself: all addresses follow from few patterns."""


def _in_heads(query: Query) -> bool:
    """Whether the heads decide the answer.

    They do not for a body or a setting, nor for whether an address has a page, as static files have some.
    """
    name, arguments = query
    if name in (BODY, PART_BODIES) or name in SETTINGS:
        return False
    return not (name == "resolve" and arguments[0] == "page")


def setting_text(query: Query) -> str:
    """A query for a setting in words: ``the setting feeds.items``, ``the theme option accent``."""
    name, path = query
    kind = "theme option" if name == THEME else "setting"
    return f"the {kind} {'.'.join(path)}{' of the project' if name == PROJECT else ''}"


def query_text(query: Query) -> str:
    """A query as a template asks it: ``site.edition("2024-05-01")``, ``config.title``."""
    import json

    name, arguments = query
    if name in SETTINGS:
        return ".".join((name, *arguments))
    return f"site.{name}({', '.join(json.dumps(one, ensure_ascii=False) for one in arguments)})"


class QueryEngine:
    """The answers of one site or language tree; each query is answered and digested once.

    ``settings`` has the settings of each tree. With ``same_heads`` the heads are those of the traces, so no
    answer that follows from them has changed.
    """

    def __init__(
        self, site: Site, settings: Mapping[str, Settings], *, tree: str = "", same_heads: bool = False
    ) -> None:
        self.site = site
        self._all_settings, self._settings = settings, settings.get(tree, settings[""])
        self._same_heads = same_heads
        self._answers: dict[Query, Any] = {}
        self._digests: dict[Query, str] = {}
        self._trees: dict[str, QueryEngine] = {}

    def of(self, tree: str) -> QueryEngine:
        """The answers for the pages of a tree; these, where the site has one tree."""
        if not self.site.trees:
            return self
        if tree not in self._trees:
            # A tree of the last build that there is no more has no pages that could ask.
            site = self.site.trees.get(tree, self.site.trees[""])
            self._trees[tree] = QueryEngine(site, self._all_settings, tree=tree, same_heads=self._same_heads)
        return self._trees[tree]

    def answer(self, query: Query) -> Any:
        """The answer to a query; bodies are not kept, as few pages share them."""
        name, arguments = query
        if name in SETTINGS:
            return self._settings.answer(query)
        if name in (BODY, PART_BODIES):
            return getattr(self.site, name)(*arguments)
        if query not in self._answers:
            own = _OF_ADDRESSES.get(name)
            answer = own(self.site, *arguments) if own else getattr(self.site, name)(*arguments)
            self._answers[query] = answer
        return self._answers[query]

    def digest(self, query: Query) -> str:
        """The digest of the answer; a constant if the subject of the query is gone."""
        known = self._digests.get(query)
        if known is None:
            try:
                known = self._digested(query)
            except (KeyError, IndexError, ValueError):
                known = _NOTHING
            self._digests[query] = known
        return known

    def _digested(self, query: Query) -> str:
        """The digest of an answer; a body's is known without the body."""
        (name, arguments), articles = query, self.site.articles
        if name == BODY:
            return articles.body_digest(arguments[0])
        if name == PART_BODIES:
            return digest([articles.body_digest(one) for one in articles.slice_ids(*arguments)])
        return digest(self.answer(query))

    def still(self, trace: Trace) -> bool:
        """Whether every query of a trace has today the answer that it had then."""
        for query, then in zip(trace.queries, trace.answers, strict=True):
            if not (self._same_heads and _in_heads(query)) and self.digest(query) != then:
                return False
        return True


class QueryRecorder:
    """What templates and builders know as ``site``: it answers queries and records each of them."""

    __slots__ = ("_answers", "_asked")

    def __init__(self, answers: QueryEngine) -> None:
        self._answers = answers
        self._asked: dict[Query, None] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in QUERIES:
            raise AttributeError(f"the site knows no query {name}")

        return partial(self._ask, name)

    def _ask(self, name: str, *arguments: Any) -> Any:
        query = (name, arguments)
        self._asked[query] = None
        return self._answers.answer(query)

    def __dir__(self) -> list[str]:
        return sorted(QUERIES)

    def mark(self, name: str, *arguments: Any) -> str:
        """The digest of an answer, recorded without the answer, for pages that share results."""
        query = (name, arguments)
        self._asked[query] = None
        return self._answers.digest(query)

    def asked(self) -> tuple[Query, ...]:
        """The queries so far, each once, in the order in which they were asked first."""
        return tuple(self._asked)

    def recording(self) -> AbstractContextManager[None]:
        """Record the settings that are read, too, as long as the block lasts."""
        return recording(self._asked)

    # An address follows from its pattern, so the query is for the pattern: there are few of them.

    @property
    def prefix(self) -> str:
        """See ``Permalinks.prefix``."""
        self._asked[_PREFIX] = None
        return self._answers.site.prefix

    def address(self, kind: str, **slots: str) -> str:
        """See ``Permalinks.address``."""
        self._asked["pattern", (kind,)] = None
        return self._answers.site.address(kind, **slots)

    def article_address(self, article: Any) -> str:
        """See ``Permalinks.article_address``."""
        self._asked[_PAGES if article.is_page else _ARTICLES] = None
        return self._answers.site.article_address(article)

    def edition_of(self, day: str, slot: str = "") -> str:
        """See ``Editions.edition_of``."""
        self._asked[_PERIOD] = None
        return self._answers.site.edition_of(day, slot)
