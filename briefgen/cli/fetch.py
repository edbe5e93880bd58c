"""``briefgen fetch``: fetch the feeds that you follow into the inbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from briefgen.cli import common
from briefgen.cli.import_report import why_passed_by
from briefgen.reporting import console
from briefgen.util.text import plural, printable, shell_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.curation.feed_collection import FeedReport
    from briefgen.importing.importer import Outcome
    from briefgen.model import Diagnostic
    from briefgen.model.subscription import Subscription

SHOWN = 5
"""Items of a feed that are passed by, or are read from their teaser, and are named one by one."""


class _Wishes(NamedTuple):
    """How to fetch: as if at another time, even unchanged feeds, and with pictures."""

    now: str | None
    fresh: bool
    pictures: bool


@click.command("fetch", cls=common.Command)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@common.IN_PROJECT
@click.option("--fresh", is_flag=True, help="Ask for whole feeds, even if they have not changed.")
@click.option("--opml", is_flag=True, help="Print the feeds as OPML; fetch nothing.")
@click.option(
    "--read-opml",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Print the feeds of an OPML list as lines for briefgen.yml; fetch nothing.",
)
@click.option(
    "--write-workflow",
    "workflow",
    is_flag=True,
    help="Write a GitHub workflow that fetches once a day into a pull request; fetch nothing.",
)
@common.PICTURES
@common.QUIET
@common.VERBOSE
@common.NOW
@common.JSON
def command(
    sources: tuple[str, ...],
    project: Path,
    fresh: bool,
    opml: bool,
    read_opml: Path | None,
    workflow: bool,
    pictures: bool,
    quiet: bool,
    verbose: bool,
    now: str | None,
    as_json: bool,
) -> int:
    """Fetch the feeds that the settings name, and put their new entries into inbox/.

    SOURCE is an outlet, or the host or address of a feed (default: all feeds). Nothing else is asked for.
    The exit code is 1 only if no feed could be read.
    """
    for name in sources:
        common.refuse_project(name, "a source", "fetch")
    if opml or read_opml or workflow:
        return _exchange(project, read_opml, workflow=workflow)
    wishes = _Wishes(now, fresh, pictures)
    with common.writing_articles(project):
        reports = _collect(project, sources, wishes, console.Bar(quiet=quiet or as_json))
    if as_json:
        common.print_json(_values(reports))
    else:
        problems = [problem for one in reports for problem in (*one.problems, *_of_pictures(one))]
        console.show(problems, project, console.Display(quiet=quiet, verbose=verbose), all_by="-v")
        common.print_lines(_lines(reports, quiet=quiet, verbose=verbose))
    return common.FAILED if all(one.result.status == "failed" for one in reports) else common.DONE


def _exchange(project: Path, read_opml: Path | None, *, workflow: bool) -> int:
    """Print or write what ``--opml``, ``--read-opml`` or ``--write-workflow`` asks for."""
    from briefgen.importing.document import Input
    from briefgen.importing.opml import opml_of, subscriptions_in
    from briefgen.importing.subscriptions import subscriptions

    if workflow:
        from briefgen.publishing.workflow import FETCH_WORKFLOW, write_workflow

        opened = common.open_to_read(project)
        click.echo(write_workflow(project, opened.config.output, FETCH_WORKFLOW))
    elif read_opml:
        feeds = subscriptions_in(Input(read_opml.as_posix(), read_opml.read_bytes()))
        common.print_lines(["feeds:", *(f"  - {_in_yaml(one)}" for one in feeds)])
    else:
        config = common.open_to_read(project).config
        click.echo(opml_of(subscriptions(config), config.title), nl=False)
    return common.DONE


def _in_yaml(feed: Subscription) -> str:
    """A feed as a mapping of YAML in one line; JSON strings are valid YAML."""
    import json

    named = {"url": feed.url, "source": feed.source}
    pairs = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in named.items() if value]
    return f"{{{', '.join(pairs)}}}"


def _collect(root: Path, sources: Sequence[str], wishes: _Wishes, bar: console.Bar) -> list[FeedReport]:
    """Fetch the feeds.

    The result of each is kept as soon as its items are in the inbox.
    """
    from dataclasses import replace

    from briefgen.cache.store import FOLDER, make_folder
    from briefgen.curation import feed_results
    from briefgen.curation.feed_collection import FeedCollector
    from briefgen.importing.picture_saver import PictureSaver
    from briefgen.importing.subscriptions import select, subscriptions
    from briefgen.util.files import replace_file

    project = common.open_to_read(root)
    feeds = subscriptions(project.config)
    file = root / FOLDER / feed_results.FILE
    results = feed_results.read(file)
    outlets = {url: result.source for url, result in results.items()}
    feeds_to_ask = select(feeds, sources, project.config, outlets)
    importer, private = common.importer_of(project, wishes.now)
    known = {} if wishes.fresh else results
    saver = PictureSaver(root, private) if wishes.pictures else None
    make_folder(root)
    collector = FeedCollector(replace(importer, inbox=True, pictures=saver), known, importer.now, private)
    reports = []
    for report in collector.collect(feeds_to_ask, bar):
        reports.append(report)
        results[report.feed.url] = report.result
        in_settings = [results[feed.url] for feed in feeds if feed.url in results]
        replace_file(file, feed_results.encode(in_settings))
    return reports


def _of_pictures(report: FeedReport) -> Iterator[Diagnostic]:
    """What is wrong with pictures of a feed's items."""
    problems = (problem for outcome in report.outcomes for problem in outcome.new.problems)
    return (problem for problem in problems if problem.code == "picture-unsaved")


