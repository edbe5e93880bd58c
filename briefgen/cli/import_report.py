"""What ``add`` and ``clean --all`` say of articles: a line for each, what changed in it, and the counts at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.importing.importer import Outcome

_COLOURS = {"added": "green", "updated": "yellow", "edited": "yellow"}
_COUNTED = {"added": "added", "updated": "updated", "edited": "to decide", "known": "as they were"}


def told(outcome: Outcome, *, dry: bool) -> Iterator[str]:
    """What became of an article, and the paragraphs that went and came."""
    new, what = outcome.new, outcome.what
    would = "would be " if dry else ""
    words = {
        "added": f"{would}added",
        "known": "already have it:",
        "updated": f"{would}updated",
        "edited": "changed there and here, for you to decide:",
    }[what]
    details = [plural(new.removed, "line") + " removed"] if new.removed and what == "added" else []
    details += [plural(new.doubtful, "doubtful line")] if new.doubtful and what == "added" else []
    details += [f"{outcome.like.overlap} % as {outcome.like.path}"] if outcome.like else []
    line = f"{words} {outcome.path}: {printable(new.title)}"
    yield click.style(line, fg=_COLOURS.get(what)) + (f" ({', '.join(details)})" if details else "")
    for change in outcome.changes:
        text = printable(change).replace("\n", "\n    ")
        yield click.style(f"  {text}", fg="green" if change[0] == "+" else "red")


def summary(done: Mapping[str, int], failed: int, *, dry: bool) -> str:
    """How many articles became what."""
    parts = [f"{done[what]:,} {said}" for what, said in _COUNTED.items() if done.get(what)]
    parts += [f"{failed:,} refused"] if failed else []
    return f"{', '.join(parts) or 'Nothing to do'}{'; nothing was written' if dry else ''}."
