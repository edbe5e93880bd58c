"""Rules of one outlet: lines on all its pages, marks of an article's bounds.

``outlet_file`` reads them from ``sources/<name>.yml``. Patterns come from users, so they run on RE2: its time
grows only with the line's length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from briefgen.cleaning.engine import split_lines
from briefgen.cleaning.findings import removed
from briefgen.cleaning.rule import Rule
from briefgen.model import Diagnostic, Draft, Edit, Line, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.util.outlets import is_of_outlet
from briefgen.util.text import fold, shorten

NAME = "outlet-line"
"""The name of the rule, for ``clean: {skip: [...]}``."""


class Example(NamedTuple):
    """Lines, what must be left of them, and where that stands in the file."""

    raw: str
    clean: str
    at: Location


@dataclass(frozen=True, slots=True)
class Outlet:
    """The rules of one outlet; phrases and marks are folded, each with its reason.

    ``digest`` is over the bytes of its file.
    """

    names: frozenset[str]
    digest: str = ""
    hosts: tuple[str, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[tuple[Any, str], ...] = ()
    start: tuple[tuple[str, str], ...] = ()
    end: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()
    rights: str = ""

    def covers(self, head: Mapping[str, str]) -> bool:
        """Whether the article's source or address in the front matter is this outlet's."""
        return is_of_outlet(head.get("source", ""), head.get("url", ""), self.names, self.hosts)

    def find(self, lines: Sequence[Line]) -> Iterator[Edit]:
        """The lines that go. Marks that would leave nothing at all are passed by."""
        first, last = self._bounds(lines)
        for n, line in enumerate(lines):
            if n < first:
                yield removed(line, f"It stands before the article: {_why(self.start, lines[first - 1])}.")
            elif n >= last:
                yield removed(line, f"It stands after the article: {_why(self.end, lines[last])}.")
            elif why := self._named(line):
                yield removed(line, f"{why}.")

    def _bounds(self, lines: Sequence[Line]) -> tuple[int, int]:
        """Which lines lie between the marks, as a half-open range."""
        first = (
            next((n + 1 for n, line in enumerate(lines) if _why(self.start, line)), 0) if self.start else 0
        )
        last = (
            next((n for n in range(first, len(lines)) if _why(self.end, lines[n])), len(lines))
            if self.end
            else len(lines)
        )
        return (first, last) if first < last else (0, len(lines))

    def _named(self, line: Line) -> str:
        text = line.text.strip()
        return self.phrases.get(fold(text), "") or next(
            (why for pattern, why in self.patterns if pattern.fullmatch(text)), ""
        )


def _why(marks: Iterable[tuple[str, str]], line: Line) -> str:
    """Where the mark at the line's start is declared, in words; empty without one."""
    text = fold(line.text)
    return next((why for mark, why in marks if text.startswith(mark)), "")


def outlet_rule(outlets: Sequence[Outlet]) -> Rule:
    """The cleaning rule that all outlets' files make together."""

    def find(draft: Draft) -> Iterator[Edit]:
        reported: set[int] = set()
        for outlet in outlets:
            if outlet.covers(draft.head):
                for edit in outlet.find(draft.nonblank):
                    if edit.line not in reported:
                        reported.add(edit.line)
                        yield edit

    reason = "A line that the rules of its outlet (sources/<name>.yml) name."
    return Rule(NAME, find, (), reason, authored=True)  # somebody wrote them for these very articles


def check_examples(outlets: Iterable[Outlet]) -> Iterator[Diagnostic]:
    """Every example on which the rules beside it do not give what it says."""
    for outlet in outlets:
        for example in outlet.examples:
            lines = [line for line in split_lines(example.raw) if line.text.strip()]
            gone = {edit.line for edit in outlet.find(lines)}
            left = [line.text.strip() for line in lines if line.number not in gone]
            wanted = [text.strip() for text in example.clean.split("\n") if text.strip()]
            if left != wanted:
                yield diagnostic(
                    "source-example", example.at, _difference(left, wanted), "mend the rule, or the example"
                )


def _difference(left: Sequence[str], wanted: Sequence[str]) -> str:
    if extra := next((text for text in left if text not in wanted), ""):
        return f'these rules leave "{shorten(extra)}", and the example says that it goes'
    if gone := next((text for text in wanted if text not in left), ""):
        return f'these rules take "{shorten(gone)}" away, and the example says that it stays'
    return "these rules leave the lines in another order or number than the example says"
