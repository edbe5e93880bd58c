"""The title where it stands in the text."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from briefgen.cleaning.dates import find_day
from briefgen.cleaning.lexicon import alternatives
from briefgen.cleaning.marks import doubtful, found, removed, said_lines
from briefgen.cleaning.phrases import lists_of
from briefgen.cleaning.rules.datelines import parse
from briefgen.cleaning.shape import ends_like_a_sentence, is_paragraph, is_prose, start_of_text, width
from briefgen.extension import rule
from briefgen.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.extension import Mark
    from briefgen.model import Draft, Line

HEAD = 400
"""Lines that are looked at: the menus of a whole page stand above its article."""
HEADLINE = 25
"""Columns that a headline has at the least; what is shorter is a section, a button or a name, unless nothing else offers."""
LONGEST = 160
"""Columns; a line that is longer is a paragraph."""
STANDFIRST = 110
"""Columns from which a line is more often the sentence below a headline than the headline."""

OPENING = 3
"""Paragraphs of the text in which the words of its headline come again."""
TAKEN_UP = 0.3
"""The share of a headline's longer words that come again."""
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_CLOCK_OR_LINK = re.compile(r"\b[0-9]{1,2}[:.][0-9]{2}\b|://|^www\.")
_TRAIL = re.compile(r"\s[/>›»]\s")
_FULL_STOPS = (".", "。", ";", ":", ",", "—", "–", "-")
_PICTURES = frozenset(("credits", "videos"))
"""Lists that a headline may be in: outlets write `FOTO: ...` and `VIDEO: ...` in front of one."""


@rule()
def title_line(draft: Draft) -> Iterator[Mark]:
    """The title above the text, where the front matter gives none: a heading, or the line like a headline whose words the text takes up. It moves to its field."""
    if draft.head.get("title"):
        return
    lines = draft.said[:HEAD]
    start = start_of_text(lines)
    line, sure = _title_among(lines[:start], lines[start:], draft.lang)
    if line:
        yield found(line, "title", _title_of(line))
        yield (
            removed(line)
            if sure
            else doubtful(line, "It is taken for the title, and may be a line of the text.")
        )


@rule()
def repeated_title(draft: Draft) -> Iterator[Mark]:
    """The title said again above the text."""
    known = draft.head.get("title") or next((f.value for f in draft.found if f.field == "title"), "")
    title = _bare(known)
    if not title:
        return
    source = next((f.line for f in draft.found if f.field == "title"), 0)
    for line in islice(said_lines(draft), HEAD):
        if line.number == source:
            continue
        # A line far longer or shorter than the title need not be compared letter by letter.
        if abs(len(line.text) - len(known)) < 40 and _bare(_title_of(line)) == title:
            yield removed(line)
        elif is_prose(line.text):
            return


def _title_among(above: Sequence[Line], text: Sequence[Line], lang: str) -> tuple[Line | None, bool]:
    """The title among the lines ``above`` the text, and whether it is surely one.

    A heading is; so is the line like a headline of whose words the text takes up most, which tells it from the menus above it, and a
    headline or a short line that all else stands below.
    """
    for line in above:
        if _HEADING.match(line.text) and _title_of(line):
            return line, True
    headlines = [
        line
        for line, after in zip(above, [*above[1:], *text[:1], None], strict=False)
        if _is_headline(line.text, lang) and not (after and _goes_on(after.text))
    ]
    opening = [line.text for line in islice(filter(lambda line: is_paragraph(line.text), text), OPENING)]
    said = " ".join(opening).casefold()
    shares = {line: _share_of_words(line.text, said) for line in headlines}
    if best := max(
        (line for line in headlines if shares[line] >= TAKEN_UP),
        key=lambda line: shares[line] - (0.2 if width(line.text) > STANDFIRST else 0),
        default=None,
    ):
        return best, True
    if headlines:
        first = next((line for line in above if not lists_of(line.text, lang)), None)
        return headlines[0], headlines[0] is first
    alone = above and _title_of(above[0]) and _may_be_short_title(above[0].text, lang)
    return (above[0], True) if alone else (None, False)


def _goes_on(text: str) -> bool:
    """Whether the line before was broken in the middle of a sentence."""
    return len(text) >= HEADLINE and text[0].islower()


def _share_of_words(text: str, said: str) -> float:
    text = text.casefold()
    words = _LONG_WORD.findall(_UNSPACED.sub(" ", text))
    words += [run[n : n + 2] for run in _UNSPACED.findall(text) for n in range(len(run) - 1)]
    return sum(word in said for word in words) / len(words) if words else 0


def _may_be_short_title(text: str, lang: str) -> bool:
    return width(text) <= LONGEST and not _ends_a_sentence(text) and not parse(text, lang)


def _title_of(line: Line) -> str:
    """The words of a line that is a title: without a heading's marks, without emphasis."""
    text = line.text.strip(" \t")
    if _HEADING.match(line.text):
        text = text.lstrip("#").strip(" \t")
        closed = text.rstrip("#")
        text = closed if not closed or closed[-1] in " \t" else text
    return text.strip(" \t*_")


def _is_headline(text: str, lang: str) -> bool:
    """Wide enough, not a sentence, and neither a stamp, a byline, a trail of links, a credit nor the second half of something."""
    text = text.strip(" \t*_")
    return (
        HEADLINE <= width(text) <= LONGEST
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
    """Whether it does as headlines do not; a comma before a closing quotation mark is American."""
    text = text.rstrip(" *_")
    return ends_like_a_sentence(text, _FULL_STOPS) and not text.endswith(("...", ",'", ",’", ',"', ",”"))


@cache
def _byline(lang: str) -> re.Pattern[str]:
    """`By Ann Lee and Bob Ray`: after the first word every other is a name or joins names."""
    return re.compile(
        rf"(?i:{alternatives('by', lang)}):?(?: +(?:[^\W\d_a-zß-öø-ÿ][^\s]*|and|und|dan|y|e|et|[,&|]))+ *"
    )


def _bare(text: str) -> str:
    return fold(text).strip(" *_.\"'“”‘’")
