"""Numbers for a line's surroundings: its neighbours, its run of short lines, the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, chain
from statistics import median_low

from briefgen.cleaning.line_classifier import line_features
from briefgen.cleaning.line_classifier.line_features import Look, look
from briefgen.cleaning.line_classifier.line_units import units
from briefgen.cleaning.line_shape import LONG, PROSE, SECOND_SENTENCE, main_text

SHORT = 60
"""Columns below which a line with cues is taken for a button, a heading of the page or a credit."""
NEAR = 5
"""Lines above and below that are near."""
FAR = 20
"""Lines; what is further away is as good as elsewhere."""
AROUND = 10
"""Lines above and below that are the part of the page in which a line stands."""
FEW_CUES = 0.1
"""The share of a long paragraph's words that are cues, below which it is plainly text."""

_WIDTH, _STOP, _COLON, _CAPITALS = map(line_features.NAMES.index, ("width", "full-stop", "colon", "capitals"))
_SENTENCES, _SHARE, _MOST = map(line_features.NAMES.index, ("sentences", "cue-share", "cue-most"))
_COMMENT, _DIGITS = map(line_features.NAMES.index, ("comment", "digits"))
_TAKEN_UP = 3
"""The place of "taken-up" among the numbers of ``_likeness``."""

NAMES = (
    *line_features.NAMES,
    *("in-text", "from-text-start", "to-text-end", "before-share", "paragraphs-above", "paragraphs-below"),
    *("paragraph-above", "paragraph-below", "share", "to-median"),
    *("run", "run-place", "run-width", "run-cues", "run-stops", "run-intro", "run-after-junk"),
    *("like-run", "like-near", "like-share", "taken-up", "common-words", "repeats"),
    *("junk-above", "junk-below", "comments-above", "cues-above", "paragraphs", "median", "lines"),
    *("prose-near", "cues-near", "above-width", "above2-width", "below-width", "below2-width"),
    *(
        "above-capitals",
        "below-capitals",
        "above-cues",
        "below-cues",
        "above-colon",
        "above-stop",
        "below-stop",
    ),
    *("junk-near", "junk-before", "junk-share", "plain-near", "plain-above", "plain-below"),
    *("from-last-plain", "to-first-plain", "after-plain"),
    *("unit", "unit-taken-up", "unit-capitals", "unit-digits", "unit-cues", "unit-width"),
    *("from-junk", "to-junk"),
)
"""What the numbers of a line are, in their order."""


def numbers(texts: Sequence[str], junk: Sequence[int], *, blind: bool = False) -> list[list[float]]:
    """The numbers of ``NAMES`` for each line.

    ``junk`` counts the lines that rules took above each line and below the last. ``blind`` ignores cues, so
    that training learns what holds in every language.
    """
    seen = [look(text, blind=blind) for text in texts]
    own = [each.numbers for each in seen]
    prose = list(map(is_prose, own))
    likeness = list(_likeness(texts, seen, own, prose))
    parts = zip(
        own,
        _in_whole(own, prose),
        _runs(own, prose, junk),
        likeness,
        _around(own, prose, junk),
        _neighbours(own),
        _in_part(own, junk),
        _in_unit(own, prose, [row[_TAKEN_UP] for row in likeness]),
        _from_junk(junk),
        strict=True,
    )
    return [list(chain.from_iterable(row)) for row in parts]


def _in_whole(own: Sequence[tuple[float, ...]], prose: Sequence[bool]) -> Iterator[tuple[float, ...]]:
    """Each line's place in the whole: by main text, length and paragraphs around it."""
    widths = [row[_WIDTH] for row in own]
    start, end = main_text(widths, prose)
    paragraphs = sum(prose)
    median = _median(widths, prose)
    whole = sum(widths) or 1
    above, below = _distances(prose), _distances(prose[::-1])[::-1]
    before = counted = 0.0
    for at, (columns, is_text) in enumerate(zip(widths, prose, strict=True)):
        yield (
            start <= at <= end,
            max(-FAR, min(FAR, at - start)),
            max(-FAR, min(FAR, end - at)),
            before / whole,
            counted,
            paragraphs - counted - is_text,
            above[at],
            below[at],
            columns / whole,
            columns / (median + 1),
        )
        before += columns
        counted += is_text


