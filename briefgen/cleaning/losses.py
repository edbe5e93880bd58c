"""How much cleaning took from a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from briefgen.cleaning.engine import DROP, Cleaned, bare
from briefgen.cleaning.word_count import count_words
from briefgen.model import Edit, Line, removals

HEAVY = 0.2
"""The share of a file's words from which a loss is reported."""


def lost_lines(cleaned: Cleaned, elsewhere: Collection[str]) -> list[Edit]:
    """The removed lines whose words are gone.

    They are not gone where the text has the same line again, where a field has them (``elsewhere``), where a
    rule read a value in them, and where a person dropped them.
    """
    remaining = {bare(line.text) for line in cleaned.draft.nonblank} | {bare(text) for text in elsewhere}
    read = {finding.line for finding in cleaned.draft.findings}
    return [
        edit
        for edit in removals(cleaned.edits)
        if edit.rule != DROP and edit.line not in read and bare(edit.before) not in remaining
    ]


def lost_share(lines: Iterable[Line], lost: Iterable[Edit]) -> float:
    """The share of the words of ``lines`` that are in ``lost`` lines."""
    total = sum(count_words(line.text) for line in lines)
    return sum(count_words(edit.before) for edit in lost) / total if total else 0.0
