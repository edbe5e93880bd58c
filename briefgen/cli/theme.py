"""``briefgen theme``: which themes there are, what they can be told, and which template serves a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console
from briefgen.util.text import did_you_mean, plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.config import Config
    from briefgen.model import Page
    from briefgen.theming import Theme, ThemeFile
    from briefgen.theming.manifest import Option

NAME, TYPE = 16, 7
"""Columns of the lists."""


@click.group("theme", cls=common.Actions)
def command() -> None:
    """Say which themes there are, what they can be told, and which template serves a page. Nothing is written."""


@command.command("list")
@common.PROJECT
def listing(project: Path) -> int:
    """List the themes that a project can use; * marks the one that it uses.

    PROJECT is a folder with briefgen.yml; without one, the themes that come with briefgen are listed.
    """
    from briefgen.config import find_project, read_config
    from briefgen.theming import available
    from briefgen.theming.discovery import shown
    from briefgen.theming.manifest import read_theme

    try:
        used = read_config(project)[0].theme if find_project(project) == project.absolute() else ""
        for name, folder in available(project).items():
            declared = read_theme(folder, shown(folder, project))
            _say(f"{'*' if name == used else ' '} {name:{NAME}} {printable(declared.help)}".rstrip())
            builds_on = f"inherits {declared.inherit}, " if declared.inherit else ""
            from_where = "of the project" if folder.is_relative_to(project) else "comes with briefgen"
            _say(
                f"  {'':{NAME}} {builds_on}{from_where}, {plural(len(declared.options), 'option')} of its own"
            )
    except BriefgenError as error:
        return common.tell(error, project)
    return common.DONE


@command.command("options")
@click.argument("theme", default="")
@click.option(
    "-C",
    "project",
    default=".",
    type=click.Path(path_type=Path),
    help="The project's folder; this one if not given.",
)
@common.DEFINE
def options(theme: str, project: Path, defines: tuple[str, ...]) -> int:
    """List the options of THEME (the project's own if none is named): type, value, what it does; * marks what briefgen.yml sets.

    They stand in briefgen.yml as theme: {name: THEME, options: {OPTION: VALUE}}.
    """
    from briefgen.config import read_config
    from briefgen.model import Location
    from briefgen.theming import inherited, options_of

    try:
        config, _ = read_config(project, common.overrides(defines))
        asked_at = Location("the command line") if theme else config.place("theme")
        declared = options_of(inherited(theme or config.theme, project, asked_at))
    except BriefgenError as error:
        return common.tell(error, project)
    given = config.theme_options if theme in ("", config.theme) else {}
    for line in _table(declared, given):
        _say(line)
    return common.DONE


@command.command("which")
@click.argument("page", metavar="PAGE")
@common.PROJECT
@common.DEFINE
@common.NOW
@common.DRAFTS
def which(page: str, project: Path, defines: tuple[str, ...], now: str | None, drafts: bool) -> int:
    """Say which template files make PAGE, through which chain, with the blocks of each and the files that they hide.

    PAGE is an address (/articles/x/), an output file, an article's file, or a template by name (article.html).
    """
    from briefgen.build import explain
    from briefgen.build.options import Options
    from briefgen.cli.explain import called, unknown
    from briefgen.project.project import open_project
    from briefgen.util.periods import zone

    try:
        opened = open_project(project, common.overrides(defines))
        config, theme = opened.config, opened.studio.theme
        if page in theme.templates:
            return _show(_templates(theme, page))
        moment, output = common.the_time(now, zone(config.timezone)), project / config.output
        view = explain.look(opened, Options(output, config.builders, moment, jobs=1, drafts=drafts))
    except BriefgenError as error:
        return common.tell(error, project)
    urls = next(
        (found for name in called(page, project, output) if (found := explain.addresses(view, name))), []
    )
    planned = [view.pages[url] for url in urls if url in view.pages]
    if not planned:
        near = did_you_mean(page, theme.templates) if page.endswith(".html") else ""
        raise click.UsageError(
            f'there is no template "{printable(page)}"; {near}'
            if near
            else unknown(view, page, project, output)
        )
    for one in planned:
        _show(_of_page(theme, config, one))
    return common.DONE


def _show(lines: Iterator[str]) -> int:
    for line in lines:
        _say(line)
    return common.DONE


def _say(line: str) -> None:
    console.say(line, sys.stdout)


def _table(declared: Mapping[str, Option], given: Mapping[str, str]) -> Iterator[str]:
    for name, option in declared.items():
        value = given.get(name, option.default)
        kind = " | ".join(option.choices) or option.type
        yield f"{'*' if name in given else ' '} {name:{NAME}} {kind:{TYPE}} {printable(value) or '(empty)'}"
        if name in given:
            yield f"  {'':{NAME}} {'':{TYPE}} instead of {option.default or '(empty)'}"
        yield f"  {'':{NAME}} {'':{TYPE}} {printable(option.help)} ({option.theme})"


def _of_page(theme: Theme, config: Config, page: Page) -> Iterator[str]:
    url = click.style(printable(page.url), bold=True)
    if page.template:
        yield f"{url} is made of the template {page.template}"
        yield from _templates(theme, page.template)
    elif page.kind == "tokens":
        yield f"{url} is made of the theme's options in briefgen.yml: {', '.join(config.theme_options)}"
    elif page.kind == "file" and page.subject[0] == "theme":
        yield f"{url} is {_layers(theme, theme.layers('static', str(page.subject[1])))}"
    elif page.kind == "file":
        yield f"{url} is the file {printable(str(page.subject[1]))} of the project"
    else:
        yield f"{url} is made by the builder {page.builder}, without a template"


def _templates(
    theme: Theme, name: str, how: str = "", depth: int = 1, above: tuple[str, ...] = ()
) -> Iterator[str]:
    """A template with what it names, indented below it; what stands above it already is not followed again."""
    if name not in theme.templates:
        yield f"{'  ' * depth}{how}{name}, which is not there"
        return
    owner, _, own = name.partition("/")
    named = own in theme.templates and owner in dict(theme.chain)
    files = [theme.templates[name]] if named else theme.layers("templates", name)
    blocks = theme.blocks(name)
    yield f"{'  ' * depth}{how}{_layers(theme, files)}" + (f"; blocks: {', '.join(blocks)}" if blocks else "")
    if name in above:
        return
    for said, wanted in dict.fromkeys(theme.named(name)):
        words = {"extends": "extends ", "include": "includes "}.get(said, "imports ")
        if wanted:
            yield from _templates(theme, wanted, words, depth + 1, (*above, name))
        else:
            yield f"{'  ' * (depth + 1)}{words}a template whose name is not written out"


def _layers(theme: Theme, files: list[ThemeFile]) -> str:
    """A file, and those of the same name that it hides."""
    used, *hidden = (theme.show(file.path) for file in files)
    return used + (f" (instead of {', '.join(hidden)})" if hidden else "")
