"""What several verbs do alike: open a project, tell its problems, read the clock."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.model.diagnostics import BriefgenError, in_order
from briefgen.reporting import console
from briefgen.util.text import did_you_mean, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from briefgen.project.project import Project

DONE, FAILED, USAGE = 0, 1, 2

PROJECT = click.argument("project", default=".", type=click.Path(path_type=Path))
IN_PROJECT = click.option(
    "-C",
    "--project",
    default=".",
    type=click.Path(path_type=Path),
    help="The project; this folder if none is named.",
)
DEFINE = click.option(
    "-D",
    "--define",
    "defines",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a value of briefgen.yml for this run.",
)
DRAFTS = click.option("--drafts", is_flag=True, help="Show drafts too.")
NOW = click.option(
    "--now",
    metavar="DATETIME",
    help="The time that decides what is held back, as 2022-03-31 or 2022-03-31T06:31+07:00.",
)


class Actions(click.Group):
    """What the verb can do; an unknown word is told with the nearest one."""

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The action, or an error that names the nearest one."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.commands, f"there are: {', '.join(self.commands)}")
            raise click.UsageError(f'there is no "{printable(args[0])}"; {hint}', context)
        return super().resolve_command(context, args)


def overrides(
    defines: Sequence[str], *, option: str = "-D", form: str = "KEY=VALUE", **more: str
) -> Mapping[str, str]:
    """The settings of an option such as ``-D`` as a mapping.

    Raises:
        click.UsageError: for one without ``=``.
    """
    pairs = {}
    for text in defines:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.UsageError(f'{option} takes {form}, not "{text}"')
        pairs[name] = value
    return {**pairs, **more}


def open_to_read(root: Path, overrides: Mapping[str, str] | None = None) -> Project:
    """The project in ``root``, for a verb that makes no pages: a memory that stays is written when its process says so, and none of these does.

    Raises:
        BriefgenError: with every error of the settings.
    """
    from briefgen.cache.database import CacheFile
    from briefgen.project.project import open_project
    from briefgen.project.session import ProcessCache

    return open_project(root, overrides, ProcessCache(CacheFile(root), stays=True))


def the_time(text: str | None, home: tzinfo) -> datetime:
    """What a build takes for now: ``--now``, else SOURCE_DATE_EPOCH, else the clock; in the zone ``home``.

    Raises:
        click.UsageError: when the text is no date.
    """
    from briefgen.cleaning.dates import ACCEPTED, parse_moment

    if text:
        try:
            moment = parse_moment(text, "en", home)
        except ValueError as error:
            raise click.UsageError(f"--now: {error}; {ACCEPTED}") from None
        return moment.instant or datetime.fromisoformat(moment.day).replace(tzinfo=home)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), timezone.utc).astimezone(home)  # noqa: UP017 - as in cleaning.dates
    return datetime.now(home)


def waiting() -> None:
    """Say that another build has to end first."""
    console.say("Another build of this project is running; this one goes on when that has ended.")


def tell(error: BriefgenError, root: Path, form: str = "text") -> int:
    """Show what ended the work; the exit code: 2 for what the command line did, else 1."""
    if form == "json":
        import json

        from briefgen.model import Report

        click.echo(
            json.dumps(
                console.report_json(Report(diagnostics=in_order(error.diagnostics)), lists=False),
                ensure_ascii=False,
                indent=2,
            )
        )
    console.show(in_order(error.diagnostics), root, form=form)
    return USAGE if error.by_usage else FAILED
