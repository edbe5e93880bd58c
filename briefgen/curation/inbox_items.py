"""The items that wait in the inbox, with what helps to decide on them."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from briefgen.build.group import bodies_of
from briefgen.build.read import read_quietly
from briefgen.builders.html_body import plain_text
from briefgen.cache.sources import CachedReading
from briefgen.grouping.topics import best_topic, named_topics
from briefgen.importing.inbox_folder import articles_of, read_inbox
from briefgen.importing.known_articles import KnownArticles
from briefgen.model import Article, Diagnostic, Location
from briefgen.model.diagnostics import ERROR, failure
from briefgen.nlp.event_clustering import same_events
from briefgen.nlp.event_index import WINDOW
from briefgen.nlp.near_duplicates import days_between
from briefgen.nlp.tfidf import EventText
from briefgen.project.project import Project
from briefgen.util.hashing import digest
from briefgen.util.text import did_you_mean, fold, printable

ID_LENGTH = 5
"""Characters of an item's id."""
_SHORTEST = 3
"""Characters of an id that may stand for it."""


class Seen(NamedTuple):
    """An article of the site with the same address or nearly the same text.

    ``overlap`` is in percent.
    """

    path: str
    day: str
    overlap: int = 0


class InboxItem(NamedTuple):
    """An item of the inbox. ``id`` is short, to be typed.

    ``copies`` are the ids of items with nearly the same text. ``seen`` is an article of the site that is like
    it. ``topic`` and ``story`` are suggestions, or empty. ``text`` is its text without markup.
    """

    id: str
    article: Article
    copies: tuple[str, ...] = ()
    seen: Seen | None = None
    topic: str = ""
    story: str = ""
    text: str = ""

    @property
    def path(self) -> str:
        """Its file."""
        return self.article.path

    @property
    def stem(self) -> str:
        """The name of its file without the suffix, also the article's id."""
        return posixpath.basename(self.path).rpartition(".")[0]


class Inbox(NamedTuple):
    """The items of the inbox, the newest first, and errors of other files."""

    items: tuple[InboxItem, ...]
    problems: tuple[Diagnostic, ...] = ()


def read_items(project: Project) -> Inbox:
    """The items of the inbox, with suggestions."""
    readings = read_inbox(project.root, project.pipeline)
    waiting = sorted(articles_of(readings), key=lambda one: one.path)
    ids = _ids(waiting)
    files = read_quietly(project)
    site = {article.path: article for article in articles_of(files)}
    known, others = KnownArticles(site.values()), KnownArticles(waiting)
    seen = {one.path: _seen(one, known) for one in waiting}
    texts = _texts(project, waiting, site, {**files, **readings})
    stories = _stories(texts, waiting, site)
    items = [
        InboxItem(
            ids[one.path],
            one,
            tuple(ids[match.path] for match in others.near(one.signature) if match.path != one.path),
            seen[one.path],
            _topic(one, project),
            _story_of_copy(seen[one.path], site) or stories.get(one.path, ""),
            texts[one.path],
        )
        for one in waiting
    ]
    problems = tuple(d for one in readings.values() for d in one.result.diagnostics if d.severity == ERROR)
    return Inbox(tuple(sorted(items, key=_newest_first)), problems)


def choose(inbox: Inbox, names: Iterable[str]) -> list[InboxItem]:
    """The items with these names: an id or its beginning, or a file.

    Raises:
        BriefgenError: for a name of no item, or of several.
    """
    return list({item.path: item for item in (_choose_one(inbox.items, name) for name in names)}.values())


def _choose_one(items: Sequence[InboxItem], name: str) -> InboxItem:
    stem = posixpath.basename(name).removesuffix(".md")
    those = [item for item in items if name == item.id or stem == item.stem]
    if not those and len(name) >= _SHORTEST:
        those = [item for item in items if item.id.startswith(name)]
    if len(those) == 1:
        return those[0]
    shown = printable(name)
    if those:
        files = ", ".join(item.path for item in those)
        raise failure(
            "inbox-unknown", Location("inbox"), f'"{shown}" names several items', f"name one: {files}"
        )
    known = [text for item in items for text in (item.id, item.stem)]
    hint = did_you_mean(name, known, "`briefgen inbox` lists the items")
    raise failure("inbox-unknown", Location("inbox"), f'the inbox has no item "{shown}"', hint)


def _ids(articles: Iterable[Article]) -> dict[str, str]:
    """A short id for each file; longer ones where two would be the same."""
    whole = {one.path: digest(posixpath.basename(one.path)) for one in articles}
    uses = Counter(text[:ID_LENGTH] for text in whole.values())
    return {
        path: text[:ID_LENGTH] if uses[text[:ID_LENGTH]] == 1 else text[: 2 * ID_LENGTH]
        for path, text in whole.items()
    }


def _newest_first(item: InboxItem) -> tuple[int, int, str]:
    day, time = item.article.day, item.article.time
    return -int(day.replace("-", "")), -int(time.replace(":", "") or 0), item.path


def _seen(article: Article, known: KnownArticles) -> Seen | None:
    match = known.at(article.url) or next(iter(known.near(article.signature)), None)
    return Seen(match.path, match.day, match.overlap) if match else None


def _topic(article: Article, project: Project) -> str:
    """The slug of the topic that the item names, else the best one."""
    declared = {topic.slug: topic for topic in project.config.topics}
    known = {fold(word): one.slug for one in declared.values() for word in (one.title, one.slug)}
    return next(iter(named_topics(article.topics, known)), "") or best_topic(article, declared)


def _story_of_copy(seen: Seen | None, site: Mapping[str, Article]) -> str:
    article = site.get(seen.path) if seen else None
    return (article.story or article.slug) if article else ""


def _texts(
    project: Project,
    waiting: Collection[Article],
    site: Mapping[str, Article],
    readings: Mapping[str, CachedReading],
) -> dict[str, str]:
    """The texts of the items and of articles around their days, by path."""
    days = {item.day for item in waiting}
    near = [one for one in site.values() if any(days_between(one.day, day) <= WINDOW for day in days)]
    body = bodies_of(project, readings)
    return {one.path: plain_text(body(one.path)) for one in (*near, *waiting)}


def _stories(
    texts: Mapping[str, str], waiting: Iterable[Article], site: Mapping[str, Article]
) -> dict[str, str]:
    """The story that each item may belong to, by path.

    It is one of the site, or one of several items.
    """
    by_path = {**site, **{one.path: one for one in waiting}}
    articles = [(by_path[path], text) for path, text in texts.items()]
    stories = {}
    for event in same_events(
        EventText(one.path, one.day, one.lang, one.title, text) for one, text in articles
    ):
        members = [by_path[path] for path in event.articles]
        story = _story_of(members, site)
        stories.update({one.path: story for one in members if one.path not in site})
    return stories


def _story_of(members: Sequence[Article], site: Mapping[str, Article]) -> str:
    public = [one for one in members if one.path in site]
    named = [one.story for one in (*public, *members) if one.story]
    return next(iter(named), (public or members)[0].slug)
