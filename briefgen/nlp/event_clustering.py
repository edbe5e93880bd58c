"""Suggestions of articles on the same event in other words.

Articles of one language are grouped by their terms, then the groups of several languages by the names and
numbers that they share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefgen.nlp.average_link import average_link
from briefgen.nlp.cross_language import CrossLanguage
from briefgen.nlp.event_index import EventIndex
from briefgen.nlp.tfidf import NAME, NUMBER, EventText

ALIKE = 0.062
"""How alike two groups must be on the average to become one: 0 nothing in common, 1 the same."""
SHOWN = 4
"""Names, numbers and words that are given as a reason, of each so many."""


class Event(NamedTuple):
    """Articles that may be on one event, oldest first, with the terms they share."""

    articles: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]


def same_events(articles: Iterable[EventText]) -> list[Event]:
    """Groups of articles that may be on one event, the newest group first."""
    by_language: dict[str, list[EventText]] = {}
    for one in sorted(articles, key=lambda one: (one.day, one.id)):
        by_language.setdefault(one.lang.partition("-")[0], []).append(one)
    indexes = [EventIndex(code, texts) for code, texts in sorted(by_language.items())]
    events = {event.articles: event for index in indexes for event in _events_of(index)}
    if len(indexes) > 1:
        events = _across_languages(indexes, events)
    day = {one.id: one.day for index in indexes for one in index.texts}
    return sorted(events.values(), key=lambda one: (day[one.articles[-1]], one.articles), reverse=True)


def _events_of(index: EventIndex) -> Iterable[Event]:
    """The events of one language."""
    for group in average_link(len(index.texts), index.links(), ALIKE):
        labels = index.shared_labels(group)
        names, numbers, words = (
            _distinct(text for text, its in labels if text and its == kind) for kind in (NAME, NUMBER, 1.0)
        )
        yield Event(tuple(index.texts[place].id for place in group), names, numbers, words)


def _across_languages(
    indexes: Sequence[EventIndex], events: dict[tuple[str, ...], Event]
) -> dict[tuple[str, ...], Event]:
    """The events, some joined with those or with single articles of other languages."""
    grouped = {one for articles in events for one in articles}
    singles = [(one.id,) for index in indexes for one in index.texts if one.id not in grouped]
    result = dict(events)
    for joined in CrossLanguage(indexes).join([*events, *singles]):
        for part in joined.parts:
            result.pop(part, None)
        names, numbers = _distinct(joined.names), joined.numbers[:SHOWN]
        result[joined.articles] = Event(joined.articles, names, numbers, ())
    return result


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The first few texts; a pair of words replaces its single words."""
    out: dict[str, str] = {}
    for text in texts:
        words = text.split(" ")
        if any(text in one.split(" ") for one in out.values()):
            continue
        parts = [place for place, one in out.items() if one in words]
        out[parts[0] if parts else text] = text
        for place in parts[1:]:
            del out[place]
    return tuple(out.values())[:SHOWN]
