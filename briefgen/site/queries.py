"""The tracer: what a page may see of the site, written down query by query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.model.page import BODY, PART_BODIES, Query
from briefgen.site.index import QUERIES
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefgen.model import Trace
    from briefgen.site.site import Site


_NOTHING = "nothing"


def _in_heads(query: Query) -> bool:
    """Whether the heads decide the answer: they do not for a body, nor for whether an address has a page, as static files have some."""
    name, arguments = query
    return name not in (BODY, PART_BODIES) and not (name == "resolve" and arguments[0] == "page")


def query_text(query: Query) -> str:
    """A query as a template asks it: ``site.edition("2024-05-01")``."""
    import json

    name, arguments = query
    return f"site.{name}({', '.join(json.dumps(one, ensure_ascii=False) for one in arguments)})"


class QueryEngine:
    """The answers of one site, or of one tree of it; each distinct query is answered and digested once.

    With ``same_heads`` the heads are known to be those of the traces: no answer that follows from them can have changed.
    """

    def __init__(self, site: Site, *, same_heads: bool = False) -> None:
        self.site = site
        self._same_heads = same_heads
        self._answers: dict[Query, Any] = {}
        self._digests: dict[Query, str] = {}
        self._trees: dict[str, QueryEngine] = {}

    def of(self, tree: str) -> QueryEngine:
        """The answers that pages of a tree are given; these, where the site has one tree."""
        if not self.site.trees:
            return self
        if tree not in self._trees:
            # A tree of the last build that there is no more has no pages that could ask.
            site = self.site.trees.get(tree, self.site.trees[""])
            self._trees[tree] = QueryEngine(site, same_heads=self._same_heads)
        return self._trees[tree]

    def answer(self, query: Query) -> Any:
        """The site's answer. A body is asked for by few pages, so it is not kept: all bodies together would fill the memory."""
        name, arguments = query
        if name in (BODY, PART_BODIES):
            return getattr(self.site, name)(*arguments)
        if query not in self._answers:
            self._answers[query] = getattr(self.site, name)(*arguments)
        return self._answers[query]

    def digest(self, query: Query) -> str:
        """The digest of the answer; of a query that has lost its subject, one that no answer has."""
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
        name, arguments = query
        if name == BODY:
            return self.site.articles[arguments[0]].body_digest
        if name == PART_BODIES:
            return digest([article.body_digest for article in self.site.part(*arguments)])
        return digest(self.answer(query))

    def still(self, trace: Trace) -> bool:
        """Whether every query of a trace has today the answer that it had then."""
        for query, then in zip(trace.queries, trace.answers, strict=True):
            if not (self._same_heads and _in_heads(query)) and self.digest(query) != then:
                return False
        return True


class QueryRecorder:
    """What templates and builders know as ``site``: it answers queries and notes each one that was asked."""

    __slots__ = ("_answers", "_asked")

    def __init__(self, answers: QueryEngine) -> None:
        self._answers = answers
        self._asked: dict[Query, None] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in QUERIES:
            raise AttributeError(f"the site knows no query {name}")

        def ask(*arguments: Any) -> Any:
            query = (name, arguments)
            self._asked[query] = None
            return self._answers.answer(query)

        return ask

    def __dir__(self) -> list[str]:
        return sorted(QUERIES)

    def mark(self, name: str, *arguments: Any) -> str:
        """The digest of an answer, asked for without the answer: for pages that share what is made of it, once for each mark."""
        query = (name, arguments)
        self._asked[query] = None
        return self._answers.digest(query)

    def asked(self) -> tuple[Query, ...]:
        """The queries so far, each once, in the order in which they were asked first."""
        return tuple(self._asked)

    # Addresses follow from the config alone; the fingerprint covers them.

    @property
    def prefix(self) -> str:
        """See ``Places.prefix``."""
        return self._answers.site.prefix

    def address(self, kind: str, **slots: str) -> str:
        """See ``Places.address``."""
        return self._answers.site.address(kind, **slots)

    def article_address(self, article: Any) -> str:
        """See ``Places.article_address``."""
        return self._answers.site.article_address(article)

    def edition_of(self, day: str) -> str:
        """See ``Editions.edition_of``."""
        return self._answers.site.edition_of(day)
