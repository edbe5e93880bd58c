"""``briefgen build``: make the site."""

from __future__ import annotations

import gc
import json
import time
from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from briefgen.cli import common
from briefgen.model import Report
from briefgen.model.diagnostics import BriefgenError, in_order
from briefgen.reporting import console
from briefgen.util.parallel import WorkersError, dask
from briefgen.util.text import did_you_mean, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefgen.build.options import Options
    from briefgen.build.progress import Progress
    from briefgen.build.verify import Verification
    from briefgen.project.project import Project
    from briefgen.util.parallel import Workers


LINKCHECK = "linkcheck"
"""Selected like a builder, but makes no pages: see ``briefgen.linkcheck.linkcheck``."""


class BuildOutcome(NamedTuple):
    """A build's report, its special last line if any, and ``--verify``'s result."""

    report: Report
    line: str = ""
    verification: Verification | None = None

    @property
    def failed(self) -> bool:
        """Whether the build has errors, or differs from a clean one."""
        return self.report.failed or bool(self.verification and self.verification.problems)


def _jobs(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value != "auto" and not (value.isascii() and value.isdigit() and 0 < int(value) < 1000):
        raise click.BadParameter(f'"{value}" is neither a number nor auto', context, parameter)
    return value


@click.command("build", cls=common.Command)
@common.with_project
@common.OUTPUT
@click.option("-b", "--builder", "builder", metavar="NAME", help="Make only this format.")
@click.option("-j", "--jobs", default="auto", metavar="N|auto", callback=_jobs, help="Use N processes.")
@click.option(
    "--executor",
    "address",
    metavar="ADDRESS",
    help="Read the articles on the Dask cluster at tcp://host:8786 (needs briefgen[dask]).",
)
@common.FAIL_ON_WARNING
@common.NITPICKY
@click.option("-E", "--fresh-env", "fresh", is_flag=True, help="Ignore the cache of the last build.")
@click.option("-a", "--write-all", "write_all", is_flag=True, help="Render and write every file.")
@common.QUIET
@common.VERBOSE
@common.DEFINE
@common.FORCE
@click.option("--keep-going", is_flag=True, help="Write the pages that have no errors.")
@common.NOW
@common.DRAFTS
@click.option(
    "--verify", is_flag=True, help="Also make a clean build elsewhere, and compare the two byte for byte."
)
@click.option("--report", type=click.Path(path_type=Path), help="Write a report as JSON to this file.")
@common.FORMAT
@common.JSON
def command(
    project: Path,
    output: Path | None,
    builder: str | None,
    jobs: str,
    address: str | None,
    strict: bool,
    nitpick: bool,
    fresh: bool,
    write_all: bool,
    quiet: bool,
    verbose: bool,
    defines: tuple[str, ...],
    force: bool,
    keep_going: bool,
    now: str | None,
    drafts: bool,
    verify: bool,
    report: Path | None,
    form: str,
    as_json: bool,
) -> int:
    """Make the site of PROJECT, a folder with briefgen.yml (default: this one)."""
    if builder == LINKCHECK and verify:
        raise click.UsageError("-b linkcheck makes no site to --verify")
    start = time.perf_counter()
    # A build makes no cycles, and what it makes lives to its end: collecting would only cost time.
    gc.disable()
    display = console.Display("json" if as_json else form, quiet, verbose)
    overrides = common.overrides(defines)
    try:
        opened = _open(project, overrides, builder)
        _check_output(output, opened)
        options = common.build_options(
            opened,
            now,
            drafts=drafts,
            builders=_builders(opened, builder),
            jobs=jobs,
            strict=strict,
            nitpick=nitpick,
            fresh=fresh,
            all=write_all,
            keep_going=keep_going,
            force=force,
            **({"output": output} if output else {}),
        )
        with _cluster(address) as workers:
            outcome = _work(builder)(opened, replace(options, workers=workers), display.bar)
        if verify and not outcome.report.failed:
            outcome = _verify(outcome, opened, options, overrides)
    except BriefgenError as error:
        _write_report(Report(diagnostics=in_order(error.diagnostics)), report, verbose)
        return common.report_error(error, project, display.form)
    _write_report(outcome.report, report, verbose)
    _show(outcome.report, project, display)
    if not quiet and display.form == "text":
        last = outcome.line or _summary(outcome.report, options, time.perf_counter() - start)
        _say(outcome, project, last, verify=verify, verbose=verbose)
    return common.FAILED if outcome.failed else common.DONE


def _say(outcome: BuildOutcome, project: Path, last: str, *, verify: bool, verbose: bool) -> None:
    """Print in words what the build did."""
    for line in console.cleaning_lines(outcome.report, project, verbose=verbose):
        console.say(line)
    console.say(last)
    if line := console.due_line(outcome.report):
        console.say(line)
    if verify:
        console.say(_verification_line(outcome.verification))


def _summary(report: Report, options: Options, seconds: float) -> str:
    return console.summary(report, options.output.as_posix(), seconds, kept_going=options.keep_going)


@contextmanager
def _cluster(address: str | None) -> Iterator[Workers | None]:
    """The workers of a Dask cluster, if any; failures are wrong usage."""
    try:
        with dask(address) if address else nullcontext() as workers:
            yield workers
    except WorkersError as error:
        raise click.UsageError(f"--executor: {error}") from None


def _open(project: Path, overrides: Mapping[str, str], builder: str | None) -> Project:
    from briefgen.project.project import open_project

    return (common.open_to_read if builder == LINKCHECK else open_project)(project, overrides)


def _show(report: Report, project: Path, display: console.Display) -> None:
    """Print a report in the chosen form; only output for programs goes to standard output."""
    if display.form == "json":
        common.print_json(console.report_json(report, lists=display.verbose))
    console.show(report.diagnostics, project, display, all_by="-v or --report FILE")
    if display.verbose and display.form == "text":
        _list(report)


def _builders(project: Project, name: str | None) -> tuple[str, ...]:
    """The builders to run: the chosen one, else those of the settings."""
    known = [*project.extensions.builders, LINKCHECK]
    if name and name not in known:
        hint = did_you_mean(name, known, f"choose from: {', '.join(known)}")
        raise click.UsageError(f'there is no builder "{name}"; {hint}')
    return (name,) if name and name != LINKCHECK else project.config.builders


def _work(builder: str | None) -> Callable[[Project, Options, Progress], BuildOutcome]:
    return _check_links if builder == LINKCHECK else _make


def _make(project: Project, options: Options, progress: Progress) -> BuildOutcome:
    from briefgen.build.build import build

    return BuildOutcome(build(project, options, progress, common.report_waiting))


def _check_links(project: Project, options: Options, progress: Progress) -> BuildOutcome:
    """Run ``-b linkcheck``."""
    from briefgen.linkcheck.linkcheck import FILE, check_links

    try:
        report, results = check_links(project, options, progress)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    counts = Counter([one.status for one in results])
    summary = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    links = plural(len(results), "external link")
    return BuildOutcome(report, f"Checked {links}: {summary or 'none'}. All results are in .briefgen/{FILE}.")


def _verify(
    outcome: BuildOutcome, project: Project, options: Options, overrides: Mapping[str, str]
) -> BuildOutcome:
    """Compare the site with a clean build."""
    from briefgen.build.verify import verify

    try:
        verification = verify(project, options, overrides)
    except OSError as error:
        raise click.ClickException(f"--verify: {error}") from None
    problems = in_order([*outcome.report.diagnostics, *verification.problems])
    return BuildOutcome(replace(outcome.report, diagnostics=problems), outcome.line, verification)


def _verification_line(verification: Verification | None) -> str:
    """The last line of ``--verify``."""
    if verification is None:
        return "Not verified: the site has errors."
    if verification.problems:
        return "Verification failed: the site differs from a clean build."
    return f"Verified: {plural(verification.files, 'file')} identical to a clean build."


def _list(report: Report) -> None:
    """Print the files of a build, by what was done with them."""
    for what in ("read", "rendered", "written", "removed"):
        for path in getattr(report, what):
            console.say(f"{what:>9} {path}")


def _write_report(report: Report, path: Path | None, lists: bool) -> None:
    text = json.dumps(console.report_json(report, lists=lists), ensure_ascii=False, indent=2)
    try:
        if path:
            path.write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise click.UsageError(f"--report {path}: {error.strerror}") from None


def _check_output(output: Path | None, project: Project) -> None:
    """Refuse an output folder that overlaps with a folder of the project."""
    from briefgen.config.validation import is_own_folder

    if output and is_own_folder(project.config, output):
        message = f"-o {output} would mix the site with the project's own files; name a separate folder"
        raise click.UsageError(message)
