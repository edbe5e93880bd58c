"""The output of ``add`` and ``clean --all``: articles, changes and a summary."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import click

from briefgen.cleaning.engine import bare
from briefgen.cleaning.losses import HEAVY, lost_share
from briefgen.cli import common
from briefgen.config.folders import INBOX
from briefgen.model import Diagnostic, Line, removals
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefgen.importing.importer import Outcome
    from briefgen.importing.normalize import NormalizedArticle
    from briefgen.model import Edit
    from briefgen.reading.publication import LeftOut

Reported: TypeAlias = "Outcome | BriefgenError | LeftOut | Diagnostic"
"""What an input yields: an article, an error, an item left out, or a warning about the whole input."""
_COLOURS = {"added": "green", "updated": "yellow", "edited": "yellow"}
DRAFTS = "drafts"
_COUNTS = {
    "added": "added",
    "updated": "updated",
    "edited": "for you to decide",
    "known": "unchanged",
    "rejected": "deleted before",
    "skipped": "skipped before",
}
SHOWN = 3
"""Removed lines, and doubtful ones, that are shown of an article."""
WIDTH = 80
"""Characters shown of such a line."""

FEW = 3
"""Articles of an input whose lack of a date is reported one by one."""


class ImportDisplay(NamedTuple):
    """How to show outcomes. ``dry``: nothing was written. ``changes``: only articles with changes.

    ``project`` is the folder in which the articles are.
    """

    dry: bool
    quiet: bool = False
    as_json: bool = False
    changes: bool = False
    project: Path = Path()


def report(outcomes: Iterable[Reported], root: Path, display: ImportDisplay) -> int:
    """Show each outcome when it comes, then a summary. Returns the exit code."""
    from briefgen.reading.publication import LeftOut

    counts, failures, left_out = Counter[str](), Counter[str](), Counter[LeftOut]()
    articles: list[dict[str, Any]] = []
    problems: list[Diagnostic] = []
    undated = Counter[str]()
    form = "json" if display.as_json else "text"
    for outcome in outcomes:
        if isinstance(outcome, LeftOut):
            left_out[outcome] += 1
            continue
        if isinstance(outcome, Diagnostic):
            problems.append(outcome)
            console.show([outcome], root, console.Display(form))
            continue
        if isinstance(outcome, BriefgenError):
            failures[outcome.diagnostics[0].code] += 1
            problems += outcome.diagnostics
            if not display.as_json:
                _show_error(outcome, root, failures)
            continue
        counts[outcome.what] += 1
        counts[DRAFTS] += outcome.what == "added" and bool(outcome.new.unpublished)
        articles.append(_values(outcome))
        reported = outcome.new.problems if outcome.what != "known" else ()
        problems += reported
        undated.update(d.location.path.partition("#")[0] for d in reported if d.code == "date-today")
        console.show([d for d in reported if not _is_one_of_many(d, undated)], root, console.Display(form))
        if not (display.quiet or display.as_json) and (outcome.changes or not display.changes):
            common.print_lines(lines_of(outcome, display.project, dry=display.dry))
    for name, count in undated.items() if not display.as_json else ():
        if count > FEW:
            more = plural(count - FEW, "more article")
            console.say(f"{name}: warning: {more} without a date, dated today [date-today]")
    if display.as_json:
        others = {kind.one: number for kind, number in left_out.items()}
        problem_values = [*map(console.values, problems)]
        common.print_json({"articles": articles, "left_out": others, "diagnostics": problem_values})
    elif not display.quiet:
        if left_out:
            console.say(left_out_line(left_out))
        console.say(summary(counts, failures.total(), dry=display.dry))
    return common.FAILED if failures else common.DONE


def _show_error(error: BriefgenError, root: Path, failures: Mapping[str, int]) -> None:
    """Show an error in full, or as one line after many of its kind.

    ``failures`` counts them by code.
    """
    for item in error.diagnostics:
        for line in console.lines_of(item, root, short=failures[item.code] > console.IN_FULL):
            console.say(line)


def _is_one_of_many(problem: Diagnostic, undated: Counter[str]) -> bool:
    return problem.code == "date-today" and undated[problem.location.path.partition("#")[0]] > FEW


def _values(outcome: Outcome) -> dict[str, Any]:
    """What became of an article, for programs."""
    like = outcome.like
    return {
        "outcome": outcome.what,
        "path": outcome.path,
        "title": outcome.new.title,
        "unpublished": outcome.new.unpublished or None,
        "date_from": outcome.new.dated_by or None,
        "removed_lines": len(removals(outcome.new.edits)),
        "doubtful_lines": len(outcome.new.doubts),
        "reason": why_passed_by(outcome) or None,
        "changes": list(outcome.changes),
        "left_out": list(outcome.left_out),
        "near_duplicate": {"path": like.path, "overlap": like.overlap} if like else None,
    }


def lines_of(outcome: Outcome, root: Path, *, dry: bool) -> Iterator[str]:
    """What became of an article, and the paragraphs that were removed and added."""
    new, what = outcome.new, outcome.what
    would = "would be " if dry else ""
    words = {
        "added": f"{would}added",
        "known": "waits in the inbox:" if outcome.path.startswith(f"{INBOX}/") else "already in the project:",
        "updated": f"{would}updated",
        "edited": f"{outcome.reason or 'changed both here and by the outlet'}, for you to decide:",
        "rejected": "added before and deleted, so not added (--anyway adds it):",
        "skipped": f"{outcome.reason}, so not added (--anyway adds it):",
    }[what]
    removed = removals(new.edits) if what == "added" else []
    lost = [edit for edit in removed if bare(edit.before) != bare(new.title)]
    share = lost_share((Line(0, text) for text in new.raw_lines), lost)
    details = [plural(len(removed), "line") + " removed"] if removed else []
    details += [f"{share:.0%} of the words"] if share > HEAVY else []
    details += [plural(len(new.doubts), "doubtful line")] if new.doubts and what == "added" else []
    details += [f"draft: {new.unpublished}"] if new.unpublished and what != "edited" else []
    details += [f"date from {new.dated_by}"] if new.dated_by and what == "added" else []
    details += ["language unclear: --lang sets it"] if new.language_unclear and what == "added" else []
    if outcome.like and what == "known":
        details += [f"{why_passed_by(outcome)}; --anyway adds it"]
    elif outcome.like:
        details += [f"{outcome.like.overlap} % the same as {outcome.like.path}"]
    line = f"{words} {outcome.path}: {printable(new.title)}"
    yield click.style(line, fg=_COLOURS.get(what)) + (f" ({', '.join(details)})" if details else "")
    for message in outcome.left_out:
        yield click.style(f"    left out: {printable(message)}", fg="yellow")
    yield from change_lines(outcome.changes)
    if what == "added" and not dry:
        yield from _cleaning(outcome.new, lost, root / outcome.path)


def why_passed_by(outcome: Outcome) -> str:
    """Why an article was not added; empty for one that was."""
    if outcome.what == "known":
        like = outcome.like
        return (
            f"{like.overlap} % the same text"
            if like and like.overlap < 100
            else ("the same text" if like else "the same address")
        )
    return {"rejected": "added before and deleted", "skipped": outcome.reason}.get(outcome.what, "")


def change_lines(changes: Sequence[str]) -> Iterator[str]:
    """The paragraphs that were removed and added."""
    for change in changes:
        text = printable(change).replace("\n", "\n    ")
        yield click.style(f"  {text}", fg="green" if change[0] == "+" else "red")


def _cleaning(new: NormalizedArticle, lost: Sequence[Edit], path: Path) -> Iterator[str]:
    """The first removed and doubtful lines of an added article."""
    doubtful = [new.raw_lines[doubt.line - 1] for doubt in new.doubts]
    for sign, texts in (("-", [edit.before for edit in lost]), ("?", doubtful)):
        for text in texts[:SHOWN]:
            yield f"    {sign} {_cut(printable(' '.join(text.split())))}"
    hidden = max(0, len(lost) - SHOWN) + max(0, len(doubtful) - SHOWN)
    if lost or doubtful:
        more = f"… and {hidden:,} more; see all" if hidden else "see why"
        yield f"    {more}: briefgen clean {shlex.quote(path.as_posix())}"


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


def summary(counts: Mapping[str, int], failures: int, *, dry: bool) -> str:
    """How many articles were added, updated and so on."""
    parts = [f"{counts[what]:,} {words}" for what, words in _COUNTS.items() if counts.get(what)]
    if drafts := counts.get(DRAFTS):
        parts[0] += f" ({plural(drafts, 'draft')})"
    parts += [f"{failures:,} failed"] if failures else []
    return f"{', '.join(parts) or 'Nothing to do'}{'; nothing was written' if dry else ''}."


def left_out_line(counts: Mapping[LeftOut, int]) -> str:
    """How many items of an input are no articles, by kind."""
    parts = [plural(number, kind.one, kind.many) for kind, number in counts.items()]
    return f"Left out, since they are not articles: {', '.join(parts)}."
