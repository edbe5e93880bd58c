"""Match a line with the phrases of the lexicon and name the lists that fit.

Phrases are compared without case, with white space folded, without the marks around a line, and with ``#``
for every number. An ellipsis stands for any text: ``comments`` is a whole line, ``tags:…`` begins one,
``…all rights reserved…`` stands anywhere, ``sign up for…newsletter…`` needs both parts in this order. There
is no other sign: a phrase is not a pattern, and one walk over the line compares it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from briefgen.cleaning.lexicon import languages, lexicon, small_words, spoken
from briefgen.cleaning.line_shape import BRIEF, ends_like_a_sentence, is_narrow, is_unspaced, sentences
from briefgen.model import Draft, Line
from briefgen.model.cleaning import LAST_LINES
from briefgen.util.text import fold

DRESS = " \t*_[](){}<>«»‹›|–—-:·•→←↓↑▸▶►▼▲✕✖×+~=#"
"""What stands around the words of a button or label and says nothing."""
AFTER = DRESS.replace(":", "")
"""What is dropped at the end of a line: a colon there tells a label."""
GAP = "…"
LONGEST = 600
"""Characters of a line that are compared; junk that is longer says what it is before that."""

REMEMBERED = 1 << 15
"""Cached lines: more than one body may have, since many rules ask for each line."""

LINE_LISTS = frozenset(
    (
        *(
            "placeholders",
            "font_size",
            "widgets",
            "advertisements",
            "networks",
            "shares",
            "counters",
            "pages",
        ),
        *("sections", "related", "read_also", "comments", "newsletter", "paywall", "follow", "cookies"),
        *("credits", "videos", "tags", "rights", "bios"),
    )
)
"""The lists whose phrases speak of lines; the others hold names and words that some rule asks for."""
AT_END = frozenset(("credits", "videos"))
"""Lists whose phrases may stand in the second sentence: a caption has its credit there."""
LONG_LISTS = frozenset(("bios",))
"""Lists whose lines have several sentences by nature."""
LONGEST_LINE = 250
"""Characters of the longest line that a phrase may take."""
ITEMS = ("- ", "> ")
"""What an item or a quotation begins with that somebody wrote: pages show no such marks around articles."""
SHORT_ROW = 80
"""Characters of a row of buttons or labels."""
RUNNING = 8
"""Words from which a line that ends like a sentence may be one of the text."""
RUNNING_OF = {"follow": 5, "bios": 5, "videos": 5}
"""The same for lists whose phrases begin everyday sentences: *Follow the river*, *She lives in*."""
OWN_WORDS, OWN_LETTERS = 3, 17
"""Words and letters that an open phrase must have to take such a line: *more on…* also begins a sentence."""
COMPANY = 2
"""Lines that are noise for certain, from which a text is known to be a page's."""
SHORT = 40
"""Characters below which a line is not looked at sentence by sentence."""
EVERYWHERE = ("advertisements",)
"""Lists whose whole-line phrases apply to all languages: advertisements are often in another one."""

_FULL_STOPS = (".", "。", "।", "۔")
_SIGNS = DRESS.replace("#", "")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_WORD = re.compile(r"[^\W\d_]+|[#©@]")

_SEPARATOR = re.compile(r"\s[·•|]\s")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"[:#©@?!()\[\]/|]")

_NONE: frozenset[str] = frozenset()


class Phrase(NamedTuple):
    """One phrase: its pieces in order, and whether text may precede or follow."""

    listed: str
    pieces: tuple[str, ...]
    opens: bool
    goes_on: bool

    def fits(self, words: str) -> bool:
        """Whether the line ``words`` is, begins with or holds the phrase."""
        at = 0
        for n, piece in enumerate(self.pieces):
            at = _end_of(piece, words, at, anywhere=n > 0 or self.opens)
            if at < 0:
                return False
        return self.goes_on or not words[at:].strip(": ") or self._ends(words)

    def is_telling(self) -> bool:
        """Whether no sentence begins or ends by chance as the phrase does.

        It is a label with a colon or a number, or has several words that are no small ones.
        """
        words = [word for piece in self.pieces for word in _WORD.findall(piece)]
        content = [word for word in words if len(word) > 2 and word not in small_words()]
        long_enough = len(words) >= OWN_WORDS and sum(map(len, words)) >= OWN_LETTERS
        return (long_enough and len(content) > 1) or any(_LABEL.search(piece) for piece in self.pieces)

    def is_whole(self) -> bool:
        """Whether it is a line of its own, without a gap anywhere."""
        return len(self.pieces) == 1 and not (self.opens or self.goes_on)

    def _ends(self, words: str) -> bool:
        """Whether the last piece, which stands earlier in the line, ends it as well."""
        start = len(words) - len(self.pieces[-1])
        again = self.opens or len(self.pieces) > 1
        return again and words.endswith(self.pieces[-1]) and _bounded(words, start, len(words))


@lru_cache(maxsize=REMEMBERED)
def lists_of(text: str, lang: str) -> frozenset[str]:
    """The names of the lists of ``lang``, and of shared lists, that match the line."""
    words = words_of(text[:LONGEST])
    fitting = _fitting(words, lang)
    if fitting and ends_like_a_sentence(text, _FULL_STOPS):
        fitting = [phrase for phrase in fitting if not _is_running(text, phrase) or phrase.is_telling()]
    lists = _whole_lines(lang).get(words.rstrip(": "), _NONE).union([phrase.listed for phrase in fitting])
    return lists or (_lists_of_parts(text, lang) if len(text) <= SHORT_ROW else _NONE)


