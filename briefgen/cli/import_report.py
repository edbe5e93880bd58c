"""The output of ``add`` and ``clean --all``: articles, changes and a summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from briefgen.importing.importer import Outcome
    from briefgen.model import Diagnostic

_COLOURS = {"added": "green", "updated": "yellow", "edited": "yellow"}
_COUNTS = {"added": "added", "updated": "updated", "edited": "for you to decide", "known": "unchanged"}

FEW = 3
"""Articles of an input whose lack of a date is reported one by one."""


class Display(NamedTuple):
    """How to show outcomes. ``dry``: nothing was written. ``changes``: only articles with changes."""

    dry: bool
    quiet: bool = False
    as_json: bool = False
    changes: bool = False


def report(outcomes: Iterable[Outcome | BriefgenError], root: Path, display: Display) -> int:
    """Show each outcome when it comes, then a summary. Returns the exit code."""
    counts, failures = Counter[str](), 0
    articles: list[dict[str, Any]] = []
    problems: list[Diagnostic] = []
    undated = Counter[str]()
    form = "json" if display.as_json else "text"
    for outcome in outcomes:
        if isinstance(outcome, BriefgenError):
            failures += 1
            problems += outcome.diagnostics
            console.show(outcome.diagnostics, root, form=form)
            continue
        counts[outcome.what] += 1
        articles.append(_values(outcome))
        reported = outcome.new.problems if outcome.what != "known" else ()
        problems += reported
        undated.update(d.location.path.partition("#")[0] for d in reported if d.code == "date-today")
        console.show([d for d in reported if not _is_one_of_many(d, undated)], root, form=form)
        if not (display.quiet or display.as_json) and (outcome.changes or not display.changes):
            common.print_lines(lines_of(outcome, dry=display.dry))
    for name, count in undated.items() if not display.as_json else ():
        if count > FEW:
            more = plural(count - FEW, "more article")
            console.say(f"{name}: warning: {more} without a date, dated today [date-today]")
    if display.as_json:
        common.print_json({"articles": articles, "diagnostics": [*map(console.values, problems)]})
    elif not display.quiet:
        console.say(summary(counts, failures, dry=display.dry))
    return common.FAILED if failures else common.DONE


def _is_one_of_many(problem: Diagnostic, undated: Counter[str]) -> bool:
    return problem.code == "date-today" and undated[problem.location.path.partition("#")[0]] > FEW


def _values(outcome: Outcome) -> dict[str, Any]:
    """What became of an article, for programs."""
    like = outcome.like
    return {
        "outcome": outcome.what,
        "path": outcome.path,
        "title": outcome.new.title,
        "date_from": outcome.new.dated_by or None,
        "removed_lines": outcome.new.removed,
        "doubtful_lines": outcome.new.doubtful,
        "changes": list(outcome.changes),
        "near_duplicate": {"path": like.path, "overlap": like.overlap} if like else None,
    }


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
    details += [f"date from {new.dated_by}"] if new.dated_by and what == "added" else []
    details += ["language unclear: --lang sets it"] if new.language_unclear and what == "added" else []
    details += [f"{outcome.like.overlap} % the same as {outcome.like.path}"] if outcome.like else []
    line = f"{words} {outcome.path}: {printable(new.title)}"
    yield click.style(line, fg=_COLOURS.get(what)) + (f" ({', '.join(details)})" if details else "")
    for change in outcome.changes:
        text = printable(change).replace("\n", "\n    ")
        yield click.style(f"  {text}", fg="green" if change[0] == "+" else "red")


def summary(counts: Mapping[str, int], failures: int, *, dry: bool) -> str:
    """How many articles were added, updated and so on."""
    parts = [f"{counts[what]:,} {words}" for what, words in _COUNTS.items() if counts.get(what)]
    parts += [f"{failures:,} failed"] if failures else []
    return f"{', '.join(parts) or 'Nothing to do'}{'; nothing was written' if dry else ''}."
