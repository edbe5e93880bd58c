"""``briefgen build``: make the site."""

from __future__ import annotations

import gc
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model import Report
from briefgen.model.diagnostics import BriefgenError, in_order
from briefgen.reporting import console
from briefgen.util.parallel import WorkersError, dask
from briefgen.util.text import did_you_mean, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.build.options import Options
    from briefgen.build.progress import Progress
    from briefgen.build.verify import Verification
    from briefgen.project.project import Project


LINKCHECK = "linkcheck"
"""It is asked for as a builder is, and makes no pages: see ``briefgen.linkcheck.linkcheck``."""


def _jobs(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value != "auto" and not (value.isascii() and value.isdigit() and 0 < int(value) < 1000):
        raise click.BadParameter(f'"{value}" is neither a number nor auto', context, parameter)
    return value


@click.command("build")
@common.PROJECT
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the site here.")
@click.option("-b", "--builder", "builder", metavar="NAME", help="Make this format only.")
@click.option("-j", "--jobs", default="auto", metavar="N|auto", callback=_jobs, help="Work in N processes.")
@click.option(
    "--executor",
    "address",
    metavar="ADDRESS",
    help="Read the articles on the Dask cluster at tcp://host:8786 (needs briefgen[dask]).",
)
@click.option("-W", "--fail-on-warning", "strict", is_flag=True, help="Take warnings for errors.")
@click.option("-n", "--nitpicky", "nitpick", is_flag=True, help="Warn of every reference that leads nowhere.")
@click.option("-E", "--fresh-env", "fresh", is_flag=True, help="Forget what the last build knew.")
@click.option("-a", "--write-all", "write_all", is_flag=True, help="Render and write every file.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but warnings and errors.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say which files were read, rendered, written and removed."
)
@common.DEFINE
@click.option("--keep-going", is_flag=True, help="Write every page without an error.")
@common.NOW
@common.DRAFTS
@click.option("--verify", "verified", is_flag=True, help="Build clean elsewhere too, and compare every byte.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a report as JSON to this file.")
@click.option(
    "--format", "form", type=click.Choice(console.FORMATS), default="text", help="How problems are told."
)
def command(
    project: Path, output: Path | None, builder: str | None, jobs: str, address: str | None, strict: bool, nitpick: bool, fresh: bool, write_all: bool,
    quiet: bool, verbose: bool, defines: tuple[str, ...], keep_going: bool, now: str | None, drafts: bool, verified: bool, report: Path | None, form: str,
) -> int:  # fmt: skip
    """Make the site of PROJECT (a folder with briefgen.yml; this one if none is named)."""
    from briefgen.build.options import Options
    from briefgen.project.project import open_project
    from briefgen.util.periods import zone

    if builder == LINKCHECK and verified:
        raise click.UsageError("-b linkcheck makes no site that --verify could compare")
    start = time.perf_counter()
    # What a build makes has no cycles and lives to its end: collecting would walk through all of it again and again.
    gc.disable()
    try:
        opener = common.open_to_read if builder == LINKCHECK else open_project
        opened = opener(project, common.overrides(defines))
        target = output or project / opened.config.output
        if output and _is_own(output, project, opened.config.content):
            raise click.UsageError(
                f"-o {output} would be mixed with the project's own files; name a folder of its own"
            )
        options = Options(
            output=target,
            builders=_builders(opened, builder),
            now=common.the_time(now, zone(opened.config.timezone)),
            jobs=jobs,
            strict=strict,
            nitpick=nitpick,
            fresh=fresh,
            all=write_all,
            keep_going=keep_going,
            drafts=drafts,
        )
        bar = console.Bar(quiet=quiet or form != "text")
        with dask(address) if address else nullcontext() as cluster:
            work = _check_links if builder == LINKCHECK else _make
            done, outcome = work(opened, replace(options, workers=cluster), bar)
        checked = _verified(opened, options, defines) if verified and not done.failed else None
    except WorkersError as error:
        raise click.UsageError(f"--executor: {error}") from None
    except BriefgenError as error:
        if report:
            _write_report(Report(diagnostics=in_order(error.diagnostics)), report, verbose)
        return common.tell(error, project, form)
    if checked:
        done = replace(done, diagnostics=in_order([*done.diagnostics, *checked.problems]))
    if report:
        _write_report(done, report, verbose)
    _show(done, project, form, quiet=quiet, verbose=verbose)
    if not quiet and form == "text":
        seconds = time.perf_counter() - start
        console.say(outcome or console.summary(done, target.as_posix(), seconds, kept_going=keep_going))
        if verified:
            console.say(_outcome(checked))
    return common.FAILED if done.failed or (checked and checked.problems) else common.DONE


def _show(done: Report, project: Path, form: str, *, quiet: bool, verbose: bool) -> None:
    """What a build has to say, in the form that was asked for; on standard output only where another program reads it."""
    if form == "json":
        import json

        click.echo(json.dumps(console.report_json(done, lists=verbose), ensure_ascii=False, indent=2))
    console.show(done.diagnostics, project, form=form, quiet=quiet, verbose=verbose)
    if verbose and form == "text":
        _list(done)


def _builders(project: Project, name: str | None) -> tuple[str, ...]:
    """The formats to make: the one that was asked for, else those of the settings."""
    known = [*project.extensions.builders, LINKCHECK]
    if name and name not in known:
        hint = did_you_mean(name, known, f"there are: {', '.join(known)}")
        raise click.UsageError(f'there is no builder "{name}"; {hint}')
    return (name,) if name and name != LINKCHECK else project.config.builders


def _make(project: Project, options: Options, progress: Progress) -> tuple[Report, str]:
    """The report of a build; the line at its end is the one that every build has."""
    from briefgen.build.build import build

    return build(project, options, progress, common.waiting), ""


def _check_links(project: Project, options: Options, progress: Progress) -> tuple[Report, str]:
    """The report of ``-b linkcheck``, and its line at the end.

    Raises:
        click.ClickException: when the results cannot be written.
    """
    from briefgen.linkcheck.linkcheck import FILE, check_links

    try:
        report, found = check_links(project, options, progress)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    counts = Counter([one.status for one in found])
    said = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    return (
        report,
        f"Checked {plural(len(found), 'link')} to elsewhere: {said or 'none'}; .briefgen/{FILE} has all.",
    )


def _verified(project: Project, options: Options, defines: Sequence[str]) -> Verification:
    """What a clean build says of the site that stands.

    Raises:
        click.ClickException: when there is no room for a clean build.
    """
    from briefgen.build.verify import verify

    try:
        return verify(project, options, common.overrides(defines))
    except OSError as error:
        raise click.ClickException(f"--verify: {error}") from None


def _outcome(checked: Verification | None) -> str:
    """The line at the end of ``--verify``."""
    if checked is None:
        return "Not verified: what a clean build makes can only be told of a site without errors."
    if checked.problems:
        return "Not what a clean build makes."
    return f"Verified: {plural(checked.files, 'file')} {'is' if checked.files == 1 else 'are'} what a clean build makes."


def _list(report: Report) -> None:
    """The files of a build, by what was done with them."""
    for what in ("read", "rendered", "written", "removed"):
        for path in getattr(report, what):
            console.say(f"{what:>9} {path}")


def _write_report(report: Report, path: Path, lists: bool) -> None:
    try:
        console.write_report(report, path, lists=lists)
    except OSError as error:
        raise click.UsageError(f"--report {path}: {error.strerror}") from None


def _is_own(output: Path, project: Path, content: str) -> bool:
    """Whether an output folder is the project's own folder, or holds its content, or lies in it."""
    out, root = output.resolve(), project.resolve()
    articles = (root / content).resolve()
    return out in (root, articles) or out in articles.parents or articles in out.parents
