"""Reports of one event in several languages, by the names and numbers that they share.

Words differ between languages, but names, amounts and borrowed words hardly do. Two reports are compared by
those of their beginnings, where a report has its facts. A name counts the less the more reports have it, so
that the capital or the president of a country say little.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import log, sqrt
from typing import NamedTuple

from briefgen.nlp.average_link import Links
from briefgen.nlp.event_index import HEADLINE, WINDOW, EventIndex
from briefgen.nlp.near_duplicates import days
from briefgen.nlp.tfidf import NAME, EventText, Surfaces
from briefgen.nlp.tokens import split
from briefgen.nlp.transliteration import consonants, is_latin, latin

BEGINNING = 600
"""Characters of a text that are compared."""
SAMPLE = 9
"""Words that show the script of a text."""
LETTERS, COMMON_LETTERS = 3, 5
"""The letters that a name has at least, and another word that two languages share."""
LEAST = 1.9
"""What two reports share at least, in names that no other report has."""
LIKELY = 0.8
"""The same, weighed by the share of the shorter report's names and numbers."""
SECOND = 0.6
"""A report goes with another one if none is clearly more likely: so much of the best."""
SUPPORTED = 0.5
"""An article stays in its group if other languages support it so much as the best of its group."""
RARE, SOME = 0.3, 1.0
"""Two reports are compared if they share so much in names and numbers that are so rare."""
CONTRADICTS = 0.6
"""What two reports with several numbers, none of them shared, count."""
NAMED, SOUNDS, COUNTED, FEW, COMMON = 1.0, 0.8, 0.6, 0.25, 0.4
"""The weights of a name, one known by its consonants, a number, a small number, and another word."""

_NUMBER = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+")


class Report(NamedTuple):
    """The keys of an article that other languages can share, with their texts."""

    text: EventText
    language: str
    day: int
    keys: Mapping[str, str]
    is_latin: bool


class Joined(NamedTuple):
    """Groups of several languages on one event, with shared names and numbers."""

    parts: tuple[tuple[str, ...], ...]
    articles: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]


