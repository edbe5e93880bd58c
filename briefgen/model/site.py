"""The site: topics, stories, briefings and editions, as pages see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from briefgen.model.article import Article


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of briefings. ``parent`` is the slug of the topic above it, or empty."""

    slug: str
    title: str
    parent: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class TopicBranch:
    """A topic in the tree of topics, with its number of articles and its depth."""

    topic: Topic
    count: int
    depth: int


COPY, CONFIRMED = "copy", "confirmed"
"""How an article came into a story: its text is nearly that of another, or a person said so."""


class ClusterMember(NamedTuple):
    """A near-duplicate: the slug of its story, and its overlap in percent."""

    story: str
    overlap: int


LAST = 1 << 30
"""The rank of an article whose place in its story nobody said."""


class StoryMembership(NamedTuple):
    """The story of an article: how it joined, its overlap, and its rank.

    The rank is its place among the articles whose order a person set.
    """

    story: str
    joined: str
    overlap: int = 0
    rank: int = LAST


class Member(NamedTuple):
    """An article of a story and how it came there.

    ``joined`` is ``copy``, with an ``overlap`` in percent, or ``confirmed``; it is empty for an article
    alone.
    """

    article: Article
    joined: str = ""
    overlap: int = 0


class StoryText(NamedTuple):
    """A curator's own words on a story; each may be empty. ``lang`` is their language."""

    title: str = ""
    summary: str = ""
    note: str = ""
    lang: str = ""


NO_TEXT = StoryText()


@dataclass(frozen=True, slots=True)
class Story:
    """One event as several outlets told it; ``lead`` is the article that stands for it.

    ``id`` is that of its article where one stands alone, else the slug of the story. ``members`` are in the
    order of the page. ``text`` has the curator's own words on it.
    """

    id: str
    lead: Article
    members: tuple[Member, ...]
    text: StoryText = NO_TEXT

    @property
    def title(self) -> str:
        """Its headline: the curator's, else that of the lead."""
        return self.text.title or self.lead.title

    @property
    def lang(self) -> str:
        """The language of its headline."""
        return self.text.lang if self.text.title else self.lead.lang

    @property
    def summary(self) -> str:
        """The curator's summary, else that of the lead unless the headline is the curator's."""
        return self.text.summary or ("" if self.text.title else self.lead.description)

    @property
    def outlets(self) -> tuple[str, ...]:
        """The names of the other sources, each once."""
        names = dict.fromkeys(member.article.source for member in self.others)
        return tuple([name for name in names if name and name != self.lead.source])

    @property
    def slug(self) -> str:
        """What its page goes by; empty where an article stands alone."""
        return self.id if self.members[0].joined else ""

    @property
    def articles(self) -> tuple[Article, ...]:
        """Its articles in the order of the page."""
        return tuple([member.article for member in self.members])

    @property
    def others(self) -> tuple[Member, ...]:
        """All but the lead: where else it was told."""
        return tuple([member for member in self.members if member.article.id != self.lead.id])


@dataclass(frozen=True, slots=True)
class Briefing:
    """One topic in one edition. ``date`` is that of the edition."""

    topic: Topic
    date: str
    stories: tuple[Story, ...]

    @property
    def count(self) -> int:
        """How many articles it holds."""
        return sum(len(story.members) for story in self.stories)


class OtherTopics(NamedTuple):
    """Other topics of an edition, with their numbers of articles.

    ``more`` is how many are left out.
    """

    topics: tuple[tuple[Topic, int], ...]
    more: int


class Correction(NamedTuple):
    """A published correction of an edition; ``article`` is empty if it concerns none."""

    date: str
    text: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is published for one day, ISO week or month, topic by topic.

    ``date`` is ``2022-03-31``, ``2022-W13`` or ``2022-03``. ``number`` is 0 if it has none. ``lead`` is the
    first story of its page. A ``published`` edition stays as its file lists it.
    """

    date: str
    briefings: tuple[Briefing, ...]
    id: str = ""
    number: int = 0
    title: str = ""
    lead: Story | None = None
    published: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def whole_stories(self) -> dict[str, Story]:
        """By slug, each story with its articles of all topics."""
        whole: dict[str, Story] = {}
        parts = [story for briefing in self.briefings for story in briefing.stories]
        for story in [one for one in (*filter(None, [self.lead]), *parts) if one.slug]:
            first = whole.setdefault(story.slug, story)
            known = {article.id for article in first.articles}
            if more := [one for one in story.members if one.article.id not in known]:
                whole[story.slug] = replace(first, members=(*first.members, *more))
        return whole

    @property
    def sections(self) -> tuple[tuple[str, tuple[Story, ...]], ...]:
        """The stories in the order of the page, each once.

        The lead comes first, without a title, then topic by topic. A story stands whole at its first place.
        """
        whole = self.whole_stories
        sections: list[tuple[str, tuple[Story, ...]]] = [("", (self.lead,))] if self.lead else []
        sections += [(briefing.topic.title, briefing.stories) for briefing in self.briefings]
        seen: set[str] = set()
        result = []
        for title, stories in sections:
            fresh = []
            for part in stories:
                story = whole.get(part.slug, part)
                ids = {article.id for article in story.articles}
                if ids - seen:
                    fresh.append(story)
                    seen |= ids
            if fresh:
                result.append((title, tuple(fresh)))
        return tuple(result)

    @property
    def numbered_sections(self) -> tuple[tuple[str, tuple[tuple[int, Story], ...]], ...]:
        """The sections with the numbers of their stories."""
        numbers = count(1)
        return tuple(
            [(title, tuple([(next(numbers), one) for one in stories])) for title, stories in self.sections]
        )

    @property
    def stories(self) -> tuple[Story, ...]:
        """The stories in the order of the page, each once."""
        return tuple([story for _, stories in self.sections for story in stories])

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last day of its articles; empty without any."""
        days = [article.day for article in self.articles]
        return min(days, default=""), max(days, default="")

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article of the edition, once, in the order of the page."""
        return tuple({article.id: article for story in self.stories for article in story.articles}.values())


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition in short. Its number may be 0 and its title empty."""

    date: str
    number: int
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Term:
    """A tag or a source: its slug, its title, and its number of articles."""

    slug: str
    title: str
    count: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts over time by slug: a row has a count for each time, oldest first.

    A time is named by its ``unit``: week (2022-W13), month (2022-03), year (2022) or decade (2020–2029).
    """

    unit: str
    times: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a long list: ``number`` of ``pages``, counted from 1."""

    articles: tuple[Article, ...]
    number: int
    pages: int
    total: int


class Version(NamedTuple):
    """A page in one language, and where it stands."""

    lang: str
    url: str
