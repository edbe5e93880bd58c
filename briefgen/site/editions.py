"""Editions: their dates, their contents and their neighbours.

A day here is the name of an edition, which may be a week, a month or a slot of a day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from briefgen.model import Body, Briefing, Correction, Edition, EditionFile, Issue, OtherTopics, Story
from briefgen.site.articles import Articles
from briefgen.site.index import Ids, part, query
from briefgen.site.stories import StoryIndex, as_listed, first_come, headed_by
from briefgen.site.taxonomies import Taxonomies
from briefgen.util.periods import edition_of, edition_order, first_day, last_day


@part("editions")
@dataclass(frozen=True, slots=True)
class Editions:
    """The public articles by edition and topic.

    ``by_day`` maps the date of each edition, newest first, to its articles by topic; a date is a day, ISO
    week or month, as ``period`` says, or a day with one of the ``slots``. ``days_of`` has the dates of each
    topic, and under an empty text all of them, oldest first. ``edition_files`` are the files and ``numbers``
    the numbers, both by date. ``corrections`` are those of all editions, by article.
    """

    articles: Articles = field(default_factory=Articles)
    taxonomies: Taxonomies = field(default_factory=Taxonomies)
    story_index: StoryIndex = field(default_factory=StoryIndex)
    period: str = "day"
    slots: tuple[str, ...] = ()
    by_day: Mapping[str, Mapping[str, Ids]] = field(default_factory=dict)
    days_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edition_files: Mapping[str, EditionFile] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)

    def edition_of(self, day: str, slot: str = "") -> str:
        """The name of the edition of an ISO day, or of a slot of it."""
        return edition_of(day, self.period, slot)

    @query
    def last_of(self, day: str) -> str:
        """The name of a day's last edition; without one, that of the day."""
        days = self.days_of.get("", ())
        after = bisect_right(days, day, key=lambda name: name[:10])
        last = days[after - 1] if after else ""
        return last if last[:10] == day else day

    def is_sealed(self, article: str) -> bool:
        """Whether a published edition lists an article, so that its text must not change."""
        return any(file.frozen and article in file.listed for file in self.edition_files.values())

    @query
    def days(self) -> tuple[tuple[str, int], ...]:
        """Every edition's date and how many articles it has, newest first."""
        return tuple((day, self._count(day)) for day in self.by_day)

    @query
    def daily(self, year: str) -> tuple[tuple[str, int], ...]:
        """The days of a year with articles in editions, and their counts, newest first."""
        days = Counter([article.day for article in self.articles.own() if article.day[:4] == year])
        own = {name[:10] for name in self.by_day} if self.slots else self.by_day
        return tuple(sorted([one for one in days.items() if self.edition_of(one[0]) in own], reverse=True))

    @query
    def latest_day(self) -> str:
        """The newest edition's date, or an empty text."""
        return next(iter(self.by_day), "")

    @query
    def around(self, day: str) -> tuple[str, str]:
        """The dates of the editions before and after ``day``; empty where there is none."""
        return self._around(self.days_of.get("", ()), day)

    @query
    def month(self, month: str) -> tuple[tuple[str, int], ...]:
        """The days of a month (2022-03) with editions, newest first, each with its articles' number.

        Weeks and months stand for themselves.
        """
        counts = Counter[str]()
        for name in reversed(self.dates(month)):
            counts[name[:10]] += self._count(name)
        return tuple(counts.items())

    @query
    def issues(self, time: str) -> tuple[Issue, ...]:
        """The editions of a year (2022) or month (2022-03), newest first, in short."""
        return tuple([self._issue(day) for day in reversed(self.dates(time))])

    @query
    def years(self) -> tuple[tuple[str, int], ...]:
        """The years that have editions, newest first, and how many."""
        counts = Counter([first_day(day)[:4] for day in self.days_of.get("", ())])
        return tuple(sorted(counts.items(), reverse=True))

    @query
    def edition(self, day: str) -> Edition:
        """One edition whole, topic by topic."""
        file = self.edition_files.get(day, EditionFile("", day))
        briefings = tuple([self.briefing(topic, day) for topic in self.by_day.get(day, ())])
        stories = [story for briefing in briefings for story in briefing.stories]
        first = next(iter(stories), None)
        lead = next((one for one in stories if file.lead in {a.id for a in one.articles}), first)
        corrections = tuple([Correction._make(one) for one in file.corrections])
        name, number = file.id or day, self.numbers.get(day, 0)
        return Edition(day, briefings, name, number, file.title, lead, file.frozen, corrections)

    @query
    def marking(self, day: str) -> str:
        """The label of an edition itself; empty where it has that of the site, or none."""
        return self.edition_files[day].marking if day in self.edition_files else ""

    @query
    def editions_in(self, time: str) -> tuple[str, ...]:
        """The editions that begin in a week or month, oldest first; an edition is alone in its own."""
        if time in self.by_day:
            return (time,)
        days = self.days_of.get("", ())
        first = bisect_left(days, first_day(time), key=first_day)
        return days[first : bisect_right(days, last_day(time), key=first_day)]

    @query
    def headline(self, day: str) -> Story | None:
        """The story that leads an edition."""
        if day not in self.edition_files and day in self.by_day:
            # Without a file it is the first of the first topic; no other topic is needed.
            return self.briefing(next(iter(self.by_day[day])), day).stories[0]
        return self.edition(day).lead

    @query
    def around_month(self, month: str) -> tuple[str, str]:
        """The months with editions before and after a month; empty where there is none."""
        days = self.days_of.get("", ())
        before, after = self._around(days, month)[0], days[_place(days, f"{month}~") :][:1]
        return before[:7], after[0][:7] if after else ""

    @query
    def around_year(self, year: str) -> tuple[str, str]:
        """The years with editions before and after a year; empty where there is none."""
        return self._around(tuple(sorted(one for one, _ in self.years())), year)

    @query
    def corrections_of(self, id: str) -> tuple[Correction, ...]:  # noqa: A002 - the field's own name
        """The corrections of an article, in whichever edition they stand, oldest first."""
        return self.corrections.get(id, ())

    @query
    def issue(self, day: str) -> Issue:
        """One edition in short."""
        return self._issue(day)

    @query
    def introduction(self, day: str) -> Body | None:
        """The introduction of an edition, or None."""
        file = self.edition_files.get(day)
        return self.articles.bodies(file.path) if file and file.words else None

    @query
    def briefing(self, topic: str, day: str) -> Briefing:
        """One topic in one edition."""
        ids, file = self.by_day[day][topic], self.edition_files.get(day)
        if file and file.frozen:
            stories = list(as_listed(dict(file.items)[topic], self.articles, self.story_index.story_texts))
        else:
            stories = self.story_index.stories_in(self.articles.listed(ids))
            if file:
                order = dict(file.order).get(topic, ())
                stories = headed_by(first_come(stories, (*order, file.lead)), (file.lead, *order))
        return Briefing(self.taxonomies.topic_list[topic], day, tuple(stories))

    @query
    def beside(self, topic: str, day: str, count: int) -> OtherTopics:
        """The first ``count`` other topics of an edition, and how many more it has."""
        by_topic = self.by_day[day]
        others = islice((slug for slug in by_topic if slug != topic), count)
        counts = tuple([(self.taxonomies.topic_list[slug], len(by_topic[slug])) for slug in others])
        return OtherTopics(counts, len(by_topic) - len(counts) - (topic in by_topic))

    @query
    def briefing_days(self, topic: str) -> tuple[tuple[str, int], ...]:
        """The dates on which a topic has a briefing, newest first, with their counts."""
        return tuple((day, len(self.by_day[day][topic])) for day in reversed(self.days_of.get(topic, ())))

    @query
    def around_briefing(self, topic: str, day: str) -> tuple[str, str]:
        """The dates of the briefings of ``topic`` before and after ``day``."""
        return self._around(self.days_of.get(topic, ()), day)

    def _count(self, day: str) -> int:
        return len({one for ids in self.by_day[day].values() for one in ids})

    def dates(self, time: str) -> tuple[str, ...]:
        """The dates of a year's or month's editions, oldest first.

        A week belongs to the month of its first day.
        """
        days = self.days_of.get("", ())
        if self.period == "week":
            if not time[:4].isdigit():
                return ()  # a topic or the home page, which is of no year
            # The first week of a year can begin in the year before.
            near = [day for day in days if abs(int(day[:4]) - int(time[:4])) <= 1]
            return tuple([day for day in near if first_day(day).startswith(time)])
        end = f"{time}~"  # "~" comes after every digit and hyphen
        return days[_place(days, time) : _place(days, end)]

    def _around(self, days: tuple[str, ...], day: str) -> tuple[str, str]:
        """The nearest days before and after ``day`` in a list that is oldest first."""

        def order(name: str) -> tuple[str, int]:
            return edition_order(name, self.slots)

        before, after = bisect_left(days, order(day), key=order), bisect_right(days, order(day), key=order)
        return days[before - 1] if before else "", days[after] if after < len(days) else ""

    def _issue(self, day: str) -> Issue:
        file = self.edition_files.get(day)
        return Issue(day, self.numbers.get(day, 0), file.title if file else "", self._count(day))


def corrections_by_article(files: Iterable[EditionFile]) -> dict[str, tuple[Correction, ...]]:
    """By article, its corrections in all edition files, oldest first."""
    by_article: dict[str, list[Correction]] = {}
    for one in sorted(Correction._make(one) for file in files for one in file.corrections):
        by_article.setdefault(one.article, []).append(one)
    return {name: tuple(ones) for name, ones in by_article.items() if name}


def _place(days: tuple[str, ...], time: str) -> int:
    """The place of a time among the names of editions, which are oldest first."""
    return bisect_left(days, time, key=lambda name: name[:10])
