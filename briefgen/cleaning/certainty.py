"""Which removals are certain, and which are doubts about lines that stay."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from briefgen.cleaning.line_shape import is_paragraph, main_text, width
from briefgen.cleaning.rules.phrase_lists import PHRASE_LISTS
from briefgen.cleaning.word_count import count_words
from briefgen.model import Doubt, Draft, Edit, Line, removals
from briefgen.util.text import fold

_LABELS = (
    "widget",
    "counter",
    "share-bar",
    "page-mark",
    "date-stamp",
    "tag-list",
    "byline",
    "repeated-block",
)
NEEDED = dict.fromkeys(_LABELS, 2) | {"read-also": 1, "follow-prompt": 1, "author-bio": 1, "video-mark": 1}
"""The rules for labels, numbers and pointers that a text may have as well, as a review or a guide does.

By rule: how many other lines of noise show that the text comes from a page.
"""
SURE = frozenset(
    (
        "advertisement",
        "newsletter-prompt",
        "paywall-prompt",
        "comments-prompt",
        "cookie-notice",
        "placeholder",
    )
)
"""Rules for lines that no text has."""
PHRASES = (
    NEEDED.keys()
    | PHRASE_LISTS.keys()
    | {"placeholder", "font-size", "related-list", "photo-credit", "rights-notice"}
)
"""Rules that know lines by their words alone."""
SIGNED = frozenset(("photo-credit",))
"""Rules whose lines name who made a picture: a gallery has many, and no text has."""
FEWEST = 6
"""Lines of a text of which a part says something."""
MUCH = 0.2
"""The share of a text's words from which removals are doubtful."""
_WORD = re.compile(r"[^\W\d_]+")
_AMID = "Pages have such a line, but nothing around this text comes from a page."
_MUCH = "Pages have such a line, but such lines are over a fifth of this text."
_ALL = "Pages have such a line, but nothing else would be left."


def uncertain(before: Draft, after: Draft, edits: Sequence[Edit]) -> dict[int, Doubt]:
    """The removals that are doubtful, by the numbers of their lines."""
    read = {finding.line for finding in after.findings}
    gone = {e.line: e for e in removals(edits) if e.rule in PHRASES and e.line not in read}
    if not gone or before.authored:
        return {}
    if not any(line.text.strip() for line in after.lines):
        return {} if read else _doubts(gone.values(), _ALL)
    if not after.nonblank:
        return {}
    text = _text_of(before.nonblank, {line.number for line in after.nonblank})
    amid = [gone[line.number] for line in text if line.number in gone]
    words = [edit for edit in amid if edit.rule not in SIGNED]
    if _is_much(words, text, after.nonblank):
        return _doubts(words, _MUCH)
    of_page = before.head.get("source") or before.head.get("url")
    if of_page or not any(is_paragraph(line.text) for line in after.nonblank):
        return {}
    company = len(gone) - sum(not _is_sure(edit) for edit in amid)
    return _doubts([e for e in amid if company < NEEDED.get(e.rule, 0) and not _is_sure(e)], _AMID)


def _is_sure(edit: Edit) -> bool:
    """Whether no text has such a line.

    It is a prompt, or says how long ago something was, unlike a bare number.
    """
    return edit.rule in SURE or (edit.rule == "counter" and len(_WORD.findall(edit.before)) > 1)


def _doubts(edits: Iterable[Edit], reason: str) -> dict[int, Doubt]:
    return {edit.line: Doubt(edit.rule, edit.line, reason) for edit in edits}


def _text_of(lines: Sequence[Line], left: Collection[int]) -> Sequence[Line]:
    """The lines of the main text, or all that stay if it has no paragraphs."""
    stay = [line.number in left for line in lines]
    paragraphs = [stays and is_paragraph(line.text) for stays, line in zip(stay, lines, strict=True)]
    if any(paragraphs):
        first, last = main_text([width(line.text) for line in lines], paragraphs)
    else:
        first, last = stay.index(True), len(stay) - 1 - stay[::-1].index(True)
    return lines[first : last + 1]


def _is_much(amid: Sequence[Edit], text: Sequence[Line], left: Iterable[Line]) -> bool:
    """Whether the lines that go are a large part of the text's words, repeats aside."""
    said = {fold(line.text) for line in left}
    lost = sum(count_words(edit.before) for edit in amid if fold(edit.before) not in said)
    return len(text) >= FEWEST and lost > MUCH * sum(count_words(line.text) for line in text)
