"""Merge two changes of one text, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_LINE = re.compile(r"\n*[^\n]+")


class Conflict(NamedTuple):
    """A place that both sides changed, as each of them has it."""

    ours: str
    theirs: str


class Merged(NamedTuple):
    """A merged text. Where the sides conflict, it has ours."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


class _Change(NamedTuple):
    """The lines ``start`` to ``end`` of the base become ``lines``."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Apply the change from ``base`` to ``theirs`` to ``ours``, which is also made from ``base``."""
    is_crlf, ours = "\r\n" in ours, ours.replace("\r\n", "\n")
    before, mine, other = _lines(base), _lines(ours), _lines(theirs)
    lines: list[str] = []
    conflicts: list[Conflict] = []
    at = 0
    changes = {True: _changes(before, mine), False: _changes(before, other)}
    for start, end, own, foreign in _regions(changes[True], changes[False]):
        lines += before[at:start]
        at = end
        left, right = (_applied(before, start, end, one) for one in (own, foreign))
        if own and foreign and left != right:
            conflicts.append(Conflict("".join(left).strip("\n"), "".join(right).strip("\n")))
        lines += left if own else right
    text = "".join([*lines, *before[at:]]).lstrip("\n")
    head, tail = ours[: len(ours) - len(ours.lstrip("\n"))], ours[len(ours.rstrip("\n")) :]
    merged = f"{head}{text}{tail}" if text else ""
    return Merged(merged.replace("\n", "\r\n") if is_crlf else merged, tuple(conflicts))


def _lines(text: str) -> list[str]:
    """The lines, each with the blank lines before it."""
    return _LINE.findall("\n\n" + text.strip("\n")) if text.strip("\n") else []


def _changes(before: Sequence[str], after: Sequence[str]) -> list[_Change]:
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [_Change(a, b, tuple(after[c:d])) for what, a, b, c, d in opcodes if what != "equal"]


def _regions(
    ours: Sequence[_Change], theirs: Sequence[_Change]
) -> Iterator[tuple[int, int, list[_Change], list[_Change]]]:
    """The parts of the base that change, with the changes of each side.

    Changes that only touch stay apart.
    """
    sides = [*((one, True) for one in ours), *((one, False) for one in theirs)]
    todo = sorted(sides, key=lambda side: side[0][:2])
    while todo:
        (start, end, _), _ = todo[0]
        group = [todo.pop(0)]
        while todo and (todo[0][0].start < end or todo[0][0][:2] == (start, end)):
            end = max(end, todo[0][0].end)
            group.append(todo.pop(0))
        yield start, end, [c for c, own in group if own], [c for c, own in group if not own]


def _applied(before: Sequence[str], start: int, end: int, changes: Sequence[_Change]) -> list[str]:
    lines: list[str] = []
    for change in changes:
        lines += [*before[start : change.start], *change.lines]
        start = change.end
    return [*lines, *before[start:end]]
