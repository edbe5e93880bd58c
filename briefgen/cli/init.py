"""``briefgen init``: a project that builds at once."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import click

from briefgen.cli import common
from briefgen.util.text import plural
from briefgen.util.urls import host_of

STARTER = Path(__file__).parent.parent / "starter"
"""The files of a new project; ``gitignore`` stands there without its dot, so that it counts for nobody else."""


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", help="The name of the site.")
@click.option("--url", help="Where it will live.")
@click.option("--github", is_flag=True, help="Write the workflow, too, by which GitHub Pages publishes it.")
def command(folder: Path, title: str | None, url: str | None, github: bool) -> int:
    """Start a project in FOLDER: settings, six sample articles and a .gitignore. What is there already stays."""
    from briefgen.publishing.workflow import write_workflow

    if (folder / "briefgen.yml").exists():
        raise click.ClickException(f"{folder / 'briefgen.yml'} is there already; nothing was written")
    written = []
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
        written.append(target)
    here = "" if folder == Path() else f" {folder}"
    if github:
        click.echo(write_workflow(folder, "site"))
    click.echo(f"{plural(len(written), 'file')} written to {folder}. Next: briefgen serve{here}")
    return 0


def authority(url: str | None) -> str:
    """A domain of the site and the year in which it is its: what feeds name articles under from now on (RFC 4151)."""
    host = host_of(url or "https://example.org/") or "example.org"
    return f"{host},{common.the_time(None, UTC):%Y}"


def _with(text: str, line: str, key: str, value: str | None) -> str:
    """The settings with one line's value replaced; JSON's quoting is YAML's too."""
    import json

    return text.replace(line, f"{key}: {json.dumps(value, ensure_ascii=False)}") if value else text
