"""Whether a person wrote a text in Markdown, or it was scraped from a page.

As a whole, and line by line.

Whoever scrapes or pastes a page gets lines without marks. Markdown has headings, lists, links and wrapped
paragraphs, and whatever looks like a button there belongs to the text. A page that was saved as Markdown has
both: the bare lines that are left of its buttons show it, and rules then look at its bare lines alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from briefgen.cleaning.markdown_blocks import (
    LineKind,
    has_inline_mark,
    has_structure,
    line_kinds,
    may_be_verbatim,
    wrapped_lines,
)
from briefgen.cleaning.phrases import LINE_LISTS, lists_of
from briefgen.model import Draft, Line

LONGEST = 60
"""Characters of the longest line that is taken for the remains of a page."""
BUTTON = 20
"""Characters of the longest such line that begins with a small letter; others are parts of sentences."""
PAGE_LISTS = frozenset(
    ("placeholders", "font_size", "advertisements", "shares", "networks", "read_also", "counters", "pages")
)
"""Lists whose phrases nobody writes as a paragraph of its own."""
ENOUGH = 2
"""Signs of a page that must be there, unless the text is an outlet's; one may be chance."""
MARKS = 3
"""Marks of Markdown that show that a text file was written in Markdown."""

_MARKED = re.compile(r"[^\w\"“„«‹(\[]|[0-9]+[.)]\s")
_SURELY_MARKDOWN = re.compile(
    r"^#{1,6} \S|^(?:```|~~~)"
    r"|\[[^\]\n]{1,300}\]\((?:https?:|/|#)|^\[[^\]\n]{1,300}\]: +\S|^\|? ?:?-{3,}:? ?\|",
    re.MULTILINE,
)
_LABELS = frozenset(("read_also",))
_PLACEHOLDERS = frozenset(("placeholders",))
_DATELINE = re.compile(r"[A-Z]{3}[\w .,'/-]{0,40}(?:\([^()]{2,40}\))? ?(?:-|–|—)[ \w\"“]")
_HEADING = re.compile(r"#{1,6} \S")
_LOWER_START = re.compile(r"^[^\W\d_A-Z]", re.MULTILINE)


class Suspect(NamedTuple):
    """A line that reads like part of a page, and the lists that have it."""

    line: Line
    lists: frozenset[str]


def with_authorship(draft: Draft) -> Draft:
    """The draft with what is known of its author.

    What rules may not see, and what they may not edit.
    """
    if draft.plain:
        return _of_plain_text(draft)
    if not has_structure(draft.text):
        return draft
    if is_page(draft):
        kinds = line_kinds(draft.lines)
        parts = frozenset(number for number, kind in kinds.items() if kind is LineKind.PART)
        return replace(draft, verbatim=_verbatim(kinds), fixed=parts)
    return _authored(draft)


def is_page(draft: Draft) -> bool:
    """Whether bare lines of a Markdown text are what pages leave around their articles."""
    enough = 1 if _is_of_outlet(draft) else ENOUGH
    suspects = list(_suspects(draft))
    dateline = bool(draft.nonblank and _DATELINE.match(draft.nonblank[0].text))
    if len(PAGE_LISTS & _lists(suspects)) + dateline < enough:
        return False
    return len(PAGE_LISTS & _lists(_bare(draft, suspects))) + dateline >= enough


def _is_of_outlet(draft: Draft) -> bool:
    """Whether the front matter says that the text was on an outlet's page."""
    return bool(draft.head.get("source")) or draft.head.get("url", "").startswith(("http:", "https:"))


def remains(draft: Draft) -> list[Line]:
    """The bare lines of a Markdown text that read like a page's buttons and prompts."""
    return [suspect.line for suspect in _bare(draft, list(_suspects(draft)))]


def _lists(suspects: Iterable[Suspect]) -> frozenset[str]:
    return frozenset(name for suspect in suspects for name in suspect.lists)


def _bare(draft: Draft, suspects: Sequence[Suspect]) -> list[Suspect]:
    """The suspects that are no part of a larger block."""
    kinds = line_kinds(draft.lines) if suspects else {}
    return [suspect for suspect in suspects if kinds.get(suspect.line.number) is LineKind.BARE]


def _suspects(draft: Draft) -> Iterator[Suspect]:
    """Short lines without marks that the lexicon knows."""
    for line in draft.nonblank:
        text = line.text
        if len(text) > (BUTTON if text[0].islower() else LONGEST) or _MARKED.match(text):
            continue
        if has_inline_mark(text):
            continue
        names = lists_of(text, draft.lang) | _lists_of_part(text, draft.lang)
        if names := names & LINE_LISTS:
            yield Suspect(line, names)


def _lists_of_part(text: str, lang: str) -> frozenset[str]:
    """The lists of a line whose rest may be anything.

    A label's headline, the dots of a placeholder.
    """
    if text.endswith(("..", "…")):
        return lists_of(text.rstrip(".…"), lang) & _PLACEHOLDERS
    label, colon, _ = text.partition(":")
    return lists_of(label, lang) & _LABELS if colon else frozenset()


def _of_plain_text(draft: Draft) -> Draft:
    """Treat a text file as scraped unless it is plainly someone's Markdown."""
    text = draft.text
    if _SURELY_MARKDOWN.search(text):
        if _is_markdown(text) and len(_lists(_suspects(draft))) < ENOUGH:
            return _authored(draft)
    elif not _LOWER_START.search(text):
        return draft
    headings = (line.number for line in draft.lines if _HEADING.match(line.text))
    return replace(draft, fixed=wrapped_lines(draft.lines).union(headings))


def _is_markdown(text: str) -> bool:
    """Whether a text file has Markdown's marks, and its blocks stand between blank lines."""
    return "\n\n" in text and len(_SURELY_MARKDOWN.findall(text)) >= MARKS


def _authored(draft: Draft) -> Draft:
    verbatim = _verbatim(line_kinds(draft.lines)) if may_be_verbatim(draft.text) else frozenset[int]()
    return replace(draft, authored=True, verbatim=verbatim)


def _verbatim(kinds: dict[int, LineKind]) -> frozenset[int]:
    return frozenset(number for number, kind in kinds.items() if kind is LineKind.VERBATIM)
