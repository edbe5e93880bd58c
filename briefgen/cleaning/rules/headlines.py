"""Find the headline among the lines above an article's text.

Its look, its neighbours and its words in the text decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from briefgen.cleaning.dates import find_day
from briefgen.cleaning.lexicon import alternatives, phrases
from briefgen.cleaning.line_shape import ends_like_a_sentence, is_paragraph, two_sentences, width
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

OPENING = 3
"""Paragraphs of the text in which the words of its headline come again."""
SIGNED, SAID_AGAIN, FULL = 0.2, 0.2, 0.2
"""Points besides the share (0 to 1) of a line's longer words in the opening: a stamp, byline or share bar
below it; its repetition on the page; the length of most headlines."""
WIDE, TEASER, SHORT = -0.3, -0.3, -0.5
"""Points against it: as long as a standfirst or two sentences; in a list of other articles; short."""
FULL_WIDTH = 45
"""Columns from which a line is as long as most headlines."""
ENOUGH = 0.5
"""The points from which a line is surely the headline."""
NEARLY = 0.06
"""Points that the first line may trail and win: a standfirst repeats as many words as the headline."""
REACH = 3
"""Lines below a headline among which its stamp, byline or share bar stands."""

_LONG_WORD = re.compile(rf"{LETTER}{{4,}}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_CLOCK_OR_LINK = re.compile(r"(?<![.0-9])[0-9]{1,2}[:.][0-9]{2}\b(?![.][0-9])|://|^www\.")
_TRAIL = re.compile(r"\s[/>›»]\s")
_FULL_STOPS = (".", "。", "।", "۔", ";", ":", ",", "—", "–", "-")
_PICTURES = frozenset(("credits", "videos"))
"""Lists that a headline may be in: outlets write `FOTO: ...` and `VIDEO: ...` in front of one."""
_BARS = frozenset(("shares", "networks", "comments"))
_TEASERS = frozenset(("related", "read_also"))


class Headline(NamedTuple):
    """A line that may be the headline, and how much speaks for it."""

    line: Line
    points: float


def best_headline(above: Sequence[Line], text: Sequence[Line], lang: str) -> tuple[Line | None, bool]:
    """The likeliest headline ``above`` the text, and whether it is certain."""
    result = list(_headlines(above, text, lang))
    if not result:
        return None, False
    most = max(each.points for each in result)
    best = next(each for each in result if each.points >= most - NEARLY)
    first = next((line for line in above if not lists_of(line.text, lang)), None)
    return best.line, best.points >= ENOUGH or best.line is first


def may_be_short_headline(text: str, lang: str) -> bool:
    """Whether a line without competitors may be the headline, however short it is."""
    return (
        width(text) <= LONGEST
        and not _ends_a_sentence(text)
        and not parse(text, lang)
        and not lists_of(text.rstrip(".…"), lang)
    )


def _headlines(above: Sequence[Line], text: Sequence[Line], lang: str) -> Iterator[Headline]:
    texts = [line.text for line in above]
    opening = [line.text for line in islice(filter(lambda line: is_paragraph(line.text), text), OPENING)]
    lines = " ".join(opening).casefold()
    page = "\n".join(line.text for line in (*above, *text))
    for n, line in enumerate(above):
        below = texts[n + 1 : n + 1 + REACH] or [other.text for other in text[:1]]
        if not _may_be_headline(line.text, below[:1], lang, SHORTEST if n == 0 else HEADLINE):
            continue
        columns = width(line.text)
        points = _share_of_words(line.text, lines)
        points += SIGNED * any(_is_signature(other, lang) for other in below)
        points += SAID_AGAIN * (page.count(line.text.strip()) > 1)
        points += FULL * (columns >= FULL_WIDTH) + SHORT * (columns < HEADLINE)
        points += WIDE * (columns > STANDFIRST or two_sentences(line.text))
        points += TEASER * any(lists_of(other, lang) & _TEASERS for other in texts[max(0, n - 2) : n])
        yield Headline(line, points)


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
        and not find_day(text, lang)
        and not parse(text, lang)
    )


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