# --- for people -------------------------------------------------------------------------------------------


def _lines(reports: Sequence[FeedReport], *, quiet: bool, verbose: bool) -> Iterator[str]:
    """A line for each feed, the items that were passed by, and a summary."""
    for report in reports if not quiet else ():
        counts = _counts(report)
        status = counts or report.result.status
        colour = "green" if report.result.added else "red" if report.result.status == "failed" else None
        yield f"{printable(report.result.source or report.feed.url)}: {click.style(status, fg=colour)}"
        rows = [row for outcome in report.outcomes if (row := _passed_by(outcome, verbose=verbose))]
        yield from rows if verbose else rows[:SHOWN]
        if len(rows) > SHOWN and not verbose:
            yield f"    … and {plural(len(rows) - SHOWN, 'more item')}: -v shows all"
    yield _summary(reports)


def _counts(report: FeedReport) -> str:
    """How many entries are new, and what became of the others."""
    words = {
        "added": "new",
        "updated": "updated in the inbox",
        "edited": "changed by the outlet",
        "known": "known",
        "skipped": "skipped before",
        "rejected": "deleted before",
    }
    numbers = {what: sum(one.what == what for one in report.outcomes) for what in words}
    numbers["known"] += report.known
    return ", ".join(f"{numbers[what]:,} {text}" for what, text in words.items() if numbers[what])


def _passed_by(outcome: Outcome, *, verbose: bool) -> str:
    """An item that is not in the inbox, why, and how to take it anyway.

    Without ``verbose`` those are left out that are known by their address, or that you decided on.
    """
    url = str(outcome.new.fields.get("url", ""))
    title = printable(outcome.new.title)
    if outcome.what == "edited":
        how = f"briefgen add {shell_word(url)}" if url else "compare it"
        return f"    {outcome.reason or 'changed here and by the outlet'}: {outcome.path}: {title} ({how})"
    reason = why_passed_by(outcome)
    if not reason or not (verbose or outcome.like):
        return ""
    other = f" as {outcome.path}" if outcome.like else ""
    how = f"briefgen add --inbox --anyway {shell_word(url)}" if url else "--anyway adds it"
    return f"    passed by: {title} ({reason}{other}): {how}"


def _summary(reports: Sequence[FeedReport]) -> str:
    added = sum(one.result.added for one in reports)
    failed = sum(one.result.status == "failed" for one in reports)
    line = f"{plural(added, 'new item')} from {plural(len(reports), 'feed')}"
    line += f"; {plural(failed, 'feed')} failed" if failed else ""
    return f"{line}. Next: briefgen inbox" if added else f"{line}."


# --- for programs -----------------------------------------------------------------------------------------


def _values(reports: Sequence[FeedReport]) -> dict[str, Any]:
    items = [
        {
            "outcome": outcome.what,
            "path": outcome.path,
            "title": outcome.new.title,
            "url": outcome.new.fields.get("url"),
            "source": outcome.new.fields.get("source"),
            "reason": why_passed_by(outcome) or None,
        }
        for report in reports
        for outcome in report.outcomes
    ]
    problems = [
        console.values(problem) for report in reports for problem in (*report.problems, *_of_pictures(report))
    ]
    return {"feeds": [one.result._asdict() for one in reports], "items": items, "diagnostics": problems}
