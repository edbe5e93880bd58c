"""Related articles: which have most in common with an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefgen.model import Article
from briefgen.site.articles import Articles
from briefgen.site.index import Ids, part, query


@part("relations")
@dataclass(frozen=True)
class Relations:
    """The related articles of each article that has some."""

    articles: Articles = field(default_factory=Articles)
    related_ids: Mapping[str, Ids] = field(default_factory=dict)

    @query
    def related(self, id: str) -> tuple[Article, ...]:  # noqa: A002
        """The articles that have most in common with one, by titles, tags, topics and stories."""
        return self.articles.listed(self.related_ids.get(id, ()))
