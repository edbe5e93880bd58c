"""Write docstrings and tables as Markdown."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def summary(value: Any) -> str:
    """The first paragraph of a docstring on one line; for a type alias, what it stands for."""
    text = inspect.getdoc(value) if inspect.isclass(value) or inspect.isroutine(value) else None
    alias = re.sub(r"\b(?:\w+\.)+(?=\w)", "", str(value))
    return " ".join((text or f"`{alias}`").split("\n\n")[0].split()).replace("``", "`")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table without the columns that are empty in every row."""
    lines = [tuple(map(_cell, row)) for row in rows]
    kept = [n for n in range(len(head)) if any(line[n] for line in lines)]
    all_lines = [head, ("---",) * len(head), *lines]
    return "\n".join(f"| {' | '.join(line[n] for n in kept)} |" for line in all_lines)


def _cell(text: str) -> str:
    parts = " ".join(text.split()).replace("|", r"\|").split("`")  # every second part is code
    return "`".join(
        part if n % 2 else part.replace("<", "&lt;").replace("*", r"\*") for n, part in enumerate(parts)
    )
