"""``briefgen init``: start a project."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import click

from briefgen.cli import common
from briefgen.util.text import plural
from briefgen.util.urls import host_of

STARTER = Path(__file__).parent.parent / "starter"
"""The files of a new project; ``gitignore`` has no dot here, so that git does not apply it to us."""


@click.command("init", cls=common.Command)
@common.with_folder
@click.option("--title", help="The title of the site.")
@click.option("--url", help="The address of the site.")
@click.option("--github", is_flag=True, help="Also write a workflow that publishes to GitHub Pages.")
def command(folder: Path | None, title: str | None, url: str | None, github: bool) -> int:
    """Start a project in FOLDER: settings, six sample articles and a .gitignore.

    Existing files are not changed.
    """
    from briefgen.publishing.workflow import write_workflow

    folder = folder or Path()
    if (folder / "briefgen.yml").exists():
        raise click.ClickException(f"{folder / 'briefgen.yml'} already exists; nothing was written")
    paths = []
    for source in sorted(path for path in STARTER.rglob("*") if path.is_file()):
        name = source.relative_to(STARTER).as_posix()
        target = folder / (".gitignore" if name == "gitignore" else name)
        if target.exists():
            continue
        text = source.read_text("utf-8")
        if name == "briefgen.yml":
            text = _with(text, "title: My Briefing", "title", title)
            text = _with(text, "url: https://example.org/", "url", url)
            text = _with(text, "feed_authority: example.org,2022", "feed_authority", authority(url))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        paths.append(target)
    here = "" if folder == Path() else f" {folder}"
    if github:
        click.echo(write_workflow(folder, "site"))
    click.echo(f"{plural(len(paths), 'file')} written to {folder}. Next: briefgen serve{here}")
    return 0


def authority(url: str | None) -> str:
    """The namespace of feed ids (RFC 4151): a domain and a year of ownership."""
    host = host_of(url or "https://example.org/") or "example.org"
    return f"{host},{common.current_time(None, UTC):%Y}"


def _with(text: str, line: str, key: str, value: str | None) -> str:
    """The settings with the value of one line replaced; JSON strings are valid YAML."""
    import json

    return text.replace(line, f"{key}: {json.dumps(value, ensure_ascii=False)}") if value else text
