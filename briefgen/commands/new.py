"""``briefgen new``: an article file with today's date and a slug."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from briefgen.commands import common
from briefgen.diagnostics import BriefgenError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("new")
@click.argument("title")
@common.IN_PROJECT
@click.option("--topic", help="Its topic.")
@common.NOW
def command(title: str, project: Path, topic: str | None, now: str | None) -> int:
    """Make an article file for TITLE, dated today, and say where it is."""
    from briefgen.cleaning.dates import zone
    from briefgen.config import read_config
    from briefgen.text import slugify

    try:
        config, _ = read_config(project)
    except BriefgenError as error:
        return common.tell(error, project)
    if not title.strip():
        raise click.UsageError("an article needs a title")
    today = common.the_time(now, zone(config.timezone))
    folder = project / config.content / f"{today:%Y}"
    path = folder / f"{today:%Y-%m-%d}-{slugify(title)}.md"
    # The id is what the file is called today; it stays, whatever becomes of the title, the slug and the file.
    head = {
        "id": path.stem,
        "title": title,
        "date": f"{today:%Y-%m-%d}",
        **({"topic": topic} if topic else {}),
        "summary": "",
    }
    text = "".join(
        f"{name}: {value if name in ('id', 'date') else json.dumps(value, ensure_ascii=False)}\n"
        for name, value in head.items()
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(f"---\n{text}---\n\n")
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; nothing was written") from None
    click.echo(path)
    return 0