def _likeness(
    texts: Sequence[str], seen: Sequence[Look], own: Sequence[tuple[float, ...]], prose: Sequence[bool]
) -> Iterator[tuple[float, ...]]:
    """How much each line is like others: in shape, in length, in its words."""
    like = _like_runs(own)
    shapes = [each.shape for each in seen]
    folded = [text[: line_features.REACH].casefold() for text in texts]
    by_shape, by_text = Counter(shapes), Counter(folded)
    word_set = _words_of_prose(seen, prose)
    twice = {word for word, times in word_set.items() if times > 1}
    often = max(3, sum(prose) / 4)
    usual = {word for word, times in word_set.items() if times >= often}
    for at, (text, shape, is_text) in enumerate(zip(folded, shapes, prose, strict=True)):
        words = seen[at].words
        yield (
            like[at],
            shapes[max(0, at - 3) : at + 4].count(shape) - 1,
            by_shape[shape] / len(texts),
            _taken_up(words, twice if is_text else word_set.keys()),
            sum(map(usual.__contains__, words)) / (len(words) or 1),
            by_text[text] - 1,
        )


def _around(
    own: Sequence[tuple[float, ...]], prose: Sequence[bool], junk: Sequence[int]
) -> Iterator[tuple[float, ...]]:
    """What is near each line, and the size of the whole: junk, comments, cues, paragraphs."""
    count, paragraphs = len(own), sum(prose)
    median = _median([row[_WIDTH] for row in own], prose)
    cued = [row[_SHARE] >= 0.5 or (row[_WIDTH] < SHORT and row[_MOST] > 0) for row in own]
    counted, cues = list(accumulate(prose, initial=0)), list(accumulate(cued, initial=0))
    comments = _since_comments(own)
    for at in range(count):
        low, high = max(0, at - NEAR), min(count, at + NEAR + 1)
        yield (
            min(junk[at], NEAR),
            min(junk[at + 1], NEAR),
            comments[at],
            cues[at],
            paragraphs,
            median,
            count,
            (counted[high] - counted[low]) / (high - low),
            (cues[high] - cues[low]) / (high - low),
        )


def _neighbours(own: Sequence[tuple[float, ...]]) -> Iterator[tuple[float, ...]]:
    """What the two lines above each line and the two below look like."""
    framed = [_EDGE, _EDGE, *own, _EDGE, _EDGE]
    for above2, above, _, below, below2 in zip(*(framed[n:] for n in range(5)), strict=False):
        yield (
            above[_WIDTH],
            above2[_WIDTH],
            below[_WIDTH],
            below2[_WIDTH],
            above[_CAPITALS],
            below[_CAPITALS],
            above[_SHARE],
            below[_SHARE],
            above[_COLON],
            above[_STOP],
            below[_STOP],
        )


def _in_part(own: Sequence[tuple[float, ...]], junk: Sequence[int]) -> Iterator[tuple[float, ...]]:
    """The part of the page around each line: removed lines and plain paragraphs near it."""
    count = len(own)
    plain = [row[_WIDTH] >= LONG and bool(row[_STOP]) and row[_SHARE] < FEW_CUES for row in own]
    taken = list(accumulate((min(lines, NEAR) for lines in junk), initial=0))
    plains = list(accumulate(plain, initial=0))
    away = AROUND * 3
    above, below = _distances(plain, away), _distances(plain[::-1], away)[::-1]
    first = plain.index(True) if any(plain) else 0
    last = count - 1 - plain[::-1].index(True) if any(plain) else -1
    widths = [row[_WIDTH] for row in own]
    after = sum(widths[last + 1 :]) / (sum(widths) + 1)
    for at in range(count):
        low, high = max(0, at - AROUND), min(count, at + AROUND + 1)
        near = taken[high] - taken[low + 1]
        yield (
            near / (near + high - low),
            taken[at + 1] / (taken[-1] + 1),
            taken[-1] / (taken[-1] + count),
            (plains[high] - plains[low]) / (high - low),
            above[at],
            below[at],
            at - last if any(plain) else 0,
            first - at if any(plain) else 0,
            after,
        )


