"""``briefgen inventory``: what the project can refer to on other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, Diagnostics, diagnostic
from briefgen.util.text import did_you_mean, plural, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefgen.config import Config

NAMES = click.argument("names", nargs=-1, metavar="[NAME]...")


@click.group("inventory", cls=common.Actions)
def command() -> None:
    """Fetch and list the inventories of other sites, so that articles can refer to theirs."""


@command.command("fetch")
@NAMES
@common.IN_PROJECT
def fetch(names: tuple[str, ...], project: Path) -> int:
    """Fetch inventories (all, if none is named) into the project, where they are kept with its other files."""
    code = common.DONE
    try:
        config = _config(project)
        for name in _asked(config, names):
            try:
                click.echo(f"{name}: {_fetched(config, name)}")
            except BriefgenError as error:
                code = common.tell(error, project)
    except BriefgenError as error:
        return common.tell(error, project)
    return code


@command.command("list")
@NAMES
@common.IN_PROJECT
def listing(names: tuple[str, ...], project: Path) -> int:
    """List what articles can refer to, as it is written in them."""
    from briefgen.crossref.inventories import read_all

    try:
        config = _config(project)
        asked = _asked(config, names)
        problems = Diagnostics()
        for name, entries in read_all(config, asked, problems).items():
            for (role, slug), (_, title) in entries.items():
                click.echo(printable(f"{{{role}}}`{name}:{slug}`  {title}"))
    except BriefgenError as error:
        return common.tell(error, project)
    return common.tell(BriefgenError(*problems), project) if problems else common.DONE


def _fetched(config: Config, name: str) -> str:
    """Renews the file of an inventory, and says so.

    Raises:
        BriefgenError: when it cannot be had, is none, or cannot be written; the file is then as it was.
    """
    from briefgen.crossref.inventories import parsed
    from briefgen.importing.fetch import fetch as fetch_address
    from briefgen.util.files import replace_file

    url, kept = config.inventories[name]
    at = f"{url}objects.inv"
    data = fetch_address(at, kinds=()).data
    file = config.root / kept
    try:
        count = plural(len(parsed(data, url)), "name")
        if file.is_file() and file.read_bytes() == data:
            return f"{count}, as before"
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, data)
    except ValueError as error:
        raise _refused(at, str(error), "name the address of a site that has an objects.inv") from None
    except OSError as error:
        raise _refused(
            kept, f"it cannot be written: {error.strerror}", "mend the folder's permissions"
        ) from None
    return f"{count}, written to {kept}"


def _refused(where: str, message: str, hint: str) -> BriefgenError:
    return BriefgenError(diagnostic("fetch-refused", Location(where), message, hint))


def _config(project: Path) -> Config:
    from briefgen.config import read_config

    return read_config(project)[0]


def _asked(config: Config, names: Sequence[str]) -> Sequence[str]:
    """The inventories that are named, or all.

    Raises:
        BriefgenError: for a name that the settings do not have, and where they have none.
    """
    if not config.inventories:
        hint = "write inventories: {desk: https://desk.example/} into briefgen.yml"
        message = "the project names no inventories"
        raise BriefgenError(diagnostic("config-value", config.place("inventories"), message, hint))
    for name in names:
        if name not in config.inventories:
            hint = did_you_mean(name, config.inventories, f"there are: {', '.join(config.inventories)}")
            message = f'there is no inventory "{printable(name)}"'
            raise BriefgenError(diagnostic("config-value", config.place("inventories"), message, hint))
    return names or list(config.inventories)
