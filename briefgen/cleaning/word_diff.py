"""Compare raw and cleaned text: each line's changes, with the rule behind each part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from briefgen.cleaning.engine import Cleaned
from briefgen.model import Doubt, Edit, Line
from briefgen.util.collections import common_length

WORDS = 400
"""Words and signs that are compared; longer stretches count as different, as the search is quadratic."""

_WORD = re.compile(r"\w+|\W")


class Span(NamedTuple):
    """A part of a line; ``rule`` removed or added it, empty if unchanged."""

    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A raw line and its edits in the ledger's order; ``after`` is None if removed."""

    number: int
    text: str
    before: tuple[Span, ...]
    after: tuple[Span, ...] | None
    edits: tuple[Edit, ...] = ()
    doubt: Doubt | None = None


def rows(raw: Sequence[Line], cleaned: Cleaned) -> Iterator[Row]:
    """Each line of the raw text with its edits."""
    edits: dict[int, list[Edit]] = {}
    for edit in cleaned.edits:
        edits.setdefault(edit.line, []).append(edit)
    doubts = {doubt.line: doubt for doubt in cleaned.doubts}
    for line in raw:
        own = edits.get(line.number, [])
        before, after = spans(own) if own else ((Span(line.text),), (Span(line.text),))
        left = after if not own or own[-1].after is not None else None
        yield Row(line.number, line.text, before, left, tuple(own), doubts.get(line.number))


def spans(edits: Sequence[Edit]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """A line before and after its edits, cut where a rule removed or added text."""
    raw = edits[0].before
    taken = [""] * len(raw)
    # Each remaining character, its place in the raw line (-1: none) and the rule that added it.
    now = [(char, at, "") for at, char in enumerate(raw)]
    for edit in edits:
        after, out = edit.after or "", []
        for same, (a, b), (c, d) in _stretches(edit.before, after):
            if same:
                out += now[a:b]
                continue
            for _, at, _ in now[a:b]:
                if at >= 0:
                    taken[at] = edit.rule
            out += [(char, -1, edit.rule) for char in after[c:d]]
        now = out
    return _joined(zip(raw, taken, strict=True)), _joined((char, rule) for char, _, rule in now)


def _joined(chars: Iterable[tuple[str, str]]) -> tuple[Span, ...]:
    by_rule = groupby(chars, key=lambda pair: pair[1])
    return tuple(Span("".join(char for char, _ in group), rule) for rule, group in by_rule)


def _stretches(before: str, after: str) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """(same, place before, place after) for each stretch of two texts, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    first = common_length(old, new)
    last = common_length(old[first:][::-1], new[first:][::-1])
    a, c = (_starts(words) for words in (old, new))
    ends = (len(old) - last, len(new) - last)
    yield True, (0, a[first]), (0, c[first])
    if max(ends) - first > WORDS:
        yield False, (a[first], a[ends[0]]), (c[first], c[ends[1]])
    else:
        matcher = SequenceMatcher(None, old[first : ends[0]], new[first : ends[1]], autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            yield kind == "equal", (a[first + i], a[first + j]), (c[first + k], c[first + m])
    yield True, (a[ends[0]], len(before)), (c[ends[1]], len(after))


def _starts(words: Sequence[str]) -> list[int]:
    """Where each word begins, and where the last one ends."""
    at = [0]
    for word in words:
        at.append(at[-1] + len(word))
    return at