class CrossLanguage:
    """The reports of several languages, compared with each other."""

    def __init__(self, indexes: Sequence[EventIndex]) -> None:
        reports = (report for index in indexes for report in _reports(index))
        self._reports = sorted(reports, key=lambda one: (one.day, one.text.id))
        self._holders: Counter[str] = Counter()
        for one in self._reports:
            self._holders.update(one.keys.keys())

    def join(self, groups: Iterable[tuple[str, ...]]) -> list[Joined]:
        """The groups of articles, by id, that belong together; of each language one at most."""
        group_of = {one: group for group in groups for one in group}
        between: defaultdict[tuple[tuple[str, ...], tuple[str, ...]], float] = defaultdict(float)
        for (one, other), value in self.links.items():
            pair = group_of[self._reports[one].text.id], group_of[self._reports[other].text.id]
            between[min(pair), max(pair)] += value
        means = {(one, other): value / (len(one) * len(other)) for (one, other), value in between.items()}
        best: defaultdict[tuple[str, ...], float] = defaultdict(float)
        for pair, value in means.items():
            for group in pair:
                best[group] = max(best[group], value)
        chosen = [
            (value, pair)
            for pair, value in means.items()
            if value >= LIKELY and value >= SECOND * max(best[pair[0]], best[pair[1]])
        ]
        return [self._joined(parts) for parts in self._merge(sorted(chosen, reverse=True))]

    @cached_property
    def links(self) -> Links:
        """How likely each two reports of different languages are on one event."""
        weights = self._weights
        totals = [0.5 + sum(weights[key] for key in one.keys if key[0] != ".") for one in self._reports]
        links = {}
        for one, other in self._candidates():
            first, second = self._reports[one], self._reports[other]
            sounds = not (first.is_latin and second.is_latin)  # among Latin letters, spelling decides
            keys = [key for key in first.keys.keys() & second.keys.keys() if sounds or key[0] != "~"]
            value = sum(weights[key] for key in keys)
            if value >= LEAST:
                share = sum(weights[key] for key in keys if key[0] != ".") / min(totals[one], totals[other])
                links[one, other] = value * sqrt(min(1.0, share)) * self._agreement(one, other, keys)
        return links

    def _candidates(self) -> list[tuple[int, int]]:
        """Pairs of reports in different languages that share some rare names or numbers."""
        postings: defaultdict[str, list[int]] = defaultdict(list)
        shared: defaultdict[tuple[int, int], float] = defaultdict(float)
        for place, report in enumerate(self._reports):
            for key in report.keys:
                weight = self._weights[key]
                if weight < RARE or key[0] == ".":
                    continue
                holders = postings[key]
                for earlier in reversed(holders):
                    other = self._reports[earlier]
                    if other.day < report.day - WINDOW:
                        break
                    if other.language != report.language:
                        shared[earlier, place] += weight
                holders.append(place)
        return [pair for pair, value in shared.items() if value >= SOME]

    @cached_property
    def _weights(self) -> dict[str, float]:
        """What each key says: most if no more than two reports have it."""
        whole = log(len(self._reports) + 1)
        return {
            key: _kind(key) * max(0.0, 1 - log(max(1, holders - 1)) / whole)
            for key, holders in self._holders.items()
        }

    def _agreement(self, one: int, other: int, keys: Sequence[str]) -> float:
        """Less than 1 if both reports have numbers and none is the same."""
        if any(key[0] == "#" for key in keys):
            return 1.0
        numbers = [sum(key[0] == "#" for key in self._reports[place].keys) for place in (one, other)]
        return CONTRADICTS if min(numbers) > 1 else 1.0

    def _merge(
        self, chosen: Iterable[tuple[float, tuple[tuple[str, ...], tuple[str, ...]]]]
    ) -> Iterator[list[tuple[str, ...]]]:
        """Join the likeliest groups first, unless both have a language in common."""
        language = {one.text.id: one.language for one in self._reports}
        whole: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for _, pair in chosen:
            first, second = (whole.setdefault(group, [group]) for group in pair)
            spoken = [{language[part[0]] for part in parts} for parts in (first, second)]
            if first is not second and spoken[0].isdisjoint(spoken[1]):
                first += second
                whole.update(dict.fromkeys(second, first))
        distinct = {id(parts): parts for parts in whole.values()}
        return (parts for parts in distinct.values() if len(parts) > 1)

    def _joined(self, parts: Sequence[tuple[str, ...]]) -> Joined:
        """The parts with their articles, oldest first, and what they share."""
        ids = {one for part in parts for one in self._supported(part, parts)}
        members = [one for one in self._reports if one.text.id in ids]
        weights = self._weights
        languages: defaultdict[str, set[str]] = defaultdict(set)
        for one in members:
            for key in one.keys:
                languages[key].add(one.language)
        shared = sorted(
            (key for key in languages if len(languages[key]) > 1), key=lambda key: (-weights[key], key)
        )
        written = {key: text for one in reversed(members) for key, text in one.keys.items()}
        names = tuple(dict.fromkeys(written[key] for key in shared if key[0] in "@~"))
        numbers = tuple(written[key] for key in shared if key[0] == "#")
        return Joined(tuple(parts), tuple(one.text.id for one in members), names, numbers)

    def _supported(self, part: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> list[str]:
        """The articles of a part that are about as near as its nearest."""
        others = {one for other in parts if other != part for one in other}
        near = {one: self._near.get(one, {}) for one in part}
        support = {one: sum(near[one].get(other, 0.0) for other in others) for one in part}
        return [one for one in part if support[one] >= SUPPORTED * max(support.values())]

    @cached_property
    def _near(self) -> dict[str, dict[str, float]]:
        """How likely each report is on one event with others, by id."""
        near: dict[str, dict[str, float]] = {one.text.id: {} for one in self._reports}
        for (place, later), value in self.links.items():
            one, other = self._reports[place].text.id, self._reports[later].text.id
            near[one][other] = near[other][one] = value
        return near


def _kind(key: str) -> float:
    if key[0] == "#":
        return COUNTED if len(key) > 3 else FEW
    return NAMED if key[0] == "@" else SOUNDS if key[0] == "~" else COMMON


def _reports(index: EventIndex) -> Iterator[Report]:
    """The articles of one language that have a text."""
    in_latin, others = WordKeys(index.language.surfaces, True), WordKeys(index.language.surfaces, False)
    for text in index.texts:
        if len(text.text) < HEADLINE:
            continue
        beginning = f"{text.title}\n{text.text[:BEGINNING]}"
        words = split(beginning)
        sample = words[:SAMPLE]
        word_keys = in_latin if sum(map(is_latin, sample)) * 2 >= len(sample) else others
        keys = {key: word for word in words for key in word_keys[word]}
        keys |= {f"#{_number(written)}": written for written in _NUMBER.findall(beginning)}
        yield Report(text, index.language.code, days(text.day), keys, word_keys is in_latin)


class WordKeys(dict[str, tuple[str, ...]]):
    """The keys of a word: a name's spelling (@), its consonants (~), a word (.)."""

    def __init__(self, surfaces: Surfaces, in_latin: bool) -> None:
        super().__init__()
        self._surfaces, self._in_latin = surfaces, in_latin

    def __missing__(self, word: str) -> tuple[str, ...]:
        plain = "" if word[0].isdigit() else latin(word)
        result: tuple[str, ...] = ()
        if self._surfaces[word][1] == NAME:
            if len(plain) >= LETTERS and self._in_latin:
                result = (f"@{plain}",)
            if len(sound := consonants(plain)) >= LETTERS:
                result += (f"~{sound}",)
        elif len(plain) >= COMMON_LETTERS and self._in_latin:
            result = (f".{plain}",)
        self[word] = result
        return result


def _number(written: str) -> str:
    """A number in one way of writing: 1200 for 1.200 and 1,200, 5.8 for 5,8."""
    if _GROUPED.fullmatch(written):
        return re.sub(r"\D", "", written)
    whole, _, part = written.replace(",", ".").partition(".")
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))
