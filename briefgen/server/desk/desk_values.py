"""The values of the desk's page, and the sentences on acts."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as calendar_date
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from briefgen.curation import acts
from briefgen.curation.acts import Act
from briefgen.curation.edition_names import names_of
from briefgen.curation.file_changes import FileChange
from briefgen.curation.open_edition import OpenEdition
from briefgen.grouping.topics import best_topic, named_topics
from briefgen.model import Article, Briefing, Diagnostic, Story
from briefgen.reading import frontmatter
from briefgen.server.desk.heads import Heads
from briefgen.server.desk.suggestions import Remark, Suggestions, open_groups
from briefgen.util.hashing import digest, digest_bytes
from briefgen.util.periods import slot_of
from briefgen.util.text import fold, plural, shorten

DATES = 12
"""Editions that can be chosen."""


def page(draft: OpenEdition, heads: Heads, suggestions: Suggestions, now: datetime) -> Mapping[str, Any]:
    """The values of the page."""
    edition, file, names = draft.edition, draft.file, names_of(draft.project)
    shown = _Shown(draft, heads, suggestions, now)
    # A story of two topics is one story.
    count = len({story.lead.id for briefing in edition.briefings for story in briefing.stories})
    return {
        "date": draft.date,
        "day": _day_name(draft.date),
        "dates": _dates(draft, now),
        "path": draft.path,
        "version": digest_bytes(draft.text.encode("utf-8")),
        "has_file": file is not None,
        "number": file.number if file else 0,
        "title": file.title if file else "",
        "status": _status(draft),
        "is_final": draft.is_final,
        "is_ahead": names.order(draft.date) > names.order(names.at(now)),
        "size": plural(count, "story", "stories"),
        "introduction": introduction(draft),
        "introduction_version": digest_of_introduction(draft),
        "lead": edition.lead.lead.path if edition.lead else "",
        "corrections": edition.corrections,
        "topics": [(topic.slug, topic.title) for topic in draft.project.config.topics],
        "briefings": [shown.briefing(one) for one in edition.briefings],
        "waiting": [shown.item(one) for one in draft.waiting.values()],
        "left_out": [{**shown.article(one), "reason": reason} for one, reason in draft.left_out],
        "groups": shown.groups(),
        "problems": [one for one in draft.problems if one.location.path == draft.path],
        "sources": sorted({one.source for one in draft.waiting.values() if one.source}),
        "langs": [(tag, language_name(tag)) for tag in sorted({one.lang for one in draft.waiting.values()})],
        "days": sorted({one.day for one in draft.waiting.values()}, reverse=True),
        "is_ready": suggestions.is_ready,
    }


class _Shown:
    """Articles and items as the page shows them."""

    def __init__(self, draft: OpenEdition, heads: Heads, suggestions: Suggestions, now: datetime) -> None:
        self.draft, self.heads, self.suggestions, self.now = draft, heads, suggestions, now
        topics = draft.project.config.topics
        self.declared = {topic.slug: topic for topic in topics}
        self.known = {fold(word): one.slug for one in topics for word in (one.title, one.slug)}
        both = [*draft.articles.values(), *draft.waiting.values()]
        self.titles = {one.slug: one.title for one in both} | {
            one.story: one.title for one in both if one.story
        }
        self.topics_of = draft.site.taxonomies.by_topic.of
        self.story_by_path = {
            one.path: story.slug
            for briefing in draft.edition.briefings
            for story in briefing.stories
            for one in story.articles
        }

    def article(self, one: Article) -> dict[str, Any]:
        """What both columns show of an article."""
        reading = self.heads.readings.get(one.path)
        content = f"{self.draft.project.config.content}/"
        name = posixpath.splitext(one.path.removeprefix(content))[0]
        return {
            "key": f"a{digest(one.path)[:10]}",
            "path": one.path,
            "version": self.heads.versions.get(one.path, ""),
            "title": one.title,
            "summary": one.summary,
            "note": one.note,
            "tags": ", ".join(one.tags),
            "source": one.source,
            "lang": one.lang,
            "language": language_name(one.lang),
            "story": one.story,
            "day": one.day,
            "time": one.time,
            "age": _age(one, self.now),
            "url": one.url if one.url.startswith(("http://", "https://")) else "",
            "draft": one.draft,
            "doubts": reading.cleaning.doubtful if reading else 0,
            "clean": quote(name) if one.path.startswith(content) else "",
        }

    def item(self, one: Article) -> dict[str, Any]:
        """An item of the inbox, with what is known of it."""
        topic = next(iter(named_topics(one.topics, self.known)), "") or best_topic(one, self.declared)
        remark = self.suggestions.remarks.get(one.path, Remark())
        story = one.story or remark.story
        return {
            **self.article(one),
            "topic": topic,
            "topic_title": self.declared[topic].title if topic in self.declared else topic,
            "suggested": story if story != one.slug else "",
            "story_title": shorten(self.titles.get(story, story), 60),
            "copies": remark.copies,
            "seen": remark.seen,
        }

    def briefing(self, briefing: Briefing) -> dict[str, Any]:
        """A topic of the edition."""
        stories = briefing.stories
        topic = briefing.topic
        return {
            "slug": topic.slug,
            "title": topic.title,
            "stories": [self._story(one, n, len(stories), topic.slug) for n, one in enumerate(stories, 1)],
        }

    def _story(self, story: Story, place: int, count: int, topic: str) -> dict[str, Any]:
        others = [self.article(member.article) for member in story.others]
        lead = self.draft.edition.lead
        return {
            **self.article(self.draft.articles[story.lead.path]),
            "headline": story.title,
            "age": story.lead.time,
            "place": place,
            "count": count,
            "topic": topic,
            "leads": lead is not None and lead.id == story.id,
            "slug": story.slug,
            "others": others,
        }

    def groups(self) -> list[dict[str, Any]]:
        """Suggestions that articles are one story."""
        both = {**self.draft.articles, **self.draft.waiting}
        found = open_groups(
            self.draft.project,
            self.suggestions.groups.get(self.draft.date, ()),
            both,
            lambda path: self.story_by_path.get(path, "") or (both[path].story if path in both else ""),
        )
        return [
            {
                "key": f"g{digest(*[one.path for one in group])[:10]}",
                "paths": [one.path for one in group],
                "articles": [self.article(one) for one in group],
            }
            for group in found
            if any(one.path in self.draft.articles for one in group)
        ]


def introduction(draft: OpenEdition) -> str:
    """The text below the front matter of the edition's file."""
    parts = frontmatter.split(draft.text, draft.path)
    return "" if isinstance(parts, Diagnostic) else parts.body.replace("\r\n", "\n").strip("\n")


