"""Terminal output: diagnostics with their source line, a progress bar, a summary; and JSON."""

from __future__ import annotations

import os
import shlex
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import click

from briefgen.model import CleaningCounts, Diagnostic, Location, Report
from briefgen.model.diagnostics import ERROR, NOTE, WARNING, count
from briefgen.reporting.selection import SHOWN, select
from briefgen.util.text import plural, printable

FORMATS = ("text", "github")
"""Values of ``--format``; ``json`` is the form of ``--json``."""
IN_FULL = 20
"""Errors of one kind shown with their source line and hint; of the others, only the first line."""
WIDTH = 100
"""Characters of a source line shown around the place of a problem."""

PHASES = ("scan", "read", "group", "plan", "check", "render", "write")

_COLOURS = {ERROR: "red", WARNING: "yellow", NOTE: "cyan"}
_GITHUB = {ERROR: "error", WARNING: "warning", NOTE: "notice"}


class Display(NamedTuple):
    """How to show an outcome: in which form, and how much of it."""

    form: str = "text"
    quiet: bool = False
    verbose: bool = False

    @property
    def bar(self) -> Bar:
        """The progress bar."""
        return Bar(quiet=self.quiet or self.form != "text")


AS_TEXT = Display()


def show(
    diagnostics: Sequence[Diagnostic],
    root: Path,
    display: Display = AS_TEXT,
    *,
    all_by: str = "briefgen check -v",
) -> None:
    """Write diagnostics to standard error, or as GitHub annotations to standard output.

    Unless the display is ``verbose``, only the first warnings and notes of each kind are written, then a
    count of the others; ``all_by`` shows all. Every error has its line.
    """
    form, quiet, verbose = display
    if form == "json":
        return
    if quiet and form == "text" and not verbose:
        diagnostics = [item for item in diagnostics if item.severity != NOTE]
    errors = [item for item in diagnostics if item.severity == ERROR]
    others = [item for item in diagnostics if item.severity != ERROR]
    selection = select(others, len(others) if verbose else SHOWN)
    whole = frozenset(select(errors, len(errors) if verbose else IN_FULL).shown)
    for severity in (NOTE, WARNING):
        for item in selection.shown:
            if item.severity == severity:
                _write(item, root, form)
        for line in selection.counts(severity):
            say(f"{line}: {all_by} shows all") if form == "text" else say(f"::notice::{line}", sys.stdout)
    for item in errors:
        _write(item, root, form, short=item not in whole)


def _write(item: Diagnostic, root: Path, form: str, *, short: bool = False) -> None:
    if form == "github":
        say(_command(item, root), sys.stdout)
        return
    for line in lines_of(item, root, short=short):
        say(line)


def lines_of(item: Diagnostic, root: Path, *, short: bool = False) -> Iterator[str]:
    """A diagnostic: place, message, source line with a caret, hint.

    A note or a ``short`` one is one line.
    """
    place = item.location._replace(path=_shown_path(item.location.path, root))
    severity = click.style(item.severity, fg=_COLOURS[item.severity], bold=True)
    yield f"{printable(str(place))}: {severity}: {printable(item.message)} [{item.code}]"
    if short or item.severity == NOTE:
        return
    yield from excerpt(item.location, root)
    if item.hint:
        yield f"  {click.style('hint:', bold=True)} {printable(item.hint)}"


def say(line: str, stream: TextIO | None = None) -> None:
    """Write a line, in colour on a terminal."""
    click.echo(line, file=stream or sys.stderr, color=None if "NO_COLOR" not in os.environ else False)


def report_json(report: Report, *, lists: bool) -> dict[str, Any]:
    """A report for programs, with counts of files; with ``lists`` the paths instead."""

    def shown(paths: Sequence[str]) -> list[str] | int:
        return list(paths) if lists else len(paths)

    return {
        "read": shown(report.read),
        "rendered": shown(report.rendered),
        "written": shown(report.written),
        "removed": shown(report.removed),
        "next_due": dict(zip(("moment", "path", "change"), report.due, strict=True)) if report.due else None,
        "diagnostics": [*map(values, report.diagnostics)],
        "cleaning": _cleaning_json(report, lists=lists),
        "seconds": {name: round(report.seconds.get(name, 0.0), 4) for name in PHASES},
    }


def values(item: Diagnostic) -> dict[str, Any]:
    """A diagnostic for programs."""
    path, line, column = item.location
    return {
        "code": item.code, "severity": item.severity, "path": path, "line": line or None,
        "column": column or None, "message": item.message, "hint": item.hint,
    }  # fmt: skip


def _cleaning_json(report: Report, *, lists: bool) -> dict[str, Any]:
    """What cleaning does to the project's files; with ``lists``, to each of them."""
    totals = [sum(column) for column in zip(*report.cleaning.values(), strict=True)] or [0, 0, 0]
    counts = {"articles": len(report.cleaning), **dict(zip(CleaningCounts._fields, totals, strict=True))}
    files = {path: one._asdict() for path, one in report.cleaning.items()}
    return {**counts, "files": files} if lists else counts


