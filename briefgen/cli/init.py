"""``briefgen init``: start a project."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC
from pathlib import Path

import click

from briefgen.cli import common
from briefgen.config import FILE_NAME
from briefgen.model.diagnostics import ERROR
from briefgen.util.text import plural, shell_word, shorten
from briefgen.util.urls import host_of, wrong_with

STARTER = Path(__file__).parent.parent / "starter"
"""The files of a new project; ``gitignore`` has no dot here, so that git does not apply it to us."""
_HIDDEN = ("gitignore", "gitattributes")
_INPUTS = ("raw/", "inbox/")
"""Folders with what others sent or published, which git ignores unless somebody asks otherwise."""


@click.command("init", cls=common.Command)
@common.with_folder
@click.option("--title", help="The title.")
@click.option("--url", help="The address of the site.")
@click.option("--github", is_flag=True, help="Also write a workflow that publishes to GitHub Pages.")
@click.option(
    "--fetch",
    is_flag=True,
    help="With --github: also write a workflow that fetches your feeds each day into a pull request. "
    "Git then keeps inbox/.",
)
@click.option(
    "--commit-inputs",
    is_flag=True,
    help="Let git keep raw/ and inbox/: whole mails and pages. For private repositories only.",
)
def command(
    folder: Path | None, title: str | None, url: str | None, github: bool, fetch: bool, commit_inputs: bool
) -> int:
    """Start a project in FOLDER: settings, sample articles, an About page and a .gitignore.

    Existing files are not changed.
    """
    folder = folder or Path()
    if (folder / FILE_NAME).exists():
        raise click.ClickException(f"{folder / FILE_NAME} already exists; nothing was written")
    if fetch and not github:
        raise click.UsageError("--fetch writes a workflow for GitHub; add --github")
    settings = _settings(folder, title, url)
    kept = _INPUTS if commit_inputs else ("inbox/",) if fetch else ()
    names = _write_missing(folder, _starter_texts(kept) | {FILE_NAME: settings})
    here = "" if folder == Path() else f" {shell_word(str(folder))}"
    if github:
        from briefgen.publishing.workflow import FETCH_WORKFLOW, WORKFLOW, write_workflow

        for file in (WORKFLOW, FETCH_WORKFLOW) if fetch else (WORKFLOW,):
            click.echo(write_workflow(folder, "site", file))
    click.echo(f"{plural(len(names), 'file')} written to {folder}. Next: briefgen serve{here}")
    return 0


def _starter_texts(kept: Collection[str] = ()) -> dict[str, str]:
    """The files of a new project, its settings last. Git keeps the folders ``kept``.

    So an interrupted ``init`` can be repeated.
    """
    files = (path for path in STARTER.rglob("*") if path.is_file() and path.name != FILE_NAME)
    texts = {path.relative_to(STARTER).as_posix(): path.read_text("utf-8") for path in sorted(files)}
    hidden = {f".{name}": texts.pop(name) for name in _HIDDEN}
    for name in kept:
        hidden[".gitignore"] = re.sub(rf"(?m)^#[^\n]*\n{re.escape(name)}\n", "", hidden[".gitignore"])
    return {**hidden, **texts}


def _write_missing(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Write the files that do not exist, and return their names."""
    from briefgen.project_files.kinds import Kind, ProjectFile
    from briefgen.project_files.writer import write_file

    names = []
    for name, text in texts.items():
        with suppress(FileExistsError):
            write_file(ProjectFile(folder, name, Kind.STARTER), text.encode())
            names.append(name)
    return names


def _settings(folder: Path, title: str | None, url: str | None) -> str:
    """The text of ``briefgen.yml``.

    Raises:
        click.UsageError: when it would be invalid, such as with half an address.
    """
    from briefgen.config import read_config

    text = (STARTER / FILE_NAME).read_text("utf-8")
    if url is not None and (wrong := wrong_with(url)):
        is_host = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url)
        example = f"https://{url.rstrip('/')}/" if is_host else "https://example.org/"
        raise click.UsageError(f'--url "{shorten(url)}": {wrong}; write a whole one, such as {example}')
    text = _with(text, "title: My Briefing", "title", title)
    text = _with(text, "url: https://example.org/", "url", url)
    text = _with(text, "feed_authority: example.org,2022", "feed_authority", authority(url))
    problems = [one for one in read_config(folder, text=text)[1] if one.severity == ERROR]
    if problems:
        raise click.UsageError("; ".join(one.message for one in problems))
    return text


def authority(url: str | None) -> str:
    """The namespace of feed ids (RFC 4151): a domain and a year of ownership."""
    host = host_of(url or "https://example.org/")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    host = host if re.fullmatch(r"[\w.-]+", host, re.ASCII) else "example.org"
    return f"{host},{common.current_time(None, UTC):%Y}"


def _with(text: str, line: str, key: str, value: str | None) -> str:
    """The settings with the value of one line replaced; JSON strings are valid YAML."""
    import json

    return text.replace(line, f"{key}: {json.dumps(value, ensure_ascii=False)}") if value else text
