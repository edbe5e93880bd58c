"""``briefgen clean``: show what cleaning does to articles, write it, or do it again with better rules."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common, import_report
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefgen.importing.importer import Outcome
    from briefgen.importing.raw_store import Record
    from briefgen.model import Source
    from briefgen.project.project import Project
    from briefgen.reading.pipeline import Pipeline
    from briefgen.reading.prepare import Prepared


@click.command("clean")
@click.argument("files", nargs=-1, metavar="[FILE|DIR]...", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--explain",
    "mode",
    flag_value="explain",
    default=True,
    help="Each change with its rule and reason (the default).",
)
@click.option("--diff", "mode", flag_value="diff", help="Raw against clean.")
@click.option("--json", "mode", flag_value="json", help="One JSON object a line for each file.")
@click.option("--stats", "mode", flag_value="stats", help="How often each rule hits, by source.")
@click.option(
    "--write", is_flag=True, help="Write the cleaned text into the files; what was there is kept in raw/."
)
@click.option(
    "--all", "everything", is_flag=True, help="Make every article that was added anew from its raw input."
)
@click.option(
    "--since",
    type=int,
    metavar="RULESET",
    help="With --all: only those that this rule set cleaned, or an older one.",
)
@common.IN_PROJECT
@common.NOW
def command(
    files: tuple[Path, ...],
    mode: str,
    write: bool,
    everything: bool,
    since: int | None,
    project: Path,
    now: str | None,
) -> int:
    """Show what cleaning does to each FILE, an article or a plain .txt. Nothing is written without --write."""
    if everything == bool(files):
        raise click.UsageError("name files or folders, or --all")
    if since is not None and not everything:
        raise click.UsageError("--since goes with --all")
    if everything:
        return _all_again(project, since, now, write=write)
    failed: list[BriefgenError] = []
    each = _each(files, failed)
    if mode == "stats":
        from briefgen.cli import clean_report

        for line in clean_report.statistics(clean_report.counted(prepared for _, _, prepared in each)):
            console.say(line, sys.stdout)
        return common.FAILED if failed else common.DONE
    for file, source, prepared in each:
        _show(mode, file, source, prepared)
        if write:
            try:
                _write(file, source, prepared)
            except BriefgenError as error:
                failed.append(error)
                common.tell(error, Path())
    return common.FAILED if failed else common.DONE


def _each(files: Sequence[Path], failed: list[BriefgenError]) -> Iterator[tuple[Path, Source, Prepared]]:
    """Each file through front matter and cleaning, by the settings of the project that it lies in; what fails is told."""
    pipelines: dict[Path | None, Pipeline] = {}
    for file in _opened(files):
        try:
            yield file, *_prepare(file, pipelines)
        except BriefgenError as error:
            failed.append(error)
            common.tell(error, file.parent if file.is_absolute() else Path())


def _opened(files: Sequence[Path]) -> Iterator[Path]:
    """The files, and those that lie in folders, as a build would find them there; a project stands for its articles."""
    from briefgen.config import FILE_NAME, read_config
    from briefgen.reading.discovery import scan

    for file in files:
        if not file.is_dir():
            yield file
            continue
        is_project = (file / FILE_NAME).is_file()
        folder = file / read_config(file)[0].content if is_project else file
        parent = folder.parent if folder.name else folder
        yield from (parent / path for path in scan(parent, folder.name or ".").articles)


def _prepare(file: Path, pipelines: dict[Path | None, Pipeline]) -> tuple[Source, Prepared]:
    from briefgen.config import find_project
    from briefgen.model import Diagnostic
    from briefgen.project.pipeline import default_pipeline, open_pipeline
    from briefgen.reading import article, prepare

    root = find_project(file.parent)
    if root not in pipelines:
        pipelines[root] = open_pipeline(root) if root else default_pipeline()
    path = file.absolute().relative_to(root).as_posix() if root else file.as_posix()
    source = article.load(file.read_bytes(), path)
    prepared = source if isinstance(source, Diagnostic) else prepare.prepare(source, pipelines[root])
    if isinstance(source, Diagnostic) or isinstance(prepared, Diagnostic):
        problem = source if isinstance(source, Diagnostic) else prepared
        assert isinstance(problem, Diagnostic)  # noqa: S101 - for the type checker
        raise BriefgenError(problem._replace(location=problem.location._replace(path=file.as_posix())))
    return source, prepared


def _show(mode: str, file: Path, source: Source, prepared: Prepared) -> None:
    from briefgen.cli import clean_report

    if mode == "json":
        import json

        click.echo(json.dumps(clean_report.as_json(prepared, file.as_posix()), ensure_ascii=False))
        return
    lines = (
        clean_report.diff(prepared, file.as_posix(), source.text)
        if mode == "diff"
        else clean_report.explained(prepared, file.as_posix())
    )
    for line in lines:
        console.say(line, sys.stdout)


def _write(file: Path, source: Source, prepared: Prepared) -> None:
    """Write the cleaned text, and keep what was there.

    Raises:
        BriefgenError: for a file that lies in no project, or cannot be written.
    """
    from briefgen.config import find_project
    from briefgen.importing.document import refused
    from briefgen.importing.raw_store import FOLDER, RawStore
    from briefgen.importing.reimport import cleaned_text
    from briefgen.util.files import replace_file

    text = cleaned_text(source, prepared)
    if text == source.text:
        return
    root = find_project(file.parent)
    if root is None:
        raise refused(
            file.as_posix(),
            "it lies in no project, so there is no raw/ to keep what was there",
            "`briefgen init` makes one",
        )
    name = RawStore(root).keep(file.read_bytes(), file.suffix)
    replace_file(file, text.encode())
    console.say(f"wrote {file.as_posix()}; what was there is {FOLDER}/{name}")


def _all_again(root: Path, since: int | None, now: str | None, *, write: bool) -> int:
    """Every article that was added, made anew of its raw input; those that somebody changed since stay."""
    from briefgen.build.read import read_quietly
    from briefgen.importing.reimport import records
    from briefgen.util.periods import zone

    try:
        project = common.open_to_read(root)
    except BriefgenError as error:
        return common.tell(error, root)
    moment = common.the_time(now, zone(project.config.timezone))
    articles = [one.result.article for one in read_quietly(project).values() if one.result.article]
    wanted = records(root, articles, since)
    done, failed, bar = Counter[str](), 0, console.Bar(quiet=False)
    for n, (record, path) in enumerate(wanted):
        bar("cleaning", n, len(wanted))
        outcome = _again(record, path, project, moment, write=write)
        if isinstance(outcome, BriefgenError):
            failed += 1
            console.show(outcome.diagnostics, root)
            continue
        done[outcome.what] += 1
        if outcome.changes:
            for line in import_report.told(outcome, dry=not write):
                console.say(line, sys.stdout)
    bar("cleaning", len(wanted), len(wanted))
    console.say(import_report.summary(done, failed, dry=not write))
    return common.FAILED if failed else common.DONE


def _again(
    record: Record, path: str, project: Project, now: datetime, *, write: bool
) -> Outcome | BriefgenError:
    from briefgen.importing.document import refused
    from briefgen.importing.reimport import again

    try:
        return again(record, path, project.root, project.pipeline, now, write=write)
    except BriefgenError as error:
        return error
    except (OSError, ValueError) as error:
        return refused(path, f"it cannot be made anew: {error}", "add it once more")
