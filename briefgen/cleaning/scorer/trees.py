"""Boosted trees as a readable file: how a line's numbers become a score, and which of them spoke loudest.

The file holds one tree after the other. A line `full-stop <= 0.5  -0.31` is a fork: below it, indented, stand the way of those
for whom it holds, then the way of the others; the number after it is what the tree says of a line that has come so far. A
number alone is what the tree says in the end. The score is the sum over all trees and begins with `start`: the log odds that a
line belongs to the text (Friedman, Greedy function approximation: a gradient boosting machine, 2001).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LIMIT = " <= "


class Fork(NamedTuple):
    """A question to one number of a line, ``number <= limit``, and the ways on; ``value`` is the mean of all that lies below."""

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

    found = [node(line) for line in rest]
    return Trees(start, tuple(tree for tree in found if isinstance(tree, Fork)))


def write(trees: Trees, names: Sequence[str]) -> str:
    """The file of ``trees``; ``parse`` reads it."""

    def node(branch: Fork | float, depth: int) -> list[str]:
        if not isinstance(branch, Fork):
            return [f"{' ' * depth}{branch:.3f}"]
        head = f"{' ' * depth}{names[branch.number]}{LIMIT}{branch.limit:.6g}  {branch.value:.3f}"
        return [head, *node(branch.yes, depth + 1), *node(branch.no, depth + 1)]

    return "\n".join([f"start {trees.start:.3f}", *(line for tree in trees.trees for line in node(tree, 0))])


def compiled(trees: Trees) -> Callable[[Sequence[float]], float]:
    """A function from a line's numbers to its score.

    The trees become one Python expression, as walking them node by node takes five times as long.
    """

    def node(branch: Fork | float) -> str:
        if not isinstance(branch, Fork):
            return repr(branch)
        return f"({node(branch.yes)} if n[{branch.number}]<={branch.limit!r} else {node(branch.no)})"

    total = "".join(f"s+={node(tree)}\n    " for tree in trees.trees)
    space: dict[str, Callable[[Sequence[float]], float]] = {}
    exec(f"def score(n):\n    s={trees.start!r}\n    {total}return s", {}, space)  # noqa: S102 - numbers only, out of our own file
    return space["score"]


def shares(trees: Trees, numbers: Sequence[float]) -> dict[int, float]:
    """What each number added to the score: at every fork that asks for it, by how much the answer moved the mean.

    (Saabas, Interpreting random forests, 2014.)
    """
    found: defaultdict[int, float] = defaultdict(float)
    for tree in trees.trees:
        branch: Fork | float = tree
        while isinstance(branch, Fork):
            way = branch.yes if numbers[branch.number] <= branch.limit else branch.no
            found[branch.number] += (way.value if isinstance(way, Fork) else way) - branch.value
            branch = way
    return dict(found)
