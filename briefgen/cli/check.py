"""``briefgen check``: all that a build would complain of, and the examples of outlets' rules; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError, count
from briefgen.reporting import console
from briefgen.util.text import plural

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@common.PROJECT
@click.option("-W", "--fail-on-warning", "strict", is_flag=True, help="Take warnings for errors.")
@click.option("-n", "--nitpicky", "nitpick", is_flag=True, help="Warn of every reference that leads nowhere.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but warnings and errors.")
@click.option("-v", "--verbose", is_flag=True, help="Show every note.")
@common.DEFINE
@common.NOW
@common.DRAFTS
@click.option(
    "--format", "form", type=click.Choice(console.FORMATS), default="text", help="How problems are told."
)
def command(
    project: Path, strict: bool, nitpick: bool, quiet: bool, verbose: bool, defines: tuple[str, ...],
    now: str | None, drafts: bool, form: str,
) -> int:  # fmt: skip
    """Check the articles of PROJECT: front matter, references, links, and the examples of sources/*.yml."""
    from briefgen.build.check import check
    from briefgen.build.options import Options
    from briefgen.util.periods import zone

    try:
        opened = common.open_to_read(project, common.overrides(defines))
        options = Options(
            output=project / opened.config.output,
            builders=opened.config.builders,
            now=common.the_time(now, zone(opened.config.timezone)),
            strict=strict,
            nitpick=nitpick,
            drafts=drafts,
        )
        done = check(opened, options, console.Bar(quiet=quiet or form != "text"))
    except BriefgenError as error:
        return common.tell(error, project, form)
    if form == "json":
        import json

        click.echo(json.dumps(console.report_json(done, lists=verbose), ensure_ascii=False, indent=2))
    console.show(done.diagnostics, project, form=form, quiet=quiet, verbose=verbose)
    if not quiet and form == "text":
        counts = ", ".join(plural(n, severity) for severity, n in count(done.diagnostics).items() if n)
        console.say(f"Checked {plural(done.articles, 'article')}: {counts or 'nothing to tell'}.")
    return common.FAILED if done.failed else common.DONE
