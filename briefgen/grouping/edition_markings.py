"""The markings of edition files: their labels, and what they keep out of the words on stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefgen.config.markings import Markings
from briefgen.model import Article, Diagnostic, EditionFile
from briefgen.model.diagnostics import diagnostic
from briefgen.util.periods import edition_of
from briefgen.util.text import did_you_mean, shorten


def unknown(label: str) -> str:
    """The words for a marking that the project does not know."""
    return f'the marking "{shorten(label)}" is unknown'


def known(label: str, markings: Markings) -> str:
    """The hint for an unknown marking."""
    there = f"there are: {', '.join(markings.labels)}" if markings.labels else "declare it under markings:"
    return did_you_mean(label, markings.labels, there)


def with_markings(
    files: Sequence[EditionFile], markings: Markings, diagnostics: list[Diagnostic]
) -> list[EditionFile]:
    """The edition files, with each label as the project writes it.

    The file of an edition in another language is left out if it is marked above the edition or the site.
    """
    diagnostics += _unknown_ones(files, markings)
    limits = {one.date: one.marking for one in files if not one.lang and one.marking}
    return [
        one._replace(marking=markings.written(one.marking)) if one.marking else one
        for one in files
        if not one.lang
        or not any(
            markings.is_above(one.marking, each)
            for each in (markings.site, limits.get(one.date, one.marking))
        )
    ]


def _unknown_ones(files: Iterable[EditionFile], markings: Markings) -> Iterator[Diagnostic]:
    for file in files:
        if markings.rank(file.marking) is None:
            message = f"{unknown(file.marking)}, so nothing of this edition is public"
            yield diagnostic("marking-unknown", file.at("marking"), message, known(file.marking, markings))


def lowest_editions(
    articles: Iterable[Article], editions: Mapping[str, EditionFile], period: str, markings: Markings
) -> dict[str, EditionFile]:
    """By story, the file with the lowest marking among the editions that the story is in."""
    lowest: dict[str, EditionFile] = {}
    marked = {date: file for date, file in editions.items() if file.marking}
    for one in articles if marked else ():
        file = marked.get(edition_of(one.day, period, one.slot))
        if one.story and file:
            first = lowest.setdefault(one.story, file)
            if markings.is_above(first.marking, file.marking):
                lowest[one.story] = file
    return lowest


def words_within(
    editions: Iterable[EditionFile], lowest: Mapping[str, EditionFile], markings: Markings
) -> Iterator[EditionFile]:
    """The editions, without words on stories that are in an edition with a lower marking, too."""
    for one in editions:
        words = [
            (slug, text)
            for slug, text in one.story_texts
            if slug not in lowest or not markings.is_above(one.marking, lowest[slug].marking)
        ]
        yield one._replace(story_texts=tuple(words))
