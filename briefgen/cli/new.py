"""``briefgen new``: make an article file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from briefgen.cli import common
from briefgen.reporting import console


@click.command("new", cls=common.Command)
@click.argument("title")
@common.IN_PROJECT
@click.option("--topic", help="The topic.")
@click.option("--lang", help="The language, such as en, id or pt-BR.")
@click.option(
    "--translation-of",
    "original",
    metavar="ARTICLE",
    help="The original article (id, slug or file name); its topics, tags and source are copied.",
)
@common.NOW
def command(
    title: str, project: Path, topic: str | None, lang: str | None, original: str | None, now: str | None
) -> int:
    """Make an article file for TITLE, dated today, and print its path.

    It is a draft: take out its line `draft: true` when it may be published.
    """
    from briefgen.config import read_config
    from briefgen.project_files.kinds import Kind, ProjectFile
    from briefgen.project_files.writer import write_file
    from briefgen.util.periods import zone
    from briefgen.util.text import is_visible, slugify

    title, topic = _one_line(title), _one_line(topic or "")
    if not is_visible(title):
        raise click.UsageError("an article needs a title")
    common.refuse_project(title, "a title", 'new "TITLE"')
    lang = common.language_code(lang)
    if original and not lang:
        raise click.UsageError("a translation needs its language, such as --lang id")
    config, _ = read_config(project)
    today = common.current_time(now, zone(config.timezone))
    shared = _shared(original, lang, project, now) if original else {}
    folder = project / config.content / f"{today:%Y}"
    path = folder / f"{today:%Y-%m-%d}-{slugify(title)}.md"
    # The id is today's file name. It stays the same when the title, the slug or the file name changes.
    head = {"id": path.stem, "title": title, "date": f"{today:%Y-%m-%d}", "lang": lang, **shared}
    if topic:
        head |= {"topics": (), "topic": topic}
    file = ProjectFile(project, path.relative_to(project).as_posix(), Kind.ARTICLE, config.content)
    try:
        write_file(file, _file_text(head).encode())
    except FileExistsError:
        raise click.ClickException(f"{path} already exists; nothing was written") from None
    click.echo(path)
    console.say("It is a draft. `briefgen serve --drafts` shows it; take out `draft: true` to publish it.")
    return 0


def _shared(name: str, lang: str, root: Path, now: str | None) -> Mapping[str, object]:
    """The front matter that a translation shares with its original."""
    from briefgen.build.read import read
    from briefgen.build.run import Build
    from briefgen.grouping.article_lookup import ArticleLookup
    from briefgen.reading.discovery import scan_project

    project = common.open_to_read(root)
    options = common.build_options(project, now)
    library = read(Build(project, options), scan_project(project.config))
    names = ArticleLookup([one.result.article for one in library.files.values() if one.result.article], "day")
    original = names.find(name, "")
    if not original:
        raise click.UsageError(f'there is no article "{name}"; {names.near(name, "")}')
    if original.lang == lang:
        raise click.UsageError(f'"{original.id}" is already in "{lang}"; name another language with --lang')
    topics, tags = list(original.topics), list(original.tags)
    return {"translation_of": original.id, "topics": topics, "tags": tags, "source": original.source}


def _one_line(text: str) -> str:
    """A text that front matter can hold: without control characters and line ends."""
    from briefgen.util.text import without_controls

    return " ".join(without_controls(text).split())


def _file_text(head: Mapping[str, object]) -> str:
    """A draft without a body; its ``summary`` is to be filled in."""
    values = {name: value for name, value in head.items() if value} | {"summary": "", "draft": True}
    rows = [
        f"{name}: {value if name in ('id', 'date') else json.dumps(value, ensure_ascii=False)}\n"
        for name, value in values.items()
    ]
    return f"---\n{''.join(rows)}---\n\n"
