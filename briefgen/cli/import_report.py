"""The output of ``add`` and ``clean --all``: articles, changes and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.importing.importer import Outcome
    from briefgen.importing.publication import LeftOut

_COLOURS = {"added": "green", "updated": "yellow", "edited": "yellow"}
DRAFTS = "drafts"
_COUNTS = {"added": "added", "updated": "updated", "edited": "for you to decide", "known": "unchanged"}


def lines_of(outcome: Outcome, *, dry: bool) -> Iterator[str]:
    """What became of an article, and the paragraphs that were removed and added."""
    new, what = outcome.new, outcome.what
    would = "would be " if dry else ""
    words = {
        "added": f"{would}added",
        "known": "already in the project:",
        "updated": f"{would}updated",
        "edited": "changed both here and by the outlet, for you to decide:",
    }[what]
    details = [plural(new.removed, "line") + " removed"] if new.removed and what == "added" else []
    details += [plural(new.doubtful, "doubtful line")] if new.doubtful and what == "added" else []
    details += [f"draft: {new.unpublished}"] if new.unpublished and what != "edited" else []
    details += [f"{outcome.like.overlap} % the same as {outcome.like.path}"] if outcome.like else []
    line = f"{words} {outcome.path}: {printable(new.title)}"
    yield click.style(line, fg=_COLOURS.get(what)) + (f" ({', '.join(details)})" if details else "")
    for change in outcome.changes:
        text = printable(change).replace("\n", "\n    ")
        yield click.style(f"  {text}", fg="green" if change[0] == "+" else "red")


def summary(counts: Mapping[str, int], failures: int, *, dry: bool) -> str:
    """How many articles were added, updated and so on."""
    parts = [f"{counts[what]:,} {words}" for what, words in _COUNTS.items() if counts.get(what)]
    if drafts := counts.get(DRAFTS):
        parts[0] += f" ({plural(drafts, 'draft')})"
    parts += [f"{failures:,} failed"] if failures else []
    return f"{', '.join(parts) or 'Nothing to do'}{'; nothing was written' if dry else ''}."


def left_out(counts: Mapping[LeftOut, int]) -> str:
    """How many items of an input are no articles, by kind."""
    parts = [plural(number, kind.one, kind.many) for kind, number in counts.items()]
    return f"Left out, since they are not articles: {', '.join(parts)}."
