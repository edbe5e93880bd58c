"""``briefgen take``: move items of the inbox to the site's articles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from briefgen.model import Diagnostic


@click.command("take", cls=common.Command)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@common.IN_PROJECT
@click.option(
    "--edition",
    default="",
    metavar="DATE",
    help="The edition to put them in; the date of an item of another one is changed.",
)
@click.option("--topic", default="", help="The topic.")
@common.PICTURES
@common.NOW
@common.JSON
def command(
    ids: tuple[str, ...],
    project: Path,
    edition: str,
    topic: str,
    pictures: bool,
    now: str | None,
    as_json: bool,
) -> int:
    """Move items from inbox/ to the content folder.

    ID is an id of `briefgen inbox`, or the beginning of one, or a file of inbox/.
    """
    from briefgen.curation.inbox_decisions import Placement, take
    from briefgen.curation.inbox_items import choose, read_items
    from briefgen.curation.inbox_pictures import save_pictures
    from briefgen.util.periods import is_edition_name, slot_of, what_names, zone

    with common.writing_articles(project):
        opened = common.open_to_read(project)
        form = opened.config.period, opened.config.slot_names
        if edition and not (is_edition_name(edition, *form) and bool(slot_of(edition)) == bool(form[1])):
            what, example = what_names(*form)
            raise click.UsageError(
                f'--edition: "{printable(edition)}" is not a {what}; write one such as {example}'
            )
        moment = common.current_time(now, zone(opened.config.timezone))
        paths: list[str] = []
        problems: list[Diagnostic] = []
        for item in choose(read_items(opened), ids):
            paths.append(take(opened, item, Placement(edition, topic), moment))
            if not as_json:
                draft = ", a draft" if item.article.draft else ""
                console.say(f"{printable(paths[-1])}: {printable(item.article.title)}{draft}", sys.stdout)
            if pictures:
                problems += save_pictures(opened, paths[-1])
    if as_json:
        common.print_json({"taken": paths, "diagnostics": [*map(console.values, problems)]})
    else:
        console.show(problems, project, console.Display())
        console.say(f"{plural(len(paths), 'item')} taken. Next: briefgen edition {edition}".rstrip())
    return common.DONE
