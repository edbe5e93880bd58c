"""The stories of a project, for its curator: near-copies that join by themselves, and suggestions of who tells the same event."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from briefgen.build.group import group_site
from briefgen.build.progress import no_progress
from briefgen.build.read import read
from briefgen.builders.html_body import plain_text
from briefgen.nlp.event_clustering import same_events
from briefgen.nlp.near_duplicates import find_near_duplicates
from briefgen.nlp.tfidf import EventText
from briefgen.reading.discovery import scan
from briefgen.reading.frontmatter import rewritten
from briefgen.util.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.model import Article, ClusterMember, Diagnostic
    from briefgen.nlp.event_clustering import Event
    from briefgen.project.project import Project
    from briefgen.site.site import Site

COPY, EVENT = "copy", "event"


class Found(NamedTuple):
    """A story that was found: ``tier`` is copy or event; ``confirmed`` says that a person has said so, ``story`` under which slug.

    ``overlaps`` are in percent, as many as ``articles`` for near-copies and none else.
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

    @property
    def to_confirm(self) -> tuple[Article, ...]:
        """The articles that do not say yet that they are part of the story."""
        return tuple(one for one in self.articles if one.story != self.story)


def find_stories(
    project: Project,
    options: Options,
    told: list[Diagnostic],
    progress: Callable[[str, int, int], None] = no_progress,
) -> list[Found]:
    """Near-copies first, then same events, the newest first; what is to be told of the articles goes into ``told``."""
    scanned = scan(project.root, project.config.content)
    library = read(project, scanned, options, told, progress)
    site = group_site(project, scanned, library, options, told)
    copies = find_near_duplicates(site.articles.values()).clusters
    says = _says(site, copies)
    texts = [
        EventText(one.id, one.day, one.lang, one.title, plain_text(site.body(one.id)))
        for one in site.articles.values()
    ]
    events = [event for event in same_events(texts) if not _joined(event, copies)]
    return [*_copies(site, copies), *(_event(event, site, says) for event in events)]


def accept(root: Path, found: Found) -> tuple[str, ...]:
    """Write ``story:`` into the front matter of the articles that do not have it yet; gives the paths written.

    Raises:
        BriefgenError: when front matter cannot be changed without changing what else it says.
        OSError: when a file cannot be read or written.
    """
    new = {}
    for article in found.to_confirm:
        file = root / article.path
        text = rewritten(file.read_bytes().decode("utf-8"), article.path, {"story": found.story})
        new[article.path] = text.encode("utf-8")
    for path, data in new.items():  # only when all of them can be
        replace_file(root / path, data)
    return tuple(new)


def _says(site: Site, copies: Mapping[str, ClusterMember]) -> dict[str, str]:
    """The story that a person says each article is part of; what detection joined by itself is not said."""
    return {
        one.id: one.story
        for one in site.articles.values()
        if one.story and (one.id not in copies or one.story != copies[one.id].story)
    }


def _copies(site: Site, joins: Mapping[str, ClusterMember]) -> list[Found]:
    stories: dict[str, list[Article]] = {}
    for article in _oldest_first(site.articles[one] for one in joins):
        stories.setdefault(joins[article.id].story, []).append(article)
    out = []
    for slug, articles in stories.items():
        overlaps = tuple(joins[one.id].overlap for one in articles)
        least, first = min(overlaps), articles[0]
        reason = f"{least} % or more of the shorter text stands in both, within {_span(articles)}"
        out.append(Found(COPY, True, first.story or slug, tuple(articles), reason, overlaps))
    return sorted(out, key=lambda one: one.articles[-1].day, reverse=True)


def _joined(event: Event, joins: Mapping[str, ClusterMember]) -> bool:
    """Whether an event's articles are one story of near-copies, so that nobody needs to say it."""
    stories = {joins[one].story if one in joins else "" for one in event.articles}
    return len(stories) == 1 and "" not in stories


def _event(event: Event, site: Site, says: Mapping[str, str]) -> Found:
    articles = tuple(site.articles[one]._replace(story=says.get(one, "")) for one in event.articles)
    named = {one.story for one in articles}
    story = min(named - {""}, default=articles[0].slug)
    return Found(EVENT, named == {story}, story, articles, _reason(event, articles))


def _reason(event: Event, articles: tuple[Article, ...]) -> str:
    said = [
        f"{what} {', '.join(texts)}"
        for what, texts in (("names", event.names), ("numbers", event.numbers), ("words", event.words))
        if texts
    ]
    return "; ".join([*said, f"within {_span(articles)}"])


def _span(articles: Iterable[Article]) -> str:
    days = sorted({one.day for one in articles})
    return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def _oldest_first(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda one: (one.day, one.time, one.id))
