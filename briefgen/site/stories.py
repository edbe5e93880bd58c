"""Stories, and the order of stories in a briefing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    StoryText,
)
from briefgen.site.articles import Articles
from briefgen.site.index import Ids, part, query
from briefgen.util.language_tags import language_of_tag


@part("story_index")
@dataclass(frozen=True, slots=True)
class StoryIndex:
    """The stories with their articles, newest first.

    ``memberships`` say how each article of a story came there, ``clusters`` which articles are
    near-duplicates. ``story_texts`` has the curator's words on stories, ``story_heads`` the ids of their
    files. ``language`` is that of the pages: an article in it leads.
    """

    articles: Articles = field(default_factory=Articles)
    by_story: Mapping[str, Ids] = field(default_factory=dict)
    memberships: Mapping[str, StoryMembership] = field(default_factory=dict)
    clusters: Mapping[str, ClusterMember] = field(default_factory=dict)
    story_heads: Mapping[str, str] = field(default_factory=dict)
    story_texts: Mapping[str, StoryText] = field(default_factory=dict)
    language: str = ""

    @query
    def story(self, slug: str) -> Story:
        """A story across all its dates, oldest first."""
        articles = self.articles.listed(self.by_story[slug])
        lead = min(articles, key=self._rank)
        members = tuple([_member(one, self.memberships) for one in reversed(articles)])
        return Story(slug, lead, members, self.text_of(slug))

    def text_of(self, slug: str) -> StoryText:
        """The curator's words on a story."""
        return self.story_texts.get(slug, StoryText())

    @query
    def story_head(self, slug: str) -> str:
        """The id of the file with a story's text, for ``body``.

        Empty if there is none.
        """
        return self.story_heads.get(slug, "")

    def _rank(self, article: Article) -> tuple[bool, int]:
        """Which article leads a story.

        One in the site's language, then one that a person put first.
        """
        is_foreign = language_of_tag(article.lang) != language_of_tag(self.language)
        return is_foreign and bool(self.language), self.memberships[article.id].rank

    def stories_in(self, articles: Iterable[Article]) -> list[Story]:
        """The stories of these articles (newest first): those with most articles first, then the newer."""
        groups: dict[str, list[Article]] = {}
        for article in articles:
            groups.setdefault(f"story:{article.story}" if article.story else article.id, []).append(article)
        stories = [self._story(group) for group in groups.values()]
        # Groups are in the order of their newest articles, and a stable sort keeps that among equals.
        return sorted(stories, key=lambda story: -len(story.members))

    def _story(self, articles: Sequence[Article]) -> Story:
        slug = articles[0].story
        if not slug:
            return Story(articles[0].id, articles[0], (Member(articles[0]),))
        # The articles that a person put in order come first, then the rest, newest first.
        ranked = sorted(articles, key=lambda one: self.memberships[one.id].rank)
        lead = min(ranked, key=self._rank)
        others = [one for one in ranked if one is not lead]
        members = tuple([_member(one, self.memberships) for one in (lead, *others)])
        return Story(slug, lead, members, self.text_of(slug))

    @query
    def stories(self) -> tuple[str, ...]:
        """The slugs of all stories."""
        return tuple(self.by_story)


def first_come(stories: Sequence[Story], firsts: Sequence[str]) -> list[Story]:
    """The stories with the articles of these ids first; the others keep their order."""
    rank = _rank(firsts)
    return sorted(stories, key=lambda story: min([rank.get(a.id, LAST) for a in story.articles]))


def headed_by(stories: Sequence[Story], named: Sequence[str]) -> list[Story]:
    """The stories, each led by the first of these articles that it has."""
    rank = _rank(named)
    return [_headed_by(story, rank) for story in stories]


def _rank(ids: Sequence[str]) -> dict[str, int]:
    """The place of each id in a list, the first one if it repeats."""
    return {one: n for n, one in reversed(tuple(enumerate(ids)))}


def _headed_by(story: Story, rank: Mapping[str, int]) -> Story:
    first = min(story.members, key=lambda member: rank.get(member.article.id, LAST))
    if first.article.id not in rank:
        return story
    others = [member for member in story.members if member is not first]
    return replace(story, lead=first.article, members=(first, *others))


def as_listed(
    listed: Sequence[Listed], articles: Mapping[str, Article], texts: Mapping[str, StoryText]
) -> tuple[Story, ...]:
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
            text = texts.get(slug, StoryText()) if slug else StoryText()
            stories.append(Story(slug or present[0].id, present[0], tuple(members), text))
    return tuple(stories)


def _member(article: Article, memberships: Mapping[str, StoryMembership]) -> Member:
    membership = memberships[article.id]
    return Member(article, membership.joined, membership.overlap)
