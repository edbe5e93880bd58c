"""``briefgen print``: make a PDF file of an edition."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli import common


@click.command("print", cls=common.Command)
@click.argument("date")
@common.IN_PROJECT
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PDF file to write.",
)
def command(date: str, project: Path, file: Path) -> int:
    """Make a PDF file of the edition DATE, as the last build wrote its page.

    It needs an installed Chromium, and has tags for screen readers, bookmarks and page numbers.
    """
    from briefgen.config import read_config
    from briefgen.util.chromium import VARIABLE, find_browser, print_pdf
    from briefgen.util.periods import is_edition_name
    from briefgen.util.urls import fill

    config, _ = read_config(project)
    if not is_edition_name(date, config.period, config.slot_names):
        raise click.UsageError(f'"{date}" names no edition of this site')
    address = fill(config.address("edition"), {"date": date})
    page = project / config.output / (address[1:] + ("index.html" if address.endswith("/") else ""))
    if not address or not page.is_file():
        raise click.ClickException(
            f"there is no page of {date} in {config.output}; run `briefgen build` first"
        )
    browser = find_browser()
    if not browser:
        raise click.ClickException(f"no Chromium found; install chromium, or name one in {VARIABLE}")
    if problem := print_pdf(browser, page, file):
        raise click.ClickException(f"{browser} made no PDF: {problem}")
    click.echo(file)
    return common.DONE
