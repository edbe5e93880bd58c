"""``briefgen clean``: show how articles are cleaned, or clean their files."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common, import_report
from briefgen.cli.clean_files import CleanFiles
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefgen.cli.clean_files import CleanedFile
    from briefgen.importing.importer import Outcome
    from briefgen.importing.raw_store import ImportRecord
    from briefgen.importing.remake import Remaker


@click.command("clean", cls=common.Command)
@click.argument("files", nargs=-1, metavar="[FILE|DIR]...", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--explain",
    "mode",
    flag_value="explain",
    default=True,
    help="Show each change with its rule and reason (default).",
)
@click.option("--diff", "mode", flag_value="diff", help="Show a diff of raw and cleaned text.")
@click.option("--json", "mode", flag_value="json", help="Print JSON, for programs: one line per file.")
@click.option("--stats", "mode", flag_value="stats", help="Count the changes of each rule, by source.")
@click.option("--write", is_flag=True, help="Write the cleaned text to the files; keep the old text in raw/.")
@click.option("--undo", is_flag=True, help="Give the files the bytes that they had before the last change.")
@click.option(
    "--all", "everything", is_flag=True, help="Clean every added article again, from its raw input."
)
@click.option(
    "--since",
    type=int,
    metavar="RULESET",
    help="With --all: only articles cleaned by this rule set or an older one.",
)
@common.IN_PROJECT
@common.NOW
def command(
    files: tuple[Path, ...],
    mode: str,
    write: bool,
    undo: bool,
    everything: bool,
    since: int | None,
    project: Path,
    now: str | None,
) -> int:
    """Show how each FILE is cleaned: an article, or what `add` takes.

    Of an added article, the changes to its raw input are shown. Only --write and --undo change files.
    """
    if mode == "stats" and not everything and not files:
        files = (project,)
    if everything == bool(files):
        raise click.UsageError("name files or folders, or use --all")
    if since is not None and not everything:
        raise click.UsageError("--since needs --all")
    if undo and (write or everything):
        raise click.UsageError("--undo takes files, and neither --write nor --all")
    with common.writing_articles(project) if write or undo else nullcontext():
        if everything:
            as_json = mode == "json"
            display = import_report.ImportDisplay(not write, as_json=as_json, changes=True, project=project)
            return _clean_all_again(project, since, now, display)
        return _undo(files) if undo else _clean(files, mode, now, write=write)


def _undo(files: Sequence[Path]) -> int:
    cleaner = CleanFiles()
    for file in files:
        try:
            cleaner.undo(file)
        except BriefgenError as error:
            cleaner.fail(error)
    return common.FAILED if cleaner.failures else common.DONE


def _clean(files: Sequence[Path], mode: str, now: str | None, *, write: bool) -> int:
    cleaner = CleanFiles(now)
    each = cleaner.read(files)
    if mode == "stats":
        from briefgen.cli import clean_report

        for line in clean_report.statistics(clean_report.count_by_source(one.whole for one in each)):
            console.say(line, sys.stdout)
        return common.FAILED if cleaner.failures else common.DONE
    for one in each:
        _show(mode, one)
        if write:
            try:
                cleaner.write(one)
            except BriefgenError as error:
                cleaner.fail(error)
    return common.FAILED if cleaner.failures else common.DONE


def _show(mode: str, one: CleanedFile) -> None:
    from briefgen.cli import clean_report

    if mode == "json":
        import json

        click.echo(json.dumps(clean_report.as_json(one.raw, one.name, one.added), ensure_ascii=False))
        return
    common.print_lines(_lines(mode, one))


def _lines(mode: str, one: CleanedFile) -> Iterator[str]:
    """The cleaning of a file as text.

    Of an added article first that of its raw input.
    """
    from briefgen.cli import clean_report

    show = clean_report.diff if mode == "diff" else clean_report.explain
    if one.ledger:
        origin = f" ({one.origin})" if one.origin else ""
        yield from show(one.raw, f"{one.name}{origin}", one.raw.body)
    if not one.ledger or one.prepared.cleaned.edits:
        yield from show(one.prepared, one.name, one.source.text)


def _clean_all_again(
    root: Path, since: int | None, now: str | None, display: import_report.ImportDisplay
) -> int:
    """Clean every added article again from its raw input, unless somebody changed it."""
    from briefgen.build.read import read_quietly
    from briefgen.importing.reimport import records
    from briefgen.importing.remake import Remaker
    from briefgen.util.periods import zone

    project = common.open_to_read(root)
    moment = common.current_time(now, zone(project.config.timezone))
    articles = [one.result.article for one in read_quietly(project).values() if one.result.article]
    todo = records(root, articles, since)
    remaker = Remaker(project.root, project.pipeline, moment)
    bar = console.Bar(quiet=display.as_json)

    def outcomes() -> Iterator[Outcome | BriefgenError]:
        for n, (record, path) in enumerate(todo):
            bar("cleaning", n, len(todo))
            yield _clean_again(record, path, remaker, write=not display.dry)
        bar("cleaning", len(todo), len(todo))

    return import_report.report(outcomes(), root, display)


def _clean_again(
    record: ImportRecord, path: str, remaker: Remaker, *, write: bool
) -> Outcome | BriefgenError:
    from briefgen.importing.document import refusal
    from briefgen.importing.reimport import reimport

    try:
        return reimport(record, path, remaker, write=write)
    except BriefgenError as error:
        return error
    except (OSError, ValueError) as error:
        return refusal(path, f"it cannot be cleaned again: {error}", "add it again")
