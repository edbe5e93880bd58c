"""Stories, and the order of stories in a briefing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from briefgen.model import (
    CONFIRMED,
    COPY,
    LAST,
    Article,
    ClusterMember,
    Listed,
    Member,
    Story,
    StoryMembership,
)
from briefgen.site.articles import Articles
from briefgen.site.index import Ids, part, query


@part("story_index")
@dataclass(frozen=True, slots=True)
class StoryIndex:
    """The stories with their articles, newest first.

    ``memberships`` say how each article of a story came there, ``clusters`` which articles are
    near-duplicates.
    """

    articles: Articles = field(default_factory=Articles)
    by_story: Mapping[str, Ids] = field(default_factory=dict)
    memberships: Mapping[str, StoryMembership] = field(default_factory=dict)
    clusters: Mapping[str, ClusterMember] = field(default_factory=dict)

    @query
    def story(self, slug: str) -> Story:
        """A story across all its dates, oldest first."""
        return story_of(slug, self.articles.listed(self.by_story[slug]), self.memberships)

    @query
    def stories(self) -> tuple[str, ...]:
        """The slugs of all stories."""
        return tuple(self.by_story)


def stories_in(articles: Iterable[Article], memberships: Mapping[str, StoryMembership]) -> list[Story]:
    """The stories of these articles (newest first): those with most articles first, then the newer."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(f"story:{article.story}" if article.story else article.id, []).append(article)
    stories = [_story(group, memberships) for group in groups.values()]
    # Groups are in the order of their newest articles, and a stable sort keeps that among equals.
    return sorted(stories, key=lambda story: -len(story.members))


def story_of(slug: str, articles: Sequence[Article], memberships: Mapping[str, StoryMembership]) -> Story:
    """A story across all its dates, oldest first.

    The lead is the article that a person put first, else the newest.
    """
    lead = min(articles, key=lambda one: memberships[one.id].rank)
    return Story(slug, lead, tuple([_member(one, memberships) for one in reversed(articles)]))


def first_come(stories: Sequence[Story], firsts: Sequence[str]) -> list[Story]:
    """The stories with the articles of these ids first; the others keep their order."""
    rank = {one: n for n, one in enumerate(firsts)}
    return sorted(stories, key=lambda story: min([rank.get(a.id, LAST) for a in story.articles]))


def headed_by(stories: Sequence[Story], named: Sequence[str]) -> list[Story]:
    """The stories, each led by the first of these articles that it has."""
    rank = {one: n for n, one in reversed(tuple(enumerate(named)))}
    return [_headed_by(story, rank) for story in stories]


def _headed_by(story: Story, rank: Mapping[str, int]) -> Story:
    first = min(story.members, key=lambda member: rank.get(member.article.id, LAST))
    if first.article.id not in rank:
        return story
    others = [member for member in story.members if member is not first]
    return Story(story.slug, first.article, (first, *others))


def as_listed(listed: Sequence[Listed], articles: Mapping[str, Article]) -> tuple[Story, ...]:
    """The stories of a published edition as its file lists them, without missing articles."""
    stories = []
    for slug, ids, overlaps in listed:
        percent = dict(overlaps)
        present = [articles[one] for one in ids if one in articles]
        members = [
            Member(one, (COPY if one.id in percent else CONFIRMED) if slug else "", percent.get(one.id, 0))
            for one in present
        ]
        if members:
            stories.append(Story(slug or present[0].id, present[0], tuple(members)))
    return tuple(stories)


def _story(articles: Sequence[Article], memberships: Mapping[str, StoryMembership]) -> Story:
    if not articles[0].story:
        return Story(articles[0].id, articles[0], (Member(articles[0]),))
    # The articles that a person put in order come first, then the rest, newest first.
    ranked = sorted(articles, key=lambda one: memberships[one.id].rank)
    return Story(articles[0].story, ranked[0], tuple([_member(one, memberships) for one in ranked]))


def _member(article: Article, memberships: Mapping[str, StoryMembership]) -> Member:
    membership = memberships[article.id]
    return Member(article, membership.joined, membership.overlap)