def _lists_of_parts(text: str, lang: str) -> frozenset[str]:
    """The lists of a row such as `Advertisement · Scroll to continue`.

    Each part must be of a list, or a number without a word.
    """
    parts = _SEPARATOR.split(text)
    if len(parts) == 1:
        return _NONE
    worded = [lists_of(part, lang) & LINE_LISTS for part in parts if _LETTER.search(part)]
    return worded[0] if worded and all(worded) else _NONE


def _fitting(words: str, lang: str) -> list[Phrase]:
    """The phrases with gaps that fit a line, however few words of it they are."""
    gapped = _gapped(lang)
    known = gapped.keys() & _WORD.findall(words)
    return [phrase for word in known for phrase in gapped[word] if phrase.fits(words)]


def _is_running(text: str, phrase: Phrase) -> bool:
    """Whether a line that ends like a sentence is too long for a prompt."""
    words = RUNNING_OF.get(phrase.listed, RUNNING)
    return len(text.split(None, words)) >= words or is_unspaced(text)


def listed(draft: Draft, name: str) -> Iterator[Line]:
    """The lines that a list speaks of, among those that are not plainly text."""
    anywhere = name in AT_END or len(draft.removed) >= COMPANY
    about_people = _last_lines(draft, name) if name in LONG_LISTS else ()
    for line in draft.suspects:
        if (
            len(line.text) <= LONGEST_LINE
            and not _is_item(line.text)
            and (
                (
                    name in lists_of(line.text, draft.lang)
                    and _speaks_whole(line.text, name, draft.lang, anywhere)
                )
                or (line in about_people and _begins_list(line.text, name, draft.lang))
            )
        ):
            yield line


def _is_item(text: str) -> bool:
    """Whether a line is marked as an item or a quotation, unlike `- Advertisement -`."""
    return text.startswith(ITEMS) and not text.rstrip().endswith("-")


def _last_lines(draft: Draft, name: str) -> tuple[Line, ...]:
    """The last lines, if a label such as *About the author* stands above them."""
    last = draft.nonblank[-LAST_LINES:]
    labels = (line.text for line in last if len(line.text) < SHORT)
    return last if any(name in lists_of(text, draft.lang) for text in labels) else ()


def _begins_list(text: str, name: str, lang: str) -> bool:
    """Whether a phrase fits that a sentence of a text may hold as well."""
    return any(phrase.listed == name for phrase in _fitting(words_of(text), lang))


def _speaks_whole(text: str, name: str, lang: str, anywhere: bool) -> bool:
    """Whether the list is about the whole line, not about one sentence in it."""
    if len(text) < SHORT:
        return True
    parts = sentences(text)
    if len(parts) <= 1 or (anywhere and len(parts) == BRIEF):
        return is_narrow(text)
    if len(parts) == BRIEF and is_narrow(text):
        return name in lists_of(parts[0], lang)
    return all(lists_of(part, lang) & LINE_LISTS for part in parts)


def words_of(text: str) -> str:
    """A line in the form that phrases are compared with."""
    return _NUMBER.sub("#", fold(text.lstrip(DRESS).rstrip(AFTER)).replace("’", "'"))


@cache
def _whole_lines(lang: str) -> dict[str, frozenset[str]]:
    """The lists of each phrase that is a whole line."""
    result: dict[str, frozenset[str]] = {}
    for phrase in filter(Phrase.is_whole, _phrases(lang)):
        (words,) = phrase.pieces
        result[words] = result.get(words, _NONE) | {phrase.listed}
    return result


@cache
def _gapped(lang: str) -> dict[str, tuple[Phrase, ...]]:
    """Phrases with gaps, by their longest word: few other lines contain it."""
    table: dict[str, dict[Phrase, None]] = {}
    for phrase in _phrases(lang):
        words = _WORD.findall(" ".join(phrase.pieces))
        if words and not phrase.is_whole():
            table.setdefault(max(words, key=len), {})[phrase] = None
    return {word: tuple(phrases) for word, phrases in table.items()}


def _phrases(lang: str) -> Iterator[Phrase]:
    """The phrases of a language, with the English ones if the language is known."""
    for key in dict.fromkeys(("any", "en", lang.partition("-")[0].lower())) if lang else ("any",):
        for listed, texts in lexicon(key).items():
            if listed in LINE_LISTS:
                yield from (phrase_of(listed, text) for text in texts)
    for key in languages() if lang else ():
        for listed in EVERYWHERE:
            yield from (phrase_of(listed, text) for text in spoken(key).get(listed, ()) if GAP not in text)


def phrase_of(listed: str, text: str) -> Phrase:
    """A phrase as it stands in a lexicon, ready for comparing."""
    opens, goes_on = text.startswith(GAP), text.endswith(GAP)
    first, *others = [fold(piece).replace("’", "'") for piece in text.split(GAP)]
    pieces = [first if opens else first.lstrip(_SIGNS), *others]
    if not goes_on:
        pieces[-1] = pieces[-1].rstrip(_SIGNS)
        goes_on = not pieces[-1]  # nothing but a bracket was to stand there
    return Phrase(listed, tuple(piece for piece in pieces if piece), opens, goes_on)


def _end_of(piece: str, words: str, start: int, *, anywhere: bool) -> int:
    """Where ``piece`` ends as whole words, at or after ``start``; -1 if it is missing."""
    at = words.find(piece, start) if anywhere else start
    while anywhere and at >= 0 and not _bounded(words, at, at + len(piece)):
        at = words.find(piece, at + 1)
    fits = at >= 0 and words.startswith(piece, at) and _bounded(words, at, at + len(piece))
    return at + len(piece) if fits else -1


def _bounded(words: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    return not (
        (start and words[start - 1].isalnum() and words[start].isalnum())
        or (end < len(words) and words[end].isalnum() and words[end - 1].isalnum())
    )
