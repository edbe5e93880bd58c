"""``briefgen new``: an article file with today's date and a slug."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


@click.command("new")
@click.argument("title")
@common.IN_PROJECT
@click.option("--topic", help="Its topic.")
@click.option("--lang", help="Its language, as in en, id or pt-BR.")
@click.option(
    "--translation-of",
    "original",
    metavar="ARTICLE",
    help="The article (id, slug or file name) that it says in another language; topics, tags and source are taken from it.",
)
@common.NOW
def command(
    title: str, project: Path, topic: str | None, lang: str | None, original: str | None, now: str | None
) -> int:
    """Make an article file for TITLE, dated today, and say where it is."""
    from briefgen.config import read_config
    from briefgen.util.periods import zone
    from briefgen.util.text import slugify

    if not title.strip():
        raise click.UsageError("an article needs a title")
    _check(lang, original)
    try:
        config, _ = read_config(project)
        today = common.the_time(now, zone(config.timezone))
        taken = _taken(original, lang, project, today) if original else {}
    except BriefgenError as error:
        return common.tell(error, project)
    folder = project / config.content / f"{today:%Y}"
    path = folder / f"{today:%Y-%m-%d}-{slugify(title)}.md"
    # The id is what the file is called today; it stays, whatever becomes of the title, the slug and the file.
    head = {"id": path.stem, "title": title, "date": f"{today:%Y-%m-%d}", "lang": lang, **taken}
    if topic:
        head |= {"topics": (), "topic": topic}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_written(head))
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; nothing was written") from None
    click.echo(path)
    return 0


def _check(lang: str | None, original: str | None) -> None:
    from briefgen.reading.prepare import is_language

    if lang and not is_language(lang):
        raise click.UsageError(f'--lang: "{lang}" is no language code; write one such as en, id or pt-BR')
    if original and not lang:
        raise click.UsageError("a translation needs its language: --lang id")


def _taken(name: str, lang: str | None, root: Path, now: datetime) -> Mapping[str, object]:
    """What the translation of an article has in common with it.

    Raises:
        BriefgenError: with every error of the settings.
        click.UsageError: when there is no such article, or it is in ``lang`` itself.
    """
    from briefgen.build.options import Options
    from briefgen.build.progress import no_progress
    from briefgen.build.read import read
    from briefgen.grouping.article_lookup import ArticleLookup
    from briefgen.reading.discovery import scan

    project = common.open_to_read(root)
    options = Options(root / project.config.output, project.config.builders, now)
    library = read(project, scan(root, project.config.content), options, [], no_progress)
    names = ArticleLookup([one.result.article for one in library.files.values() if one.result.article], "day")
    original = names.find(name, "")
    if not original:
        raise click.UsageError(f'there is no article "{name}"; {names.near(name, "")}')
    if original.lang == lang:
        raise click.UsageError(
            f'"{original.id}" is in "{lang}" itself; say with --lang what the new one is in'
        )
    return {
        "translation_of": original.id,
        "topics": list(original.topics),
        "tags": list(original.tags),
        "source": original.source,
    }


def _written(head: Mapping[str, object]) -> str:
    """An article file without a text; ``summary`` waits to be filled in."""
    given = {name: value for name, value in head.items() if value} | {"summary": ""}
    rows = [
        f"{name}: {value if name in ('id', 'date') else json.dumps(value, ensure_ascii=False)}\n"
        for name, value in given.items()
    ]
    return f"---\n{''.join(rows)}---\n\n"
