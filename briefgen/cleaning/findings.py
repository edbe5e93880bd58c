"""Shorthands for what a rule returns; the engine fills in the rule's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.model import Doubt, Draft, Edit, Finding, Line


def removed(line: Line, reason: str = "") -> Edit:
    """The line goes. Without a ``reason`` the rule's own stands."""
    return Edit("", line.number, line.text, None, reason)


def changed(line: Line, after: str, reason: str = "") -> Edit:
    """The line reads ``after`` from now on."""
    return Edit("", line.number, line.text, after, reason)


def joined(lines: Sequence[Line]) -> Iterator[Edit]:
    """The lines are one from now on, where the first of them stands."""
    first, *others = lines
    yield changed(first, " ".join(line.text.strip() for line in lines))
    for line in others:
        yield Edit(
            "", line.number, line.text, None, f"Its words go on in line {first.number}.", into=first.number
        )


def doubtful(line: Line, reason: str) -> Doubt:
    """The line stays, and a person should look at it."""
    return Doubt("", line.number, reason)


def found(line: Line, field: str, value: str) -> Finding:
    """The line says the value of a field."""
    return Finding("", field, value, line.number)


def said_lines(draft: Draft) -> Iterator[Line]:
    """The lines that hold something."""
    return iter(draft.nonblank)