def _in_unit(
    own: Sequence[tuple[float, ...]], prose: Sequence[bool], taken_up: Sequence[float]
) -> Iterator[tuple[float, ...]]:
    """What the lines of a list or table have in common.

    One verdict fits them all.
    """
    for unit in units(own, prose):
        rows, length = own[unit], unit.stop - unit.start
        means = (
            sum(taken_up[unit]) / length,
            *(sum([row[n] for row in rows]) / length for n in (_CAPITALS, _DIGITS, _SHARE, _WIDTH)),
        )
        for _ in rows:
            yield (length, *means)


def _from_junk(junk: Sequence[int]) -> Iterator[tuple[float, ...]]:
    """How many lines away, above and below, the nearest line is that rules took."""
    taken = [bool(lines) for lines in junk]
    above, below = _distances(taken[:-1]), _distances(taken[:0:-1])[::-1]
    for at in range(len(junk) - 1):
        yield (0 if taken[at] else above[at], 0 if taken[at + 1] else below[at])


def _median(widths: Sequence[float], prose: Sequence[bool]) -> float:
    """The width of the middle one of the paragraphs."""
    return median_low([w for w, is_text in zip(widths, prose, strict=True) if is_text] or [0])


_EDGE = (-1.0,) * len(line_features.NAMES)
"""The look of what stands above the first line and below the last."""


def is_prose(look: Sequence[float]) -> bool:
    """Whether a line looks like a paragraph, by its look's numbers."""
    columns = look[_WIDTH]
    return columns >= LONG or (
        columns >= PROSE
        and bool(look[_STOP] or look[_COLON] or (columns >= SECOND_SENTENCE and look[_SENTENCES]))
    )


def _distances(prose: Sequence[bool], far: int = FAR) -> list[int]:
    """How many lines above each line the nearest paragraph stands, at most ``far``."""
    result, away = [], far
    for is_text in prose:
        result.append(away)
        away = 1 if is_text else min(far, away + 1)
    return result


def _runs(
    own: Sequence[tuple[float, ...]], prose: Sequence[bool], junk: Sequence[int]
) -> list[tuple[float, ...]]:
    """The run of short lines that each line stands in; paragraphs are in none."""
    result: list[tuple[float, ...]] = []
    at, count = 0, len(own)
    while at < count:
        if prose[at]:
            result.append((0, 0, 0, 0, 0, 0, 0))
            at += 1
            continue
        end = at
        while end < count and not prose[end]:
            end += 1
        run, length = own[at:end], end - at
        columns = sum([row[_WIDTH] for row in run]) / length
        cued = sum([row[_SHARE] >= 0.4 or (row[_WIDTH] < SHORT and row[_MOST] > 1) for row in run]) / length
        stops = sum([row[_STOP] for row in run]) / length
        intro = 2 if length > 1 and run[0][_COLON] else int(at > 0 and own[at - 1][_COLON])
        result += [
            (length, place, columns, cued, stops, intro, min(junk[at], NEAR)) for place in range(length)
        ]
        at = end
    return result


def _like_runs(own: Sequence[tuple[float, ...]]) -> list[int]:
    """How many lines in a row around each line have its length and ending."""
    kinds = [(row[_STOP] or row[_COLON], min(3, row[_WIDTH] // 40)) for row in own]
    result: list[int] = []
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] == kinds[at]:
            end += 1
        result += [end - at] * (end - at)
        at = end
    return result


def _words_of_prose(seen: Sequence[Look], prose: Sequence[bool]) -> Counter[str]:
    """Each word of the paragraphs with the number of paragraphs that hold it."""
    paragraphs = (set(each.words) for each, is_text in zip(seen, prose, strict=True) if is_text)
    return Counter(chain.from_iterable(paragraphs))


def _taken_up(words: Sequence[str], word_set: Collection[str]) -> float:
    """The share of a line's longer words that are ``said`` by (other) paragraphs, too."""
    longer = [word for word in words if len(word) > 3]
    return sum(map(word_set.__contains__, longer)) / (len(longer) or 1)


def _since_comments(own: Sequence[tuple[float, ...]]) -> list[int]:
    """Lines since the last heading of a page's comments, at most 3 * FAR."""
    result, away = [], 3 * FAR
    for row in own:
        result.append(away)
        away = 0 if row[_WIDTH] < SHORT and row[_COMMENT] else min(3 * FAR, away + 1)
    return result
