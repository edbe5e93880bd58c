"""Find the headline among the lines above an article's text.

Its look, its neighbours and its words in the text decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from briefgen.cleaning.dates import find_day
from briefgen.cleaning.lexicon import alternatives, phrases
from briefgen.cleaning.line_classifier import boosted_trees
from briefgen.cleaning.line_shape import (
    ends_like_a_sentence,
    is_paragraph,
    is_prose,
    sentences,
    two_sentences,
    width,
)
from briefgen.cleaning.phrases import REMEMBERED, lists_of
from briefgen.cleaning.rules.datelines import parse
from briefgen.model import Line
from briefgen.util.text import LETTER, fold

HEADLINE = 25
"""Minimum columns of a headline; a shorter line is a section, button or name unless first or alone."""
SHORTEST = 10
"""Columns of a headline that stands first."""
LONGEST = 160
"""Columns; a line that is longer is a paragraph."""
STANDFIRST = 110
"""Columns from which a line is more often the sentence below a headline than the headline."""

ENOUGH, LIKELY = 2.5, 0.5
"""The points, and those of the prior alone, from which a line is surely the headline."""
PRIOR = 2.0
"""What a point of the prior weighs beside the log odds of the trees."""
OPENING, BEGINNING = 3, 10
"""Paragraphs of the text in which the words of its headline come again."""
FULL_WIDTH, WIDE = 45, 60
"""Columns from which a line is as long as most headlines, and longer."""
REACH = 3
"""Lines below a headline among which its stamp, byline or share bar stands."""
FAR, MANY = 30, 5
"""Lines above the text, and lines like headlines above a line; more say nothing more."""
WEIGHTS = Path(__file__).with_name("headline_weights.txt")
"""Trees as those of the line classifier; ``python -m training.headlines`` writes them."""
NAMES = (
    *("taken-up", "taken-up-later", "signed", "signed-below", "said-again", "times", "full-width", "short"),
    *("wide", "standfirst", "sentences", "teaser", "first-candidate", "candidates-above", "first-line"),
    *("to-text", "near-text", "digit-first", "question", "capitals", "all-capitals", "place", "prose-below"),
    *("colon", "below-width"),
)
"""What the numbers of a candidate are, in their order."""

_LONG_WORD = re.compile(rf"{LETTER}{{4,}}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_CLOCK_OR_LINK = re.compile(r"(?<![.0-9])[0-9]{1,2}[:.][0-9]{2}\b(?![.][0-9])|://|^www\.")
_TRAIL = re.compile(r"\s[/>›»]\s")
_FULL_STOPS = (".", "。", "।", "۔", ";", ":", ",", "—", "–", "-")
_PICTURES = frozenset(("credits", "videos"))
"""Lists that a headline may be in: outlets write `FOTO: ...` and `VIDEO: ...` in front of one."""
_BARS = frozenset(("shares", "networks", "comments"))
_TEASERS = frozenset(("related", "read_also"))


class Candidate(NamedTuple):
    """A line that may be the headline, and its numbers (see ``NAMES``)."""

    line: Line
    numbers: tuple[float, ...]


def best_headline(above: Sequence[Line], text: Sequence[Line], lang: str) -> tuple[Line | None, bool]:
    """The likeliest headline ``above`` the text, and whether it is certain."""
    score = scorer()
    points = [
        (score(each.numbers).score + PRIOR * prior(each.numbers), -n, each)
        for n, each in enumerate(candidates(above, text, lang))
    ]
    if not points:
        return None, False
    most, _, best = max(points)
    first = next((line for line in above if not lists_of(line.text, lang)), None)
    return best.line, most >= ENOUGH or prior(best.numbers) >= LIKELY or best.line is first


def prior(numbers: Sequence[float]) -> float:
    """What speaks for a headline on any page: words, signature, length.

    The trees have seen too few pages for these.
    """
    of = dict(zip(NAMES, numbers, strict=True))
    for_it = of["taken-up"] + 0.2 * (of["signed"] + of["said-again"] + of["full-width"])
    return for_it - 0.5 * of["short"] - 0.3 * (max(of["standfirst"], of["sentences"]) + of["teaser"])


@cache
def scorer() -> Callable[[Sequence[float]], boosted_trees.Sum]:
    """The function that adds up the shipped trees."""
    trees = boosted_trees.parse(WEIGHTS.read_text("utf-8"), NAMES)
    return boosted_trees.compiled(trees, (0,) * len(NAMES), 1)


def may_be_short_headline(text: str, lang: str) -> bool:
    """Whether a line without competitors may be the headline, however short it is."""
    return (
        width(text) <= LONGEST
        and not _ends_a_sentence(text)
        and not parse(text, lang)
        and not find_day(text, lang)
        and not lists_of(text.rstrip(".…"), lang)
    )


def candidates(above: Sequence[Line], text: Sequence[Line], lang: str) -> list[Candidate]:
    """The lines ``above`` the text that look like headlines, with their numbers."""
    texts = [line.text.strip() for line in above]
    places = _places(above, texts, text, lang, narrow=False) or _places(above, texts, text, lang, narrow=True)
    if not places:
        return []
    first = next((n for n, line in enumerate(above) if not lists_of(line.text, lang)), -1)
    paragraphs = list(islice((line.text for line in text if is_paragraph(line.text)), BEGINNING))
    opening, beginning = (" ".join(paragraphs[:count]).casefold() for count in (OPENING, BEGINNING))
    page = "\n".join(line.text for line in (*above, *text))
    times = {n: page.count(texts[n]) for n in places}
    return [
        Candidate(
            above[n],
            (
                _share_of_words(texts[n], opening),
                _share_of_words(texts[n], beginning),
                *_signatures(_below(texts, n, text), lang),
                times[n] > 1,
                min(times[n] - 1, OPENING),
                *_look(texts[n]),
                any(lists_of(other, lang) & _TEASERS for other in texts[max(0, n - 2) : n]),
                rank == 0,
                min(rank, MANY),
                n == first,
                min(len(texts) - n, FAR) / FAR,
                len(texts) - n <= 2,
                *_writing(texts[n]),
                n / len(texts),
                *_line_below(texts, n, text),
            ),
        )
        for rank, n in enumerate(places)
    ]


def _places(
    above: Sequence[Line], texts: Sequence[str], text: Sequence[Line], lang: str, *, narrow: bool
) -> list[int]:
    """The lines that look like headlines; short ones only if ``narrow`` and signed or repeated."""

    def narrowest(n: int) -> int:
        return SHORTEST if n == 0 or (narrow and _is_marked(texts, n, lang)) else HEADLINE

    return [
        n
        for n in range(len(above))
        if _may_be_headline(above[n].text, _below(texts, n, text)[:1], lang, narrowest(n))
    ]


def _is_marked(texts: Sequence[str], n: int, lang: str) -> bool:
    """Whether a short line stands twice, or above a byline or date."""
    if not SHORTEST <= width(texts[n]) < HEADLINE:
        return False
    around = texts[max(0, n - REACH) : n], texts[n + 1 : n + 1 + REACH]
    return any(texts[n] in lines for lines in around) or any(
        _is_signature(other, lang) for other in texts[n + 1 : n + 2]
    )


def _below(texts: Sequence[str], n: int, text: Sequence[Line]) -> Sequence[str]:
    """The lines below a line above the text, or the first one of the text."""
    return texts[n + 1 : n + 1 + REACH] or [line.text for line in text[:1]]


def _signatures(below: Sequence[str], lang: str) -> tuple[float, float]:
    signed = [_is_signature(other, lang) for other in below]
    return any(signed), any(signed[:1])


def _look(text: str) -> tuple[float, ...]:
    columns = width(text)
    return (
        columns >= FULL_WIDTH,
        columns < HEADLINE,
        columns >= WIDE,
        columns > STANDFIRST,
        two_sentences(text),
    )


def _writing(text: str) -> tuple[float, ...]:
    words = text.split()
    capitals = sum(word[0].isupper() for word in words) / len(words)
    return text[0].isdecimal(), text.endswith(("?", "？")), capitals, capitals > 0.8


def _line_below(texts: Sequence[str], n: int, text: Sequence[Line]) -> tuple[float, ...]:
    below = _below(texts, n, text)
    return (
        any(is_prose(other) for other in below[:1]),
        ":" in texts[n],
        width(texts[n + 1]) / 100 if n + 1 < len(texts) else 0,
    )


def _may_be_headline(text: str, below: Sequence[str], lang: str, narrowest: int) -> bool:
    """Whether it looks like a headline that ends on its line.

    One with a full stop needs its stamp or byline right below.
    """
    if width(text) < narrowest:  # far cheaper than all that follows
        return False
    signed = any(_is_signature(other, lang) for other in below)
    bare = text.rstrip()
    text = bare[:-1] if signed and bare.endswith(".") and width(bare) <= STANDFIRST else text
    goes_on = any(_goes_on(other) for other in below) and not signed
    return is_headline(text, lang, narrowest) and not goes_on


@lru_cache(maxsize=REMEMBERED)
def _is_signature(text: str, lang: str) -> bool:
    """Whether a line is what stands below headlines: a byline, a date, a share bar."""
    return width(text) <= STANDFIRST and bool(
        _byline(lang).fullmatch(text)
        or find_day(text, lang)
        or _is_stamp_without_year(text, lang)
        or lists_of(text, lang) & _BARS
    )


def _is_stamp_without_year(text: str, lang: str) -> bool:
    """`Updated Nov 19, 9:41 AM`."""
    word = fold(text).partition(" ")[0].rstrip(":")
    return word in phrases("updated", lang) | phrases("published", lang) and any(map(str.isdecimal, text))


def _goes_on(text: str) -> bool:
    """Whether the line before it was broken in the middle of a sentence."""
    return len(text) >= HEADLINE and text[0].islower()


def _share_of_words(text: str, title: str) -> float:
    text = text.casefold()
    words = _LONG_WORD.findall(_UNSPACED.sub(" ", text))
    words += [run[n : n + 2] for run in _UNSPACED.findall(text) for n in range(len(run) - 1)]
    return sum(word in title for word in words) / len(words) if words else 0


def is_headline(text: str, lang: str, narrowest: int = HEADLINE) -> bool:
    """Whether it is wide enough and not a sentence, stamp, byline, breadcrumb or credit."""
    text = text.strip(" \t*_")
    return (
        narrowest <= width(text) <= LONGEST
        and not _ends_a_sentence(text)
        and not (text[0].islower() or text.startswith(("…", "...", "@", "(", "- ", "|", ">", "!")))
        and not _TRAIL.search(text)
        and not _CLOCK_OR_LINK.search(text)
        and not _byline(lang).fullmatch(text)
        and lists_of(text, lang) <= _PICTURES
        and not _is_signed_caption(text, lang)
        and not find_day(text, lang)
        and not parse(text, lang)
    )


def _is_signed_caption(text: str, lang: str) -> bool:
    """Whether a credit ends it, in brackets or as a sentence of its own."""
    *before, last = sentences(text)
    return bool(before or text.endswith(")")) and "credits" in lists_of(last, lang)


def _ends_a_sentence(text: str) -> bool:
    """Whether it ends unlike a headline; a comma before a closing quotation mark is American."""
    text = text.rstrip(" *_")
    return ends_like_a_sentence(text, _FULL_STOPS) and not text.endswith(("...", ",'", ",’", ',"', ",”"))


@cache
def _byline(lang: str) -> re.Pattern[str]:
    """`By Ann Lee and Bob Ray`: after the first word only names and joining words."""
    return re.compile(
        rf"(?i:{alternatives('by', lang)}):?(?: +(?:[^\W\d_a-zß-öø-ÿ][^\s]*|and|und|dan|y|e|et|[,&|]))+ *"
    )
