"""``briefgen inventory``: fetch and list the inventories of other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, Diagnostics, failure
from briefgen.reporting import console
from briefgen.util.text import did_you_mean, plural, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefgen.config import Config

NAMES = click.argument("names", nargs=-1, metavar="[NAME]...")


@click.group("inventory", cls=common.Actions)
def command() -> None:
    """Fetch and list the inventories of other sites, for references to their pages."""


@command.command("fetch")
@NAMES
@common.IN_PROJECT
def fetch(names: tuple[str, ...], project: Path) -> int:
    """Fetch the inventories NAME (default: all) and store them in the project."""
    code = common.DONE
    names, project = _names_of(names, project)
    config = _config(project)
    for name in _selected(config, names):
        try:
            click.echo(f"{name}: {_update(config, name)}")
        except BriefgenError as error:
            code = common.report_error(error, project)
    return code


@command.command("list")
@NAMES
@common.IN_PROJECT
@common.JSON
def listing(names: tuple[str, ...], project: Path, as_json: bool) -> int:
    """List the references that articles can make, ready to copy."""
    from briefgen.crossref.inventories import read_all

    problems = Diagnostics()
    names, project = _names_of(names, project)
    config = _config(project)
    rows = [
        {"reference": f"{{{role}}}`{name}:{slug}`", "url": url, "title": title}
        for name, entries in read_all(config, _selected(config, names), problems).items()
        for (role, slug), (url, title) in entries.items()
    ]
    if as_json:
        common.print_json(rows)
    for row in rows if not as_json else ():
        click.echo(printable(f"{row['reference']}  {row['title']}"))
    return common.report_error(BriefgenError(*problems), project) if problems else common.DONE


def _names_of(names: Sequence[str], project: Path) -> tuple[tuple[str, ...], Path]:
    """The names and the project; a single name may be a project folder."""
    if len(names) == 1:
        name, project = common.project_instead(names[0], project)
        return ((name,) if name else ()), project
    return tuple(names), project


def _update(config: Config, name: str) -> str:
    """Fetch an inventory into its file, and say what was done."""
    from briefgen.crossref.inventories import parsed
    from briefgen.importing.fetch import fetch as fetch_address
    from briefgen.util.files import replace_file

    url, kept = config.inventories[name]
    at = f"{url}objects.inv"
    payload = fetch_address(at, kinds=(), private=config.private_hosts)
    console.show(payload.problems, config.root)
    data = payload.data
    file = config.root / kept
    try:
        count = plural(len(parsed(data, url)), "name")
        if file.is_file() and file.read_bytes() == data:
            return f"{count}, unchanged"
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, data)
    except ValueError as error:
        raise _refused(at, str(error), "use the address of a site that has an objects.inv") from None
    except OSError as error:
        message = f"it cannot be written: {error.strerror}"
        raise _refused(kept, message, "fix the permissions of the folder") from None
    return f"{count}, written to {kept}"


def _refused(where: str, message: str, hint: str) -> BriefgenError:
    return failure("fetch-refused", Location(where), message, hint)


def _config(project: Path) -> Config:
    from briefgen.config import read_config

    return read_config(project)[0]


def _selected(config: Config, names: Sequence[str]) -> Sequence[str]:
    """The inventories with these names; all, if there are no names."""
    if not config.inventories:
        hint = "add inventories: {desk: https://desk.example/} to briefgen.yml"
        message = "the settings have no inventories"
        raise failure("config-value", config.place("inventories"), message, hint)
    for name in names:
        if name not in config.inventories:
            hint = did_you_mean(name, config.inventories, f"choose from: {', '.join(config.inventories)}")
            message = f'there is no inventory "{printable(name)}"'
            raise failure("config-value", config.place("inventories"), message, hint)
    return names or list(config.inventories)
