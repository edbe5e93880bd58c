"""Articles -> stories in the order of a briefing: by weight and time, or as the edition's file has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.model import CONFIRMED, COPY, LAST, Member, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefgen.model import Article, Listed, Telling


def stories_in(articles: Iterable[Article], tellings: Mapping[str, Telling]) -> list[Story]:
    """The stories that these articles (newest first) tell, the heaviest first: a story weighs what it has articles, then the newer goes first."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(f"story:{article.story}" if article.story else article.id, []).append(article)
    stories = [_story(group, tellings) for group in groups.values()]
    # The groups stand in the order of their newest articles, and a sort that is stable keeps that among equals.
    return sorted(stories, key=lambda story: -len(story.members))


def story_of(slug: str, articles: Sequence[Article], tellings: Mapping[str, Telling]) -> Story:
    """A story across all its dates, oldest first; the lead is the article that a person put first, else the newest of ``articles``."""
    lead = min(articles, key=lambda one: tellings[one.id].rank)
    return Story(slug, lead, tuple([_member(one, tellings) for one in reversed(articles)]))


def first_come(stories: Sequence[Story], firsts: Sequence[str]) -> list[Story]:
    """Those stories first that hold the articles of these ids, in that order; the others keep theirs."""
    rank = {one: n for n, one in enumerate(firsts)}
    return sorted(stories, key=lambda story: min([rank.get(a.id, LAST) for a in story.articles]))


def as_listed(listed: Sequence[Listed], articles: Mapping[str, Article]) -> tuple[Story, ...]:
    """The stories of a published edition, as its file lists them, of those articles that are there."""
    stories = []
    for slug, ids, overlaps in listed:
        percent = dict(overlaps)
        there = [articles[one] for one in ids if one in articles]
        members = [
            Member(one, (COPY if one.id in percent else CONFIRMED) if slug else "", percent.get(one.id, 0))
            for one in there
        ]
        if members:
            stories.append(Story(slug or there[0].id, there[0], tuple(members)))
    return tuple(stories)


def _story(articles: Sequence[Article], tellings: Mapping[str, Telling]) -> Story:
    if not articles[0].story:
        return Story(articles[0].id, articles[0], (Member(articles[0]),))
    # What a person put in order stands so, the rest stands after it, newest first.
    ranked = sorted(articles, key=lambda one: tellings[one.id].rank)
    return Story(articles[0].story, ranked[0], tuple([_member(one, tellings) for one in ranked]))


def _member(article: Article, tellings: Mapping[str, Telling]) -> Member:
    telling = tellings[article.id]
    return Member(article, telling.joined, telling.overlap)
