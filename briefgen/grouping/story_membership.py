"""The story of each article: set by people, else by the detection of near-duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefgen.model import CONFIRMED, COPY, LAST, Article, ClusterMember, EditionFile, StoryMembership


def story_memberships(
    articles: Sequence[Article], editions: Iterable[EditionFile], clusters: Mapping[str, ClusterMember]
) -> dict[str, StoryMembership]:
    """By id, the story of each public article that has one.

    Articles come newest first, editions oldest first. An edition file overrides front matter, and front
    matter overrides a near-duplicate. Near-duplicates of an article in a story are in the same story, unless
    a person says otherwise.
    """
    public = {article.id for article in articles}
    files = list(editions)
    alone = {one for file in files for one in file.splits}
    memberships = {
        one: entry for one, entry in _set_by_people(articles, files).items() if one in public - alone
    }
    groups: dict[str, list[str]] = {}
    for article in articles:
        if article.id in clusters and article.id not in alone:
            groups.setdefault(clusters[article.id].story, []).append(article.id)
    confirmed = {entry.story for entry in memberships.values()}
    for hit, ids in groups.items():
        stories = {memberships[one].story for one in ids if one in memberships}
        rest = [one for one in ids if one not in memberships]
        if len(stories) == 1:
            slug = next(iter(stories))
        elif len(rest) > 1:
            slug = hit if hit not in confirmed else f"{hit}-2"
        else:
            continue
        memberships |= {one: StoryMembership(slug, COPY, clusters[one].overlap) for one in rest}
        if not stories:  # the first to tell it leads, since the overlaps are with its text
            memberships[rest[-1]] = memberships[rest[-1]]._replace(rank=LAST - 1)
    return memberships


def _set_by_people(articles: Sequence[Article], files: Sequence[EditionFile]) -> dict[str, StoryMembership]:
    """The stories that people set, in which the order of articles is theirs, too."""
    memberships: dict[str, StoryMembership] = {}
    for file in files:
        for slug, ids in file.joins:
            for rank, one in enumerate(ids):
                memberships.setdefault(one, StoryMembership(slug, CONFIRMED, 0, rank))
        for slug, ids, overlaps in (story for _, stories in file.items for story in stories):
            percent = dict(overlaps)
            for rank, one in enumerate(ids) if slug else ():
                joined = COPY if one in percent else CONFIRMED
                memberships.setdefault(one, StoryMembership(slug, joined, percent.get(one, 0), rank))
    for article in articles:
        if article.story:
            memberships.setdefault(article.id, StoryMembership(article.story, CONFIRMED))
    return memberships
