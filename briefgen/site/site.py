"""The immutable index of what is public, and the queries that a page may ask it.

A query takes texts and numbers and gives back frozen values, so that its answer has a digest. Bodies are not in the index: they
come from ``bodies`` one by one, so that a listing never depends on one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias

from briefgen.model import (
    Article,
    Body,
    Branch,
    Histogram,
    Join,
    Listing,
    Picture,
    Reference,
    Story,
    Term,
    Topic,
)
from briefgen.site.histogram import histogram
from briefgen.site.index import QUERIES, Ids, Index, query
from briefgen.site.languages import Languages
from briefgen.site.related import Relations
from briefgen.site.stories import story_of
from briefgen.util.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

Inventory: TypeAlias = Mapping[tuple[str, str], tuple[str, str]]
"""What can be referred to on another site: (role, name) -> (address, title)."""

__all__ = ["QUERIES", "Ids", "Index", "Inventory", "Site", "pages"]


@dataclass(frozen=True, slots=True)
class Site(Languages):
    """Everything public.

    ``joins`` are the stories of near-copies, ``paths`` the public articles' files, ``held`` the files of articles that are not public,
    ``files`` the other files of the content folder that may be shown, ``pictures`` what was seen of those that are pictures and
    referred to, and of such in the static folder, ``inventories`` what can be referred to on other sites, ``urls`` all planned pages.
    """

    per_page: int = 50
    joins: Mapping[str, Join] = field(default_factory=dict)
    by_slug: Mapping[str, str] = field(default_factory=dict)
    relations: Relations = field(default_factory=Relations)
    paths: Mapping[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    inventories: Mapping[str, Inventory] = field(default_factory=dict)
    urls: frozenset[str] = frozenset()

    def changed(self, **values: Any) -> Site:
        """A copy with other values of what all trees have in common, in each of them, too."""
        trees = {name: replace(tree, **values) for name, tree in self.trees.items()}
        return replace(self, trees=trees, **values)

    def references(self) -> Iterator[Reference]:
        """All references of the articles and editions."""
        for article in self.own():
            yield from article.references
        for edition in self.editions.values():
            yield from edition.references

    def referred(self) -> set[str]:
        """The files beside public articles and editions that these show or link to."""
        named = {article.image for article in self.own() if article.image}
        named |= {r.target.partition("#")[0] for r in self.references() if r.kind == "file"}
        return named & self.files

    # --- articles

    @query
    def article(self, id: str) -> Article:  # noqa: A002 - the field's own name
        """One article's head."""
        return self.articles[id]

    @query
    def body(self, id: str) -> Body:  # noqa: A002
        """One article's body."""
        return self.bodies(self.articles[id].path)

    @query
    def latest(self, count: int) -> tuple[Article, ...]:
        """The newest articles."""
        return self._all(self.order[:count])

    @query
    def everything(self) -> tuple[Article, ...]:
        """Every article, newest first."""
        return self._all(self.order)

    @query
    def part(self, number: int, size: int) -> tuple[Article, ...]:
        """The articles in parts of ``size``, counted from 1 at the oldest: a new article changes the last part alone."""
        first = len(self.order) - number * size
        return self._all(self.order[max(0, first) : first + size][::-1])

    @query
    def part_bodies(self, number: int, size: int) -> tuple[Body, ...]:
        """The bodies of such a part. Pages that share what they make of it ask with ``QueryRecorder.mark``."""
        return tuple([self.bodies(article.path) for article in self.part(number, size)])

    @query
    def count(self) -> int:
        """How many articles there are."""
        return len(self.order)

    @query
    def daily(self, year: str) -> tuple[tuple[str, int], ...]:
        """The days of a year on which articles appeared, whatever the period of editions, with their counts, newest first."""
        days = Counter([article.day for article in self.own() if article.day[:4] == year])
        return tuple(
            sorted([one for one in days.items() if self.edition_of(one[0]) in self.by_day], reverse=True)
        )

    @query
    def newest(self, kind: str, slug: str, count: int) -> tuple[Article, ...]:
        """The newest articles of a topic, tag, source, story or language."""
        if kind == "language":
            return self._all(tuple([one for one in self.order if self.articles[one].lang == slug][:count]))
        index = {"topic": self.by_topic, "tag": self.by_tag, "source": self.by_source}
        ids = self.by_story if kind == "story" else index[kind].articles
        return self._all(ids[slug][:count])

    @query
    def languages(self) -> tuple[tuple[str, int], ...]:
        """The languages of the articles with their counts, the commonest first."""
        counts = Counter([article.lang for article in self.own()])
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @query
    def neighbours(self, id: str) -> tuple[Article | None, Article | None]:  # noqa: A002
        """The next older and the next newer article of the same first topic."""
        ids = self.by_topic.articles[self.by_topic.of[id][0]]
        at = self.by_topic.place[id]
        older = self.articles[ids[at + 1]] if at + 1 < len(ids) else None
        return older, self.articles[ids[at - 1]] if at else None

    @query
    def related(self, id: str) -> tuple[Article, ...]:  # noqa: A002
        """The articles that have most to do with one, by their titles, tags, topics and stories."""
        return self._all(self.relations.of(id))

    @query
    def topics_of(self, id: str) -> tuple[Topic, ...]:  # noqa: A002
        """The topics of an article."""
        return tuple(self.topic_list[slug] for slug in self.by_topic.of[id])

    @query
    def tags_of(self, id: str) -> tuple[Term, ...]:  # noqa: A002
        """The tags of an article, without counts: how many others carry them is another query."""
        return tuple(Term(slug, self.tag_list[slug].title) for slug in self.by_tag.of.get(id, ()))

    @query
    def source_of(self, id: str) -> Term | None:  # noqa: A002
        """The source of an article, without a count, or None."""
        slugs = self.by_source.of.get(id, ())
        return (
            Term(slugs[0], self.source_list[slugs[0]].title, url=self.source_list[slugs[0]].url)
            if slugs
            else None
        )

    # --- topics, tags, sources, stories

    @query
    def topics(self) -> tuple[Topic, ...]:
        """The topics that have articles, in the order of a briefing."""
        return tuple(topic for slug, topic in self.topic_list.items() if self.by_topic.articles.get(slug))

    @query
    def topic_tree(self) -> tuple[Branch, ...]:
        """Every topic that has articles, or is above one that has, below the one that it belongs to; all in the order of a briefing."""
        below: dict[str, list[Topic]] = {}
        for topic in self.topic_list.values():
            below.setdefault(topic.parent if topic.parent in self.topic_list else "", []).append(topic)

        def branches(topic: Topic, depth: int) -> list[Branch]:
            inner = [branch for one in below.get(topic.slug, ()) for branch in branches(one, depth + 1)]
            count = len(self.by_topic.articles.get(topic.slug, ()))
            return [Branch(topic, count, depth), *inner] if count or inner else []

        return tuple([branch for topic in below.get("", ()) for branch in branches(topic, 0)])

    @query
    def topic(self, slug: str) -> Topic:
        """One topic."""
        return self.topic_list[slug]

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
    def story(self, slug: str) -> Story:
        """A story across all its dates, oldest first."""
        return story_of(slug, self._all(self.by_story[slug]), self.tellings)

    @query
    def stories(self) -> tuple[str, ...]:
        """The slugs of all stories."""
        return tuple(self.by_story)

    # --- references

    @query
    def resolve(self, kind: str, target: str) -> tuple[str, str, str] | None:
        """The address and title of what a reference names and, of an article, its language; None where it leads nowhere.

        A briefing's title is its topic's: how its date is written is for those who show it to say.
        """
        name, _, anchor = target.partition("#")
        where, colon, wanted = name.partition(":")
        if colon and where in self.inventories:
            result = self.inventories[where].get((kind, wanted))
            return (result[0] + (f"#{anchor}" if anchor else ""), result[1], "") if result else None
        if kind == "article":
            slug = slugify(name.rsplit("/", 1)[-1])
            article = self.articles.get(name) or self.articles.get(self.by_slug.get(slug, ""))
            return (self.article_address(article), article.title, article.lang) if article else None
        if kind == "path":
            at = self.articles.get(self.paths.get(name, ""))
            return (
                (self.article_address(at) + (f"#{anchor}" if anchor else ""), at.title, at.lang)
                if at
                else None
            )
        if kind == "topic":
            topic = self.topic_list.get(slugify(name))
            return (
                (self.address("topic", topic=topic.slug), topic.title, "")
                if topic and self.by_topic.articles.get(topic.slug)
                else None
            )
        if kind == "briefing":
            slug, _, day = name.rpartition("/")
            known = slugify(slug) if slug else ""
            return (
                (self.address("briefing", topic=known, date=day), self.topic_list[known].title, "")
                if known in self.by_day.get(day, {})
                else None
            )
        if kind == "file":
            return (f"/{name}", name, "") if name in self.files else None
        return (target, target, "") if name in self.urls or f"{name}/" in self.urls else None

    @query
    def picture(self, path: str) -> Picture | None:
        """What a picture beside an article is, or one of the static folder (by its address); None for a file that is none."""
        return self.pictures.get(path)

    def near(self, kind: str, target: str) -> str:
        """What a reference that leads nowhere may have meant, or an empty text."""
        where, colon, wanted = target.partition("#")[0].partition(":")
        if colon and where in self.inventories:
            there = [name for role, name in self.inventories[where] if role == kind]
            return "".join([f"{where}:{name}" for name in get_close_matches(wanted, there, n=1, cutoff=0.6)])
        known: list[str] = {
            "article": [a.slug for a in self.articles.values()],
            "path": list(self.paths),
            "topic": list(self.topic_list),
            "briefing": [f"{topic}/{day}" for day, topics in self.by_day.items() for topic in topics],
            "file": sorted(self.files),
        }.get(kind, sorted(self.urls))
        close = get_close_matches(target.partition("#")[0], known, n=1, cutoff=0.6)
        return close[0] if close else ""

    # --- helpers

    def _listing(self, ids: Ids, number: int) -> Listing:
        size = self.per_page
        return Listing(
            self._all(ids[(number - 1) * size : number * size]), number, pages(len(ids), size), len(ids)
        )


def pages(total: int, per_page: int) -> int:
    """How many pages a list of ``total`` items has; at least one."""
    return max(1, -(-total // per_page))
