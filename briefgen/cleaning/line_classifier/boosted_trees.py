"""Boosted trees in a readable file, and the score and reasons that they give.

The file lists the trees one after another. A line `full-stop <= 0.5  -0.31` is a fork: below it, indented, is
the branch for "yes", then the branch for "no"; the number after the question is the mean of all below it.
A number alone is a leaf. A line's score is `start` plus the leaves of all trees: the log odds that the line
belongs to the text (Friedman, Greedy function approximation: a gradient boosting machine, 2001).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from struct import unpack
from typing import NamedTuple

LIMIT = " <= "


class Fork(NamedTuple):
    """The question ``number <= limit`` and its branches; ``value`` is the mean below."""

    number: int
    limit: float
    value: float
    yes: Fork | float
    no: Fork | float


class Trees(NamedTuple):
    """All trees, and the score that a line begins with."""

    start: float
    trees: tuple[Fork, ...]


def parse(text: str, names: Sequence[str]) -> Trees:
    """The trees of a file whose forks ask for the numbers ``names``.

    Raises:
        ValueError: when a fork asks for a number that there is not, or the file ends in the middle of a tree.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    start = float(lines[0].removeprefix("start "))
    rest = iter(lines[1:])
    places = {name: at for at, name in enumerate(names)}

    def node(line: str) -> Fork | float:
        name, limit, asked = line.partition(LIMIT)
        if not limit:
            return float(line)
        if name not in places:
            raise ValueError(f'there is no number "{name}"')
        border, value = asked.split()
        try:
            return Fork(places[name], float(border), float(value), node(next(rest)), node(next(rest)))
        except StopIteration:
            raise ValueError("the file ends in the middle of a tree") from None

    result = [node(line) for line in rest]
    return Trees(start, tuple(tree for tree in result if isinstance(tree, Fork)))


def write(trees: Trees, names: Sequence[str]) -> str:
    """The file of ``trees``; ``parse`` reads it."""

    def node(branch: Fork | float, depth: int) -> list[str]:
        if not isinstance(branch, Fork):
            return [f"{' ' * depth}{branch:.3f}"]
        head = f"{' ' * depth}{names[branch.number]}{LIMIT}{branch.limit:.6g}  {branch.value:.3f}"
        return [head, *node(branch.yes, depth + 1), *node(branch.no, depth + 1)]

    return "\n".join([f"start {trees.start:.3f}", *(line for tree in trees.trees for line in node(tree, 0))])


def compiled(trees: Trees, about: Sequence[int], reasons: int) -> Callable[[Sequence[float]], Sum]:
    """A function from a line's numbers to its score and reasons.

    ``about`` maps each number to one of the ``reasons``. A tree adds to a reason the change of the mean at
    the forks that ask for its numbers (Saabas, Interpreting random forests, 2014). The trees become Python
    expressions because walking their nodes takes ten times as long. A leaf is one integer whose digits, of
    ``_DIGIT`` bits, hold the score and each reason, so that one addition adds them all.
    """

    def node(branch: Fork | float, path: tuple[float, ...]) -> str:
        if not isinstance(branch, Fork):
            return str(_packed((branch, *path)))
        yes, no = (
            node(way, _moved(path, about[branch.number], branch, way)) for way in (branch.yes, branch.no)
        )
        return f"({yes} if n{branch.number}<={branch.limit!r} else {no})"

    start = _packed((trees.start,))
    total = "".join(f"s+={node(tree, (0.0,) * reasons)}\n    " for tree in trees.trees)
    space: dict[str, Callable[[Sequence[float]], int]] = {}
    numbers = "".join(f"n{at}," for at in range(len(about)))
    source = f"def score(n):\n    {numbers}=n\n    s={start}\n    {total}return s"
    exec(source, {}, space)  # noqa: S102 - only numbers from our own file
    score = space["score"]
    return lambda numbers: Sum(score(numbers))


def _moved(path: tuple[float, ...], reason: int, fork: Fork, way: Fork | float) -> tuple[float, ...]:
    """``path`` with what this way on from a fork adds to its reason."""
    share = (way.value if isinstance(way, Fork) else way) - fork.value
    return (*path[:reason], path[reason] + share, *path[reason + 1 :])


_DIGIT = 32
_HALF, _ONE = 1 << (_DIGIT - 1), 1000
"""What is added to a digit so that none is negative, and what stands for 1: thousandths are kept."""


def _packed(values: Sequence[float]) -> int:
    return sum(round(value * _ONE) << (_DIGIT * n) for n, value in enumerate(values))


class Sum(int):
    """What all trees add to a line: the score, and below it the reasons."""

    @property
    def score(self) -> float:
        """The log odds that the line belongs to the text."""
        return ((self + _HALF) % (2 * _HALF) - _HALF) / _ONE

    def reasons(self, count: int) -> list[float]:
        """What each of ``count`` reasons added."""
        digits = unpack(f"<{count + 1}I", (self + _halves(count + 1)).to_bytes(4 * (count + 1), "little"))
        return [(digit - _HALF) / _ONE for digit in digits[1:]]


@cache
def _halves(count: int) -> int:
    return sum(_HALF << (_DIGIT * n) for n in range(count))
