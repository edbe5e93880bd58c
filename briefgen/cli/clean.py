"""``briefgen clean``: show how articles are cleaned, or clean their files."""

from __future__ import annotations

import sys
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
    from briefgen.importing.raw_store import ImportRecord
    from briefgen.model import Source
    from briefgen.project.project import Project
    from briefgen.reading.pipeline import Pipeline
    from briefgen.reading.prepare import Prepared


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
    everything: bool,
    since: int | None,
    project: Path,
    now: str | None,
) -> int:
    """Show how each FILE (an article or a .txt) is cleaned. Only --write changes files."""
    if everything == bool(files):
        raise click.UsageError("name files or folders, or use --all")
    if since is not None and not everything:
        raise click.UsageError("--since needs --all")
    if everything:
        display = import_report.Display(dry=not write, as_json=mode == "json", changes=True)
        return _clean_all_again(project, since, now, display)
    failures: list[BriefgenError] = []
    each = _each(files, failures)
    if mode == "stats":
        from briefgen.cli import clean_report

        for line in clean_report.statistics(
            clean_report.count_by_source(prepared for _, _, prepared in each)
        ):
            console.say(line, sys.stdout)
        return common.FAILED if failures else common.DONE
    for file, source, prepared in each:
        _show(mode, file, source, prepared)
        if write:
            try:
                _write(file, source, prepared)
            except BriefgenError as error:
                failures.append(error)
                common.report_error(error, Path())
    return common.FAILED if failures else common.DONE


def _each(files: Sequence[Path], failures: list[BriefgenError]) -> Iterator[tuple[Path, Source, Prepared]]:
    """Clean each file with the settings of its project; show the failures."""
    pipelines: dict[Path | None, Pipeline] = {}
    for file in _expand(files):
        try:
            yield file, *_prepare(file, pipelines)
        except BriefgenError as error:
            failures.append(error)
            common.report_error(error, file.parent if file.is_absolute() else Path())


def _expand(files: Sequence[Path]) -> Iterator[Path]:
    """The files, and the articles in the folders; a project means its content folder."""
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
        else clean_report.explain(prepared, file.as_posix())
    )
    common.print_lines(lines)


def _write(file: Path, source: Source, prepared: Prepared) -> None:
    """Write the cleaned text, and keep the old one in ``raw/``."""
    from briefgen.config import find_project
    from briefgen.importing.document import refusal
    from briefgen.importing.raw_store import FOLDER, RawStore
    from briefgen.importing.reimport import cleaned_text
    from briefgen.util.files import replace_file

    text = cleaned_text(source, prepared)
    if text == source.text:
        return
    root = find_project(file.parent)
    if root is None:
        message = "it is not in a project, so there is no raw/ folder for the old text"
        raise refusal(file.as_posix(), message, "run `briefgen init` to make a project")
    name = RawStore(root).keep(file.read_bytes(), file.suffix)
    replace_file(file, text.encode())
    console.say(f"wrote {file.as_posix()}; the old text is {FOLDER}/{name}")


def _clean_all_again(root: Path, since: int | None, now: str | None, display: import_report.Display) -> int:
    """Clean every added article again from its raw input, unless somebody changed it."""
    from briefgen.build.read import read_quietly
    from briefgen.importing.reimport import records
    from briefgen.util.periods import zone

    project = common.open_to_read(root)
    moment = common.current_time(now, zone(project.config.timezone))
    articles = [one.result.article for one in read_quietly(project).values() if one.result.article]
    todo = records(root, articles, since)
    bar = console.Bar(quiet=display.as_json)

    def outcomes() -> Iterator[Outcome | BriefgenError]:
        for n, (record, path) in enumerate(todo):
            bar("cleaning", n, len(todo))
            yield _clean_again(record, path, project, moment, write=not display.dry)
        bar("cleaning", len(todo), len(todo))

    return import_report.report(outcomes(), root, display)


def _clean_again(
    record: ImportRecord, path: str, project: Project, now: datetime, *, write: bool
) -> Outcome | BriefgenError:
    from briefgen.importing.document import refusal
    from briefgen.importing.reimport import reimport

    try:
        return reimport(record, path, project.root, project.pipeline, now, write=write)
    except BriefgenError as error:
        return error
    except (OSError, ValueError) as error:
        return refusal(path, f"it cannot be cleaned again: {error}", "add it again")
