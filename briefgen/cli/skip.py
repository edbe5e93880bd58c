"""``briefgen skip``: remove items from the inbox, for good."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli import common
from briefgen.reporting import console
from briefgen.util.text import plural


@click.command("skip", cls=common.Command)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@common.IN_PROJECT
@click.option(
    "--all", "everything", is_flag=True, help="Skip all items, such as those that you did not take."
)
@common.NOW
@common.JSON
def command(ids: tuple[str, ...], project: Path, everything: bool, now: str | None, as_json: bool) -> int:
    """Remove items from inbox/, and note them in skipped.txt, so that they never return.

    ID is an id of `briefgen inbox`, or the beginning of one, or a file of inbox/.
    """
    from briefgen.curation.inbox_decisions import skip
    from briefgen.curation.inbox_items import choose, read_items
    from briefgen.util.periods import zone

    if bool(ids) == everything:
        raise click.UsageError("name the items to skip, or type --all")
    with common.writing_articles(project):
        opened = common.open_to_read(project)
        inbox = read_items(opened)
        items = list(inbox.items) if everything else choose(inbox, ids)
        skip(opened, items, common.current_time(now, zone(opened.config.timezone)))
    if as_json:
        common.print_json({"skipped": [item.path for item in items]})
    else:
        console.say(f"{plural(len(items), 'item')} skipped. skipped.txt keeps them away.")
    return common.DONE
