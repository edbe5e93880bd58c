"""Numbers for a line by itself: length, punctuation, letters, cue words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefgen.cleaning.line_classifier.cue_words import (
    SUBJECTS,
    cues,
    glued_cues,
    glued_openers,
    openers,
    pair_openers,
)
from briefgen.cleaning.line_shape import CLOSING, width

REACH = 240
"""Characters of a line's beginning that are looked at, however long it is."""
TAIL = 60
"""Characters of a longer line's end that are looked at as well."""

REMEMBERED = 1 << 12
"""Lines whose look is remembered: what pages put around an article, they put around the next one, too."""

WIDEST = 1000
"""Characters after which it says nothing more that a line is longer."""

NAMES = (
    *("width", "words", "full-stop", "colon", "question", "lower-first", "digit-first", "mark-first"),
    *("capitals", "all-capitals", "digits", "commas", "sentences", "word-length", "small-words"),
    *("date", "link", "bars", "copyright", "dash", "name-last", "shape-length"),
    *("cue-share", "cue-most", "subscribe", "photo", "comment", "related", "byline", "bio", "legal", "stamp"),
)
"""What the numbers of a look are, in their order."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DIGITS = b"0123456789"
_DATE = re.compile(  # all from the first digit on, as most characters are none
    r"[0-9](?:[0-9]?[./-][0-9]{1,2}[./-][0-9]{2}|[0-9]{3}[-/年.] ?[0-9]{1,2}"
    r"|[0-9]?(?:st|nd|rd|th|\.)?,? (?:de )?[^\W\d_]{3,10}\.?,? (?:de )?(?:19|20)[0-9]{2}"
    r"|(?:(?<=[^\W\d_]{3} .)|(?<=[^\W\d_]{3}\. .))[0-9]?(?:st|nd|rd|th)?, (?:19|20)[0-9]{2})"
)
_LINKS = ("http:", "https:", "www.", "@", ".com", ".org", ".net", ".co.")
_NEXT_SENTENCE = re.compile(r"[.!?](?<=[^\W\d_]{2}.)[\"”’»)]? +[\"“‘„«(]?[^\W\d_a-z]|[。！？]")
_NAME_LAST = re.compile(r"[.!?][\"”]? [^.!?]{3,40}$")
_PIECE = re.compile(
    r"([0-9]+)|([^\W\d_a-zß-ÿ][\w'’-]*(?:\s+[^\W\d_a-zß-ÿ][\w'’-]*)*)"
    r"|([^\W\d_]+(?:\s+[a-zß-ÿ][^\W\d_]*)*)|([^\w\s])"
)
_PIECES = 5
_STOPS = (".", "。", "।", "۔", "!", "?", "！", "？", "؟", "…")
_QUESTIONS = ("?", "？")
_COLONS = (":", "：")
_MARKS = frozenset("•-–—*·|>→#▪●►✓")


class Look(NamedTuple):
    """A line's numbers (see ``NAMES``), its shape and its folded words.

    The shape names the kinds of its first pieces.
    """

    numbers: tuple[float, ...]
    shape: str
    words: list[str]


@lru_cache(maxsize=REMEMBERED)
def look(text: str, *, blind: bool = False) -> Look:
    """The look of a line; ``text`` is stripped and not empty.

    ``blind`` knows no cue, as in an unknown language.
    """
    columns = width(text[:WIDEST])
    seen = text if len(text) <= REACH + TAIL else f"{text[:REACH]} {text[-TAIL:]}"
    written = _WORD.findall(seen)
    joined = " ".join(written)
    words = joined.casefold().split(" ") if written else []
    count = len(written) or 1
    firsts = [word[0] for word in written]
    letters = len(firsts) - sum(map(str.isdecimal, firsts)) or 1
    capitals = sum(map(str.isupper, firsts))
    small = sum(map(str.islower, [word[0] for word in written if len(word) <= 4]))
    digits = len(seen) - len(seen.encode("latin-1", "replace").translate(None, _DIGITS))
    stripped = seen.rstrip(CLOSING)
    full_stop = stripped.endswith(_STOPS)
    first, lower = text[0], seen.lower()
    shape = _shape(seen)
    return Look(
        (
            columns,
            len(words),
            full_stop,
            stripped.endswith(_COLONS),
            stripped.endswith(_QUESTIONS),
            first.islower(),
            first.isdecimal(),
            first in _MARKS,
            capitals / letters,
            columns > 3 and seen.isupper(),
            digits / len(seen),
            seen.count(",") + seen.count("，") + seen.count("、"),
            len(_NEXT_SENTENCE.findall(seen)) if columns > TAIL else 0,
            (len(joined) - len(written) + 1) / count if written else 0,
            small / letters,
            digits > 1 and _DATE.search(seen) is not None,
            any(map(lower.__contains__, _LINKS)),
            seen.count("|") + seen.count(" / ") + seen.count("›") + seen.count(" > "),
            "©" in seen or "(c)" in seen,
            " - " in seen or " – " in seen or " — " in seen,
            not full_stop and _NAME_LAST.search(seen[-TAIL:]) is not None,
            len(shape),
            *(_NO_CUES if blind else _cue_numbers(seen, words, count)),
        ),
        shape,
        words,
    )


def cue_share(text: str) -> float:
    """The share of a line's first words that are cues."""
    seen = text[:REACH]
    words = _WORD.findall(seen.casefold())
    return _cue_numbers(seen, words, len(words) or 1)[0]


def _cue_numbers(seen: str, words: list[str], count: int) -> list[float]:
    """The share of cue words, the largest count of one subject, and the counted subjects."""
    table, known, pairs = cues(), openers(), pair_openers()
    places = [at for at, word in enumerate(words) if word in known]
    is_glued = not seen.isascii() and glued_openers().search(seen) is not None
    if not (places or is_glued):
        return _NO_CUES
    about = [0] * len(SUBJECTS)
    hits = 0
    for at in places:
        word = words[at]
        if word in table:
            hits += 1
            for subject in table[word]:
                about[subject] += 1
        if word in pairs and at + 1 < len(words) and (pair := f"{word} {words[at + 1]}") in table:
            hits += 1
            for subject in table[pair]:
                about[subject] += 2
    if is_glued:
        for cue, subject in glued_cues():
            if cue in seen:
                hits += 1
                about[subject] += 1
    return [hits / count, max(about), *[about[subject] for subject in _COUNTED]]


_COUNTED = tuple(
    SUBJECTS.index(name)
    for name in ("subscribe", "photo", "comment", "related", "byline", "bio", "legal", "stamp")
)


_NO_CUES = [0.0] * (2 + len(_COUNTED))


def _shape(seen: str) -> str:
    """`A0-A` for `June 10 -- Tampa`: one letter for each of the first five runs."""
    kinds = ""
    for piece in _PIECE.finditer(seen, 0, TAIL):
        kind = "0Aa"[piece.lastindex - 1] if piece.lastindex and piece.lastindex < 4 else piece[0]
        if kind != kinds[-1:]:
            kinds += kind
            if len(kinds) == _PIECES:
                break
    return kinds
