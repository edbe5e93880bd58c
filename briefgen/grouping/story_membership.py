"""Which articles tell one story: what people say of it, in edition files and front matter, over what detection finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.model import CONFIRMED, COPY, LAST, StoryMembership

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefgen.model import Article, ClusterMember, EditionFile


def story_memberships(
    articles: Sequence[Article], editions: Iterable[EditionFile], clusters: Mapping[str, ClusterMember]
) -> dict[str, StoryMembership]:
    """By id, the story that a public article (they come newest first) tells, for those that tell one.

    An edition file's word comes before the front matter's, and that before a near-copy: copies of an article whose story is said by a
    person tell the same story, unless a person says otherwise.
    """
    public = {article.id for article in articles}
    files = sorted(editions, key=lambda file: file.date)
    alone = {one for file in files for one in file.splits}
    memberships = {one: entry for one, entry in _said(articles, files).items() if one in public - alone}
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


def _said(articles: Sequence[Article], files: Sequence[EditionFile]) -> dict[str, StoryMembership]:
    """What people say: the order of the articles of a story is theirs, too."""
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
