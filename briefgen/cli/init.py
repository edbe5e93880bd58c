"""``briefgen init``: start a project."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC
from pathlib import Path

import click

from briefgen.cli import common
from briefgen.cli.editor_files import LOCAL, SETTINGS, vscode_files, with_schema_line
from briefgen.config import FILE_NAME
from briefgen.model.diagnostics import ERROR
from briefgen.util.text import plural, shell_word, shorten
from briefgen.util.urls import host_of, wrong_with

_PACKAGE = Path(__file__).parent.parent
STARTER = _PACKAGE / "starter"
"""The files of a new project; ``gitignore`` has no dot here, so that git does not apply it to us."""
TEMPLATES = _PACKAGE / "project_templates"
"""A folder for each kind of site to start from, with everything but the hidden files of the starter."""
TEMPLATE_NAMES = ("daily", "weekly", "linkblog", "press-desk", "research")
_HIDDEN = ("gitignore", "gitattributes")
_INPUTS = ("raw/", "inbox/")
"""Folders with what others sent or published, which git ignores unless somebody asks otherwise."""


@click.command("init", cls=common.Command)
@common.with_folder
@click.option("--title", help="The title.")
@click.option("--url", help="The address of the site.")
@click.option(
    "--template",
    type=click.Choice(TEMPLATE_NAMES),
    help="Start with a site of this kind instead of the plain one.",
)
@click.option("--github", is_flag=True, help="Also write a workflow that publishes to GitHub Pages.")
@click.option(
    "--fetch",
    is_flag=True,
    help="With --github: also write a workflow that fetches your feeds each day into a pull request. "
    "Git then keeps inbox/.",
)
@click.option(
    "--vscode",
    is_flag=True,
    help="Also write settings for Visual Studio Code, with the schemas of the YAML files.",
)
@click.option(
    "--commit-inputs",
    is_flag=True,
    help="Let git keep raw/ and inbox/: whole mails and pages. For private repositories only.",
)
def command(
    folder: Path | None,
    title: str | None,
    url: str | None,
    template: str | None,
    github: bool,
    fetch: bool,
    vscode: bool,
    commit_inputs: bool,
) -> int:
    """Start a project in FOLDER: settings, sample articles, an About page and a .gitignore.

    A template has more: outlets, an edition with an introduction, and the settings for its kind of site.
    daily is one page a day, weekly a letter that also goes out by mail, linkblog links with notes, press-desk
    a review in two languages with excerpts, research long reviews with fields of their own. Existing files
    are not changed.
    """
    folder = folder or Path()
    if (folder / FILE_NAME).exists():
        raise click.ClickException(f"{folder / FILE_NAME} already exists; nothing was written")
    if fetch and not github:
        raise click.UsageError("--fetch writes a workflow for GitHub; add --github")
    start = TEMPLATES / template if template else STARTER
    settings = _settings((start / FILE_NAME).read_text("utf-8"), folder, title, url)
    kept = _INPUTS if commit_inputs else ("inbox/",) if fetch else ()
    texts = _starter_texts(start, kept) | {FILE_NAME: settings}
    texts = {path: with_schema_line(path, text, is_local=vscode) for path, text in texts.items()}
    if vscode:
        texts = {**vscode_files(), **texts}
    names = _write_missing(folder, texts)
    if vscode and SETTINGS not in names:
        click.echo(f"{SETTINGS} exists and was not changed; name the files of {LOCAL}/ in its yaml.schemas.")
    here = "" if folder == Path() else f" {shell_word(str(folder))}"
    if github:
        from briefgen.publishing.workflow import FETCH_WORKFLOW, WORKFLOW, write_workflow

        for file in (WORKFLOW, FETCH_WORKFLOW) if fetch else (WORKFLOW,):
            click.echo(write_workflow(folder, "site", file))
    click.echo(f"{plural(len(names), 'file')} written to {folder}. Next: briefgen serve{here}")
    return 0


def _starter_texts(start: Path, kept: Collection[str] = ()) -> dict[str, str]:
    """The files of a new project but its settings, which are written last. Git keeps the folders ``kept``.

    So an interrupted ``init`` can be repeated.
    """
    files = (path for path in start.rglob("*") if path.is_file() and path.name != FILE_NAME)
    texts = {path.relative_to(start).as_posix(): path.read_text("utf-8") for path in sorted(files)}
    hidden = {f".{name}": (STARTER / name).read_text("utf-8") for name in _HIDDEN}
    for name in _HIDDEN:
        texts.pop(name, None)
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


def _settings(text: str, folder: Path, title: str | None, url: str | None) -> str:
    """The text of ``briefgen.yml`` with a title and address.

    Raises:
        click.UsageError: when it would be invalid, such as with half an address.
    """
    from briefgen.config import read_config

    if url is not None and (wrong := wrong_with(url)):
        is_host = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url)
        example = f"https://{url.rstrip('/')}/" if is_host else "https://example.org/"
        raise click.UsageError(f'--url "{shorten(url)}": {wrong}; write a whole one, such as {example}')
    text = _with(text, "title", title)
    text = _with(text, "url", url)
    text = _with(text, "feed_authority", authority(url))
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


def _with(text: str, key: str, value: str | None) -> str:
    """The settings with the value of one line replaced; JSON strings are valid YAML."""
    import json

    line = f"{key}: {json.dumps(value, ensure_ascii=False)}"
    return re.sub(rf"(?m)^{key}: .*$", lambda _: line, text, count=1) if value else text
