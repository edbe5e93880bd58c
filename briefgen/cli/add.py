"""``briefgen add``: make article files from texts, web pages, mails, feeds and tables."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common, import_report
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.reporting import console
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from briefgen.cli.import_report import Reported
    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.importer import Importer, Outcome
    from briefgen.schema.yaml_edit import Value


@click.command("add", cls=common.Command)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@common.IN_PROJECT
@click.option("--topic", help="The topic.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag. May be repeated.")
@click.option("--lang", help="The language, such as en, id or pt-BR.")
@click.option("--source", help="The outlet.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="The column of a table that has a field, such as text=isi. May be repeated.",
)
@click.option(
    "--day-first/--month-first",
    "day_first",
    default=None,
    help="What 05/03/2024 means, if the other dates of the input do not show it.",
)
@click.option("--split", is_flag=True, help="Make an article of each item of a newsletter, by its headings.")
@click.option("--plain", is_flag=True, help="Take words alone: no links, emphasis, lists or tables.")
@click.option(
    "--anyway",
    is_flag=True,
    help="Add articles even if the project has them already, or they were deleted or skipped.",
)
@click.option("--inbox", is_flag=True, help="Put the articles into inbox/, where no build reads them.")
@common.PICTURES
@common.DRY_RUN
@common.QUIET
@common.NOW
@common.JSON
def command(
    inputs: tuple[str, ...],
    project: Path,
    topic: str | None,
    tags: tuple[str, ...],
    lang: str | None,
    source: str | None,
    columns: tuple[str, ...],
    day_first: bool | None,
    split: bool,
    plain: bool,
    anyway: bool,
    inbox: bool,
    pictures: bool,
    dry_run: bool,
    quiet: bool,
    now: str | None,
    as_json: bool,
) -> int:
    """Make article files from INPUT.

    INPUT is a text, a web page (file or address), a mail (.eml), a feed, JSON, JSONL, CSV, TSV,
    a folder of such files, or - for standard input.
    """
    from briefgen.importing.inputs import expand
    from briefgen.importing.picture_saver import PictureSaver

    for name in inputs:
        common.refuse_project(name, "an input", "add INPUT")
    by_field = _columns(columns)
    fields: dict[str, Value | None] = {"topic": topic, "tags": tags, "source": source}
    fields["lang"] = common.language_code(lang)
    overrides = {key: value for key, value in fields.items() if value}
    with nullcontext() if dry_run else common.writing_articles(project):
        importer, private = common.importer_of(common.open_to_read(project), now)
        importer = replace(importer, overrides=overrides, columns=by_field, dry=dry_run, anyway=anyway)
        importer = replace(importer, split=split, plain=plain, inbox=inbox)
        if pictures:
            importer = replace(importer, pictures=PictureSaver(project, private))
        if day_first is not None:
            importer = replace(importer, date_order="day-first" if day_first else "month-first")
        names = expand(inputs, project / importer.pipeline.content)
        outcomes = _add_all(importer, names, private, console.Bar(quiet=quiet or as_json))
        display = import_report.ImportDisplay(dry_run, quiet, as_json, project=project)
        return import_report.report(outcomes, Path(), display)


def _add_all(
    importer: Importer, names: Sequence[str], private: Collection[str], bar: console.Bar
) -> Iterator[Reported]:
    for n, name in enumerate(names):
        bar("adding", n, len(names))
        yield from _add(importer, name, private)
    bar("adding", len(names), len(names))


def _columns(pairs: tuple[str, ...]) -> dict[str, str]:
    from briefgen.importing.column_names import KNOWN

    by_field = common.overrides(pairs, option="--column", form="FIELD=NAME")
    for name in by_field:
        if name not in KNOWN:
            hint = did_you_mean(name, KNOWN, f"choose from: {', '.join(KNOWN)}")
            raise click.UsageError(f'--column: there is no field "{name}"; {hint}')
    return dict(by_field)


def _add(importer: Importer, name: str, private: Collection[str]) -> Iterator[Reported]:
    """Add every article of one input. Errors stop nothing else."""
    from briefgen.importing.document import ImportedDocument
    from briefgen.importing.formats import read_documents
    from briefgen.importing.inputs import load
    from briefgen.importing.split_items import split_all
    from briefgen.reading.publication import of_path

    by_path = of_path(name).reason
    try:
        payload = load(name, private)
        yield from payload.problems
        documents = read_documents(payload, importer.columns)
        for document in split_all(documents) if importer.split else documents:
            if isinstance(document, ImportedDocument):
                reason = document.unpublished or by_path
                yield _outcome(importer, replace(document, unpublished=reason))
            else:
                yield document
    except BriefgenError as error:
        yield error
    except Exception as error:
        yield _fault(error, name)


def _outcome(importer: Importer, document: ImportedDocument) -> Outcome | BriefgenError:
    from briefgen.model import Location

    try:
        return importer.add_document(document)
    except BriefgenError as error:
        return error
    except OSError as error:
        message = f"cannot read or write {error.filename}: {error.strerror}"
        hint = "fix the permissions, or free some space"
        return failure("write-failed", Location(document.origin), message, hint)
    except Exception as error:
        return _fault(error, document.origin)


def _fault(error: Exception, origin: str) -> BriefgenError:
    """A fault of briefgen or of a library, which must not stop the other inputs."""
    from briefgen.model import Location

    message = f"briefgen failed on this input: {type(error).__name__}: {error}"
    return failure("internal-error", Location(origin), message, "please report it, with the input")
