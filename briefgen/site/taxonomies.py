"""Topics, tags and sources, and their articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefgen.model import Article, Histogram, Listing, Term, Topic, TopicBranch
from briefgen.site.articles import Articles
from briefgen.site.histogram import histogram
from briefgen.site.index import Ids, TermIndex, part, query


@part("taxonomies")
@dataclass(frozen=True)  # without slots, for the index of topics by parent
class Taxonomies:
    """The terms of a site with their articles, ``per_page`` on a page of a list."""

    articles: Articles = field(default_factory=Articles)
    topic_list: Mapping[str, Topic] = field(default_factory=dict)
    tag_list: Mapping[str, Term] = field(default_factory=dict)
    source_list: Mapping[str, Term] = field(default_factory=dict)
    by_topic: TermIndex = field(default_factory=TermIndex)
    by_tag: TermIndex = field(default_factory=TermIndex)
    by_source: TermIndex = field(default_factory=TermIndex)
    per_page: int = 50

    @query
    def neighbours(self, id: str) -> tuple[Article | None, Article | None]:  # noqa: A002
        """The next older and the next newer article of the same first topic."""
        ids = self.by_topic.articles[self.by_topic.of[id][0]]
        at = self.by_topic.place[id]
        older = self.articles[ids[at + 1]] if at + 1 < len(ids) else None
        return older, self.articles[ids[at - 1]] if at else None

    @query
    def topics_of(self, id: str) -> tuple[Topic, ...]:  # noqa: A002
        """The topics of an article."""
        return tuple(self.topic_list[slug] for slug in self.by_topic.of[id])

    @query
    def tags_of(self, id: str) -> tuple[Term, ...]:  # noqa: A002
        """The tags of an article, without counts: those are another query."""
        return tuple(Term(slug, self.tag_list[slug].title) for slug in self.by_tag.of.get(id, ()))

    @query
    def source_of(self, id: str) -> Term | None:  # noqa: A002
        """The source of an article, without a count, or None."""
        slug = next(iter(self.by_source.of.get(id, ())), "")
        return Term(slug, self.source_list[slug].title, url=self.source_list[slug].url) if slug else None

    @query
    def topics(self) -> tuple[Topic, ...]:
        """The topics that have articles, in the order of a briefing."""
        return tuple(topic for slug, topic in self.topic_list.items() if self.by_topic.articles.get(slug))

    @query
    def topic_tree(self) -> tuple[TopicBranch, ...]:
        """The topics that have articles, with the topics above them, as a tree.

        All are in the order of a briefing.
        """
        below: dict[str, list[Topic]] = {}
        for topic in self.topic_list.values():
            below.setdefault(topic.parent if topic.parent in self.topic_list else "", []).append(topic)

        def branches(topic: Topic, depth: int) -> list[TopicBranch]:
            inner = [branch for one in below.get(topic.slug, ()) for branch in branches(one, depth + 1)]
            count = len(self.by_topic.articles.get(topic.slug, ()))
            return [TopicBranch(topic, count, depth), *inner] if count or inner else []

        return tuple([branch for topic in below.get("", ()) for branch in branches(topic, 0)])

    @query
    def topic(self, slug: str) -> Topic:
        """One topic."""
        return self.topic_list[slug]

    @query
    def topic_above(self, slug: str) -> Topic | None:
        """The topic above one, if that has articles."""
        parent = self.topic_list[slug].parent
        return self.topic_list[parent] if self.by_topic.articles.get(parent) else None

    @query
    def topics_below(self, slug: str) -> tuple[Topic, ...]:
        """The topics right below one that have articles, in the order of a briefing."""
        return tuple(self._by_parent.get(slug, ()))

    @cached_property
    def _by_parent(self) -> Mapping[str, Sequence[Topic]]:
        """The topics that have articles, by the topic above them."""
        below: dict[str, list[Topic]] = {}
        for topic in self.topics():
            below.setdefault(topic.parent, []).append(topic)
        return below

    @query
    def tally(self) -> tuple[tuple[Topic, int], ...]:
        """The topics that have articles, with their counts."""
        return tuple((topic, len(self.by_topic.articles[topic.slug])) for topic in self.topics())

    @query
    def of_topic(self, slug: str, number: int) -> Listing:
        """A page of a topic's articles."""
        return self._listing(self.by_topic.articles[slug], number)

    @query
    def tags(self) -> tuple[Term, ...]:
        """All tags by title."""
        return tuple(self.tag_list.values())

    @query
    def tag(self, slug: str) -> Term:
        """One tag."""
        return self.tag_list[slug]

    @query
    def of_tag(self, slug: str, number: int) -> Listing:
        """A page of a tag's articles."""
        return self._listing(self.by_tag.articles[slug], number)

    @query
    def sources(self) -> tuple[Term, ...]:
        """All sources by title."""
        return tuple(self.source_list.values())

    @query
    def sources_over_time(self) -> Histogram:
        """How many articles each source had in each week, month, year or decade."""
        return histogram(
            {slug: [self.articles[one].day for one in ids] for slug, ids in self.by_source.articles.items()}
        )

    @query
    def source(self, slug: str) -> Term:
        """One source."""
        return self.source_list[slug]

    @query
    def of_source(self, slug: str, number: int) -> Listing:
        """A page of a source's articles."""
        return self._listing(self.by_source.articles[slug], number)

    @query
    def newest_of(self, kind: str, slug: str) -> Article | None:
        """The newest article of a topic, tag or source."""
        index = {"topic": self.by_topic, "tag": self.by_tag, "source": self.by_source}[kind]
        ids = index.articles.get(slug)
        return self.articles[ids[0]] if ids else None

    def _listing(self, ids: Ids, number: int) -> Listing:
        size = self.per_page
        shown = self.articles.listed(ids[(number - 1) * size : number * size])
        return Listing(shown, number, page_count(len(ids), size), len(ids))


def page_count(total: int, per_page: int) -> int:
    """How many pages a list of ``total`` items has; at least one."""
    return max(1, -(-total // per_page))
