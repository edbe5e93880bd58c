"""Lines of a draft and what cleaning says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

PARAGRAPH = 160
"""Characters from which a line that ends like a sentence is plainly a paragraph of the text."""

SENTENCE_ENDS = frozenset(".!?…\"”’»“'。")

LAST_LINES = 5
"""Lines at the end that are always examined: copyright lines and biographies are there."""


class Line(NamedTuple):
    """A line of a draft: its number in the raw file, its text, its end."""

    number: int
    text: str
    end: str = "\n"


@dataclass(frozen=True, slots=True)
class Edit:
    """One line that a rule removed (``after`` is None) or changed.

    The words of one with ``into`` continue in that line.

    The cleaned lines and the edits together give the raw text back, byte for byte: see
    ``cleaning.engine.restore``.
    """

    rule: str
    line: int
    before: str
    after: str | None
    reason: str
    end: str = "\n"
    into: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that looks like noise but stays, for a person to decide."""

    rule: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A value in the text that belongs in a field (place, sign-off, date ...)."""

    rule: str
    field: str
    value: str
    line: int


def removals(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that removed a line.

    A line whose words continue in another one was not removed.
    """
    return [edit for edit in edits if edit.after is None and not edit.into]


class CleaningCounts(NamedTuple):
    """Lines of an article, by what cleaning did to them."""

    removed: int = 0
    changed: int = 0
    doubtful: int = 0

    @classmethod
    def of(cls, edits: Sequence[Edit], doubts: Sequence[Doubt]) -> CleaningCounts:
        """The counts of a ledger."""
        changed = {edit.line for edit in edits if edit.after is not None}
        return cls(len(removals(edits)), len(changed), len(doubts))


@dataclass(frozen=True)
class Draft:
    """An article on its way through the rules: its front matter and its remaining lines.

    ``head`` holds the texts that rules may ask for (title, source, url ...); ``plain`` says that each line is
    a paragraph and that Markdown's characters are literal. ``removed`` numbers the lines that rules took, in
    the order in which they did. ``authored`` says that a person wrote the text, so that few rules run.
    Rules do not see the lines of ``verbatim`` (code, tables, HTML, link definitions). Those of ``fixed`` are
    parts of something larger, such as a wrapped paragraph or a list, and no noise by themselves.
    """

    head: Mapping[str, str]
    lang: str
    lines: tuple[Line, ...]
    plain: bool = False
    findings: tuple[Finding, ...] = ()
    removed: tuple[int, ...] = ()
    authored: bool = False
    verbatim: frozenset[int] = frozenset()
    fixed: frozenset[int] = frozenset()

    @cached_property
    def visible(self) -> tuple[Line, ...]:
        """The lines that rules may look at."""
        if not self.verbatim:
            return self.lines
        return tuple([line for line in self.lines if line.number not in self.verbatim])

    @cached_property
    def nonblank(self) -> tuple[Line, ...]:
        """The lines that hold something; nearly every rule asks for them."""
        return tuple([line for line in self.visible if line.text and not line.text.isspace()])

    @cached_property
    def text(self) -> str:
        """The visible lines as one text.

        To see in one look that none holds a sign.
        """
        return "\n".join([line.text for line in self.visible])

    @cached_property
    def suspects(self) -> tuple[Line, ...]:
        """The lines that may be noise: all but long paragraphs, and the last lines."""
        early, last = self.nonblank[:-LAST_LINES], self.nonblank[-LAST_LINES:]
        lines = (*[n for n in early if len(n.text) < PARAGRAPH or n.text[-1] not in SENTENCE_ENDS], *last)
        return tuple([n for n in lines if n.number not in self.fixed]) if self.fixed else lines
