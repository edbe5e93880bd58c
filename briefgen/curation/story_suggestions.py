"""Find the stories of a project: near-copies, and suggestions of articles on the same event."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from briefgen.build.group import bodies_of, group_site
from briefgen.build.read import read
from briefgen.build.run import Build
from briefgen.builders.html_body import plain_text
from briefgen.config.folders import STORIES
from briefgen.curation.file_changes import FileChange
from briefgen.curation.file_edits import FileEdits, changes_by
from briefgen.model import Article, ClusterMember
from briefgen.nlp.event_clustering import Event, same_events
from briefgen.nlp.near_duplicates import find_near_duplicates
from briefgen.nlp.tfidf import EventText
from briefgen.project.project import Project
from briefgen.reading import discovery
from briefgen.site.site import Site
from briefgen.util.i18n import is_foreign

COPY, EVENT = "copy", "event"


class Suggestion(NamedTuple):
    """Articles that may be one story.

    ``tier`` is copy or event, ``story`` the slug, ``confirmed`` whether a person confirmed it.
    Near-copies have ``overlaps``, one percentage for each article.
    """

    tier: str
    confirmed: bool
    story: str
    articles: tuple[Article, ...]
    reason: str
    overlaps: tuple[int, ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        """The names of the articles' files."""
        return tuple(posixpath.basename(one.path).rpartition(".")[0] for one in self.articles)


def find_stories(build: Build) -> list[Suggestion]:
    """Return near-copies, then articles on the same event, the newest first."""
    scan = discovery.scan_project(build.config)
    library = read(build, scan)
    # Whole texts, of which pages may show less.
    site = group_site(build, scan, library).changed(bodies=bodies_of(build.project, library.files))
    copies = find_near_duplicates(site.articles.values()).clusters
    confirmed = _confirmed_stories(site, copies)
    articles = site.articles.values()
    texts = [EventText(a.id, a.day, a.lang, a.title, plain_text(site.body(a.id))) for a in articles]
    events = [event for event in same_events(texts) if not _is_one_story(event, copies)]
    return [
        *_copies(site, copies),
        *(_event(event, site, confirmed, build.config.language) for event in events),
    ]


def title_changes(project: Project, story: str, title: str) -> tuple[FileChange, ...]:
    """The change that writes the headline of a story into its file.

    Raises:
        BriefgenError: when the file says something else after the change.
    """
    path = f"{project.config.content}/{STORIES}/{story}.md"
    return changes_by(project, FileEdits({path: {"title": title}}))


def accept_changes(project: Project, suggestion: Suggestion) -> tuple[FileChange, ...]:
    """The changes that write ``story:`` into the articles that do not have it yet.

    Raises:
        BriefgenError: when a file says something else after the change.
        OSError: when a file cannot be read.
    """
    paths = [one.path for one in suggestion.articles if one.story != suggestion.story]
    return changes_by(project, FileEdits({path: {"story": suggestion.story} for path in paths}))


def _confirmed_stories(site: Site, copies: Mapping[str, ClusterMember]) -> dict[str, str]:
    """Return the story that a person gave each article; not those that detection joined."""
    joined = {(key, member.story) for key, member in copies.items()}
    stories = {(one.id, one.story) for one in site.articles.values() if one.story}
    return dict(stories - joined)


def _copies(site: Site, joins: Mapping[str, ClusterMember]) -> list[Suggestion]:
    stories: dict[str, list[Article]] = {}
    for article in sorted([site.articles[one] for one in joins], key=lambda a: (a.day, a.time, a.id)):
        stories.setdefault(joins[article.id].story, []).append(article)
    out = []
    for slug, articles in stories.items():
        overlaps = tuple(joins[one.id].overlap for one in articles)
        least, first = min(overlaps), articles[0]
        reason = f"{least} % or more of the shorter text stands in both, {_span(articles)}"
        out.append(Suggestion(COPY, True, first.story or slug, tuple(articles), reason, overlaps))
    return sorted(out, key=lambda one: one.articles[-1].day, reverse=True)


def _is_one_story(event: Event, joins: Mapping[str, ClusterMember]) -> bool:
    """Return whether an event's articles are one story of near-copies already."""
    stories = {joins[one].story if one in joins else "" for one in event.articles}
    return len(stories) == 1 and "" not in stories


def _event(event: Event, site: Site, confirmed: Mapping[str, str], language: str) -> Suggestion:
    articles = tuple(site.articles[one]._replace(story=confirmed.get(one, "")) for one in event.articles)
    slugs = {one.story for one in articles}
    named = min(articles, key=lambda one: is_foreign(one.lang, language))
    story = min(slugs - {""}, default=named.slug)
    return Suggestion(EVENT, slugs == {story}, story, articles, _reason(event, articles))


def _reason(event: Event, articles: tuple[Article, ...]) -> str:
    kinds = {"names": event.names, "numbers": event.numbers, "words": event.words}
    causes = [f"{kind} {', '.join(texts)}" for kind, texts in kinds.items() if texts]
    languages = sorted({one.lang for one in articles if one.lang})
    if len(languages) > 1:
        causes.append(f"languages {', '.join(languages)}")
    return "; ".join([*causes, _span(articles)])


def _span(articles: Iterable[Article]) -> str:
    days = sorted({one.day for one in articles})
    return f"on {days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"
