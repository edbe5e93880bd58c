"""``briefgen check``: report every problem that a build would report; write nothing."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli import common
from briefgen.model.diagnostics import count
from briefgen.reporting import console
from briefgen.util.text import plural


@click.command("check", cls=common.Command)
@common.with_project
@common.FAIL_ON_WARNING
@common.NITPICKY
@common.QUIET
@common.VERBOSE
@common.DEFINE
@common.NOW
@common.DRAFTS
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
    form: str,
    as_json: bool,
) -> int:
    """Check the articles of PROJECT and the examples in sources/*.yml. Nothing is written."""
    from briefgen.build.check import check

    display = console.Display("json" if as_json else form, quiet, verbose)
    opened = common.open_to_read(project, common.overrides(defines))
    options = common.build_options(opened, now, drafts=drafts, strict=strict, nitpick=nitpick)
    report = check(opened, options, display.bar)
    if as_json:
        common.print_json(console.report_json(report, lists=verbose))
    console.show(report.diagnostics, project, display, all_by="-v")
    if not quiet and display.form == "text":
        counts = ", ".join(plural(n, severity) for severity, n in count(report.diagnostics).items() if n)
        console.say(f"Checked {plural(report.articles, 'article')}: {counts or 'no problems'}.")
    return common.FAILED if report.failed else common.DONE
