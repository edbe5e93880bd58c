"""The articles of each term, and the dates of each topic."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.site.index import Ids, TermIndex


def index(of: Mapping[str, tuple[str, ...]]) -> TermIndex:
    """From the terms of each article, newest first, to the articles of each term."""
    articles: dict[str, list[str]] = {}
    place = {}
    for article, slugs in of.items():
        for slug in slugs:
            articles.setdefault(slug, []).append(article)
        place[article] = len(articles[slugs[0]]) - 1
    return TermIndex({slug: tuple(ids) for slug, ids in articles.items()}, of, place)


def dates(by_day: Mapping[str, Mapping[str, Ids]]) -> dict[str, tuple[str, ...]]:
    """The days of each topic, and under an empty text all days, oldest first.

    ``by_day`` is newest first.
    """
    days: dict[str, list[str]] = {"": [*by_day][::-1]}
    for day in days[""]:
        for topic in by_day[day]:
            days.setdefault(topic, []).append(day)
    return {topic: tuple(those) for topic, those in days.items()}
