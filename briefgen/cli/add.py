"""``briefgen add``: make clean article files of what newsrooms get: texts, pages, mails, feeds, dumps."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common, import_report
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.importer import Importer, Outcome
    from briefgen.model import Article
    from briefgen.project.project import Project
    from briefgen.schema.yaml_edit import Value


@click.command("add")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@common.IN_PROJECT
@click.option("--topic", help="Their topic.")
@click.option("--tag", "tags", multiple=True, help="A tag; as often as you like.")
@click.option("--lang", help="Their language, as in en, id or pt-BR.")
@click.option("--source", help="The outlet.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="The column of a dump that holds a field (text=isi).",
)
@click.option("--anyway", is_flag=True, help="Add what is there already, too.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
@common.NOW
def command(
    inputs: tuple[str, ...], project: Path, topic: str | None, tags: tuple[str, ...], lang: str | None, source: str | None,
    columns: tuple[str, ...], anyway: bool, dry: bool, quiet: bool, now: str | None,
) -> int:  # fmt: skip
    """Make article files of INPUT: a text, web page (file or address), .eml, feed, JSONL, CSV, a folder of them, or - to paste."""
    from briefgen.importing import inputs as named
    from briefgen.reading.prepare import is_language

    mapped = _columns(columns)
    if lang and not is_language(lang):
        raise click.UsageError(f'--lang: "{lang}" is no language code; write one such as en, id or pt-BR')
    given: dict[str, Value] = {"topic": topic or "", "tags": tags, "lang": lang or "", "source": source or ""}
    try:
        intake = _intake(
            project,
            {key: value for key, value in given.items() if value},
            mapped,
            now,
            dry=dry,
            anyway=anyway,
        )
        names = named.named(inputs, project / intake.pipeline.content)
    except BriefgenError as error:
        return common.tell(error, project)
    bar, done, failed = console.Bar(quiet=quiet), Counter[str](), 0
    for n, name in enumerate(names):
        bar("adding", n, len(names))
        for outcome in _taken(intake, name):
            if isinstance(outcome, BriefgenError):
                failed += 1
                console.show(outcome.diagnostics, Path())
                continue
            done[outcome.what] += 1
            if not quiet:
                for line in import_report.told(outcome, dry=dry):
                    console.say(line, sys.stdout)
    bar("adding", len(names), len(names))
    if not quiet:
        console.say(import_report.summary(done, failed, dry=dry))
    return common.FAILED if failed else common.DONE


def _columns(pairs: tuple[str, ...]) -> dict[str, str]:
    from briefgen.importing.tables import KNOWN

    mapped = common.overrides(pairs, option="--column", form="FIELD=NAME")
    for name in mapped:
        if name not in KNOWN:
            hint = did_you_mean(name, KNOWN, f"there are: {', '.join(KNOWN)}")
            raise click.UsageError(f'--column: there is no field "{name}"; {hint}')
    return dict(mapped)


def _intake(
    root: Path,
    given: Mapping[str, Value],
    columns: Mapping[str, str],
    now: str | None,
    *,
    dry: bool,
    anyway: bool,
) -> Importer:
    from briefgen.importing.importer import Importer
    from briefgen.importing.known_articles import KnownArticles
    from briefgen.util.periods import zone

    project = common.open_to_read(root)
    moment = common.the_time(now, zone(project.config.timezone))
    known = KnownArticles(_articles(project))
    return Importer(root, project.pipeline, known, moment, given, columns, dry, anyway)


def _articles(project: Project) -> Iterator[Article]:
    """The articles that the project has; those in error are told of by a build."""
    from briefgen.build.read import read_quietly

    return (one.result.article for one in read_quietly(project).values() if one.result.article)


def _taken(intake: Importer, name: str) -> Iterator[Outcome | BriefgenError]:
    """What becomes of each article of one input. One that is refused does not hold up the others."""
    from briefgen.importing.formats import arrivals
    from briefgen.importing.inputs import load

    try:
        for arrival in arrivals(load(name), intake.columns):
            yield arrival if isinstance(arrival, BriefgenError) else _one(intake, arrival)
    except BriefgenError as error:
        yield error


def _one(intake: Importer, arrival: ImportedDocument) -> Outcome | BriefgenError:
    from briefgen.model import Location
    from briefgen.model.diagnostics import diagnostic

    try:
        return intake.take(arrival)
    except BriefgenError as error:
        return error
    except OSError as error:
        message = f"{error.filename} cannot be read or written: {error.strerror}"
        return BriefgenError(
            diagnostic("write-failed", Location(arrival.origin), message, "mend its permissions or make room")
        )
