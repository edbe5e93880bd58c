"""``briefgen check``: report every problem that a build would report; write nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model.diagnostics import count
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.curation.rights_report import SourceShare
    from briefgen.project.project import Project


@click.command("check", cls=common.Command)
@common.with_project
@common.FAIL_ON_WARNING
@common.NITPICKY
@common.QUIET
@common.VERBOSE
@common.DEFINE
@common.NOW
@common.DRAFTS
@click.option("--rights", is_flag=True, help="List how much of each source's texts the site shows.")
@common.FORMAT
@common.JSON
def command(
    project: Path,
    strict: bool,
    nitpick: bool,
    quiet: bool,
    verbose: bool,
    defines: tuple[str, ...],
    now: str | None,
    drafts: bool,
    rights: bool,
    form: str,
    as_json: bool,
) -> int:
    """Check the articles of PROJECT and the examples in sources/*.yml. Nothing is written."""
    from briefgen.build.check import check

    display = console.Display("json" if as_json else form, quiet, verbose)
    opened = common.open_to_read(project, common.overrides(defines))
    options = common.build_options(opened, now, drafts=drafts, strict=strict, nitpick=nitpick)
    report = check(opened, options, display.bar)
    shares = _shares(opened, options) if rights else []
    if as_json:
        more = {"rights": [one._asdict() for one in shares]} if rights else {}
        common.print_json(console.report_json(report, lists=verbose) | more)
    elif rights:
        common.print_lines(_table(shares))
    console.show(report.diagnostics, project, display, all_by="-v")
    if not quiet and display.form == "text":
        counts = ", ".join(plural(n, severity) for severity, n in count(report.diagnostics).items() if n)
        console.say(f"Checked {plural(report.articles, 'article')}: {counts or 'no problems'}.")
    return common.FAILED if report.failed else common.DONE


def _shares(project: Project, options: Options) -> list[SourceShare]:
    from briefgen.build.run import Build
    from briefgen.curation.rights_report import shares_by_source

    return shares_by_source(Build(project, options))


def _table(shares: Sequence[SourceShare]) -> Iterator[str]:
    """A line for each source.

    It has the articles by rights and the share of their words that is shown.
    """
    names = [printable(one.source) or "(no source)" for one in shares]
    width = max(map(len, ["source", *names]))
    yield f"{'source':<{width}}  articles  full  excerpt  link  words shown       decided by"
    for name, one in zip(names, shares, strict=True):
        share = one.words_shown / one.words if one.words else 1
        words = f"{one.words_shown:,} of {one.words:,} ({share:.0%})"
        counts = f"{one.articles:>8}  {one.full:>4}  {one.excerpt:>7}  {one.link:>4}"
        yield f"{name:<{width}}  {counts}  {words:<16}  {', '.join(one.decided_by)}"