def cleaning_lines(report: Report, root: Path, *, verbose: bool) -> Iterator[str]:
    """How many lines cleaning removes, and where to see them."""
    counts = {path: one for path, one in report.cleaning.items() if one.removed}
    if not counts:
        return
    for path, one in counts.items() if verbose else ():
        yield f"  cleaned {printable(_shown_path(path, root))}: {plural(one.removed, 'line')} removed"
    total = sum(one.removed for one in counts.values())
    folder = "" if root == Path() else f" {shlex.quote(root.as_posix())}"
    size = f"{plural(total, 'line')} in {plural(len(counts), 'article')}"
    yield f"Cleaning removed {size}: briefgen clean --stats{folder}"


def summary(report: Report, output: str, seconds: float, *, kept_going: bool) -> str:
    """The line at the end of a build."""
    counts = count(report.diagnostics)
    troubles = ", ".join(plural(counts[s], s) for s in (ERROR, WARNING, NOTE) if counts[s])
    took = f"in {seconds:.1f} s" if seconds >= 0.95 else f"in {seconds * 1000:.0f} ms"
    if report.failed and not kept_going:
        return f"Nothing was written ({troubles}); the site in {output} is unchanged."
    size = f"{plural(report.articles, 'article')}, {plural(report.pages, 'page')}"
    if not (report.rendered or report.written or report.removed):
        line = f"Nothing to do {took}: {size}, all up to date"
    else:
        rendered, written = plural(len(report.rendered), "page"), plural(len(report.written), "file")
        parts = [f"{rendered} rendered", f"{written} written"]
        parts += [f"{len(report.removed):,} removed"] if report.removed else []
        line = f"Built {output} {took}: {size}; {', '.join(parts)}"
    return line + (f" ({troubles})." if troubles else ".")


def due_line(report: Report) -> str:
    """The line on what changes next without an edit; empty if nothing will."""
    if not report.due:
        return ""
    moment, path, change = report.due
    return f"Next due: {printable(path)} {change} at {moment[:16].replace('T', ' ')}{moment[19:]}."


class Bar:
    """A progress bar, on a terminal only."""

    LENGTH = 24

    def __init__(self, *, quiet: bool) -> None:
        self._on = not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = -1

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Show the progress of a phase."""
        filled = self.LENGTH * done // max(1, total)
        if self._on and (filled != self._shown or done == total):
            self._shown = filled
            bar = "█" * filled + "·" * (self.LENGTH - filled)
            sys.stderr.write(f"\r{phase:>9} {bar} {done:,}/{total:,}")
            if done == total:
                sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def fit(text: str, width: int) -> str:
    """A text in exactly ``width`` columns of a terminal, cut or padded."""
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """The width of a text in columns of a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _shown_path(path: str, root: Path) -> str:
    """A project path, relative to the current folder."""
    if root == Path() or path.startswith(("-D", "/")) or not (root / path).exists():
        return path
    here, there = Path.cwd(), (root / path).absolute()
    return there.relative_to(here).as_posix() if there.is_relative_to(here) else there.as_posix()


def excerpt(place: Location, root: Path, around: int = 0) -> Iterator[str]:
    """The source line of a place, with a caret and the lines ``around`` it."""
    path, number, column = place
    if not number:
        return
    try:
        lines = (root / path).read_bytes().decode("utf-8", "replace").removesuffix("\n").split("\n")
    except OSError:
        return
    if number > len(lines):
        return
    at = max(0, column - 1)
    start = max(0, at - WIDTH * 2 // 3) if len(lines[number - 1].rstrip("\r")) > WIDTH else 0
    shown = range(max(1, number - around), min(len(lines), number + around) + 1)
    digits = len(str(shown[-1]))
    for n in shown:
        line = lines[n - 1].rstrip("\r").replace("\t", " ")
        cut = printable(line[start : start + WIDTH])
        ellipses = "…" if start and cut else "", "…" if start + WIDTH < len(line) else ""
        yield f"  {n:>{digits}} | {ellipses[0]}{cut}{ellipses[1]}".rstrip()
        if n == number and column:
            before = columns(printable(line[start:at])) + bool(start)
            yield f"  {' ' * digits} | {' ' * before}^"


def _command(item: Diagnostic, root: Path) -> str:
    """A GitHub Actions command, which annotates the line in a pull request."""

    def escape(text: str) -> str:
        return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    path, line, column = item.location
    where = {"file": _shown_path(path, root), "line": line, "col": column, "title": item.code}
    properties = ",".join(
        f"{k}={escape(str(v)).replace(':', '%3A').replace(',', '%2C')}" for k, v in where.items() if v
    )
    hint = f" ({item.hint})" if item.hint else ""
    return f"::{_GITHUB[item.severity]} {properties}::{escape(item.message + hint)}"