def digest_of_introduction(draft: OpenEdition) -> str:
    """By which a page tells whether somebody else has changed the introduction."""
    return digest(introduction(draft))


def _status(draft: OpenEdition) -> str:
    status = draft.head.get("status", "")
    return status if isinstance(status, str) else ""


def _dates(draft: OpenEdition, now: datetime) -> list[tuple[str, str]]:
    """The editions to choose from, the newest first."""
    names = names_of(draft.project)
    now_is, following = names.at(now), names.after(names.at(now))
    newest = sorted(draft.dates, key=names.order, reverse=True)[:DATES]
    notes = {now_is: " (now)", following: " (next)"}
    shown = sorted({*newest, now_is, following, draft.date}, key=names.order, reverse=True)
    return [(name, f"{_day_name(name)}{notes.get(name, '')}") for name in shown]


def _day_name(name: str) -> str:
    """An edition's date in words; a week or month stays as it is."""
    day, slot = name[:10], slot_of(name)
    try:
        shown = f"{calendar_date.fromisoformat(day):%A, %B} {int(day[8:])}, {day[:4]}"
    except ValueError:
        return name
    return f"{shown}, {slot}" if slot else shown


@cache
def language_name(tag: str) -> str:
    """The English name of a language, or its tag."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _age(article: Article, now: datetime) -> str:
    if "T" in article.moment:
        hours = (now - datetime.fromisoformat(article.moment)).total_seconds() / 3600
        if 0 <= hours < 1:
            return "just now"
        if 0 <= hours < 24:
            return f"{int(hours)} h ago"
    return article.day


# --- sentences


_DONE: Mapping[type, str] = {
    acts.Take: "Taken",
    acts.Skip: "Skipped",
    acts.Lead: "Lead changed",
    acts.Move: "Moved",
    acts.SetTopic: "Topic changed",
    acts.SetFields: "Saved",
    acts.HoldBack: "Held back",
    acts.Release: "Released",
    acts.Delete: "Deleted",
    acts.Join: "Joined",
    acts.Split: "Split",
    acts.Reject: "Not suggested again",
    acts.Introduce: "Introduction saved",
    acts.Describe: "Edition saved",
    acts.Correct: "Correction added",
    acts.Freeze: "Edition published: its list is final",
}


def message(draft: OpenEdition, act: Act, changes: Sequence[FileChange]) -> str:
    """What an act did, and to which files."""
    if not changes:
        return "Nothing to change: the files say so already."
    return f"{_DONE[type(act)]}{_subject(draft, act)} ({_files(changes)})"


def undone(changes: Sequence[FileChange], *, redo: bool) -> str:
    """What was undone or redone."""
    return f"{'Redone' if redo else 'Undone'} ({_files(changes)})"


def _subject(draft: OpenEdition, act: Act) -> str:
    names = getattr(act, "articles", None) or [getattr(act, "article", "")]
    both = {**draft.articles, **draft.waiting}
    titles = [both[one].title for one in names if one in both]
    if not titles:
        return ""
    return f": “{shorten(titles[0], 60)}”" if len(titles) == 1 else f": {plural(len(titles), 'article')}"


def _files(changes: Sequence[FileChange]) -> str:
    first, more = changes[0], len(changes) - 1
    text = f"{first.path}, {_what(first)}"
    return f"{text}, and {plural(more, 'more file')}" if more else text


def _what(change: FileChange) -> str:
    if change.before is None or change.after is None:
        return "new" if change.before is None else "removed"
    lines = _lines(change.before, change.after)
    return plural(lines, "line")


def _lines(before: bytes, after: bytes) -> int:
    """How many lines differ."""
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")


def reason_of(error: Iterable[Diagnostic]) -> str:
    """Why an act was refused, in one sentence with what to do."""
    first = next(iter(error))
    place = f"{first.location.path}: " if first.location.path else ""
    return f"{place}{first.message}." + (f" {first.hint[:1].upper()}{first.hint[1:]}." if first.hint else "")
