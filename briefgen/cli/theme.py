"""``briefgen theme``: list themes and their options, and show the templates of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common
from briefgen.util.text import did_you_mean, plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefgen.config import Config
    from briefgen.model import Page
    from briefgen.theming.manifest import Option, ThemeManifest
    from briefgen.theming.theme import Theme, ThemeFile

NAME, TYPE = 16, 7
"""Columns of the lists."""


@click.group("theme", cls=common.Actions)
def command() -> None:
    """List themes and their options, and show the templates of a page. Nothing is written."""


@command.command("list")
@common.with_project
@common.JSON
def listing(project: Path, as_json: bool) -> int:
    """List the themes that PROJECT can use; * marks the current one.

    Outside a project, the themes that come with briefgen are listed.
    """
    from briefgen.config import read_config
    from briefgen.theming.discovery import available, shown
    from briefgen.theming.manifest import read_theme

    current = read_config(project)[0].theme if common.is_project(str(project)) else ""
    themes = [
        (name, folder.is_relative_to(project), read_theme(folder, shown(folder, project)))
        for name, folder in available(project).items()
    ]
    if as_json:
        common.print_json([_theme_values(name, theme, name == current) for name, _, theme in themes])
        return common.DONE
    for name, is_ours, theme in themes:
        line = f"{'*' if name == current else ' '} {name:{NAME}} {printable(theme.help)}".rstrip()
        parent = f"inherits {theme.inherit}, " if theme.inherit else ""
        origin = "in the project" if is_ours else "comes with briefgen"
        number = plural(len(theme.options), "option")
        common.print_lines([line, f"  {'':{NAME}} {parent}{origin}, {number} of its own"])
    return common.DONE


def _theme_values(name: str, theme: ThemeManifest, is_current: bool) -> dict[str, Any]:
    parent, names = theme.inherit or None, list(theme.options)
    return {"name": name, "current": is_current, "inherit": parent, "help": theme.help, "options": names}


@command.command("options")
@click.argument("theme", default="")
@common.IN_PROJECT
@common.DEFINE
@common.JSON
def options(theme: str, project: Path, defines: tuple[str, ...], as_json: bool) -> int:
    """List the options of THEME (default: the project's theme); * marks those that briefgen.yml sets.

    Set them in briefgen.yml with theme: {name: THEME, options: {OPTION: VALUE}}.
    """
    from briefgen.config import read_config
    from briefgen.model import Location
    from briefgen.theming.loader import inherited, options_of

    theme, project = common.project_instead(theme, project)
    config, _ = read_config(project, common.overrides(defines))
    place = Location("the command line") if theme else config.place("theme")
    declared = options_of(inherited(theme or config.theme, project, place))
    values = config.theme_options if theme in ("", config.theme) else {}
    if as_json:
        common.print_json({name: _option_values(one, values.get(name)) for name, one in declared.items()})
        return common.DONE
    common.print_lines(_table(declared, values))
    return common.DONE


def _option_values(option: Option, value: Any) -> dict[str, Any]:
    values = {name: getattr(option, name) for name in ("type", "default", "help", "theme")}
    return values | {"choices": list(option.choices), "value": option.default if value is None else value}


@command.command("which")
@click.argument("page", metavar="PAGE")
@common.IN_PROJECT
@common.DEFINE
@common.NOW
@common.DRAFTS
def which(page: str, project: Path, defines: tuple[str, ...], now: str | None, drafts: bool) -> int:
    """Show the templates of PAGE, their blocks, and the files that they override.

    PAGE is an address (/articles/x/), an output file, an article's file, or a template (article.html).
    """
    from briefgen.build import explain
    from briefgen.cli.explain import find_urls, unknown
    from briefgen.project.project import open_project

    common.refuse_project(page, "a page", "theme which PAGE")
    opened = open_project(project, common.overrides(defines))
    config, theme = opened.config, opened.studio.theme
    if page in theme.templates:
        common.print_lines(_templates(theme, page))
        return common.DONE
    build_options = common.build_options(opened, now, drafts=drafts, jobs=1)
    view = explain.look(opened, build_options)
    output = build_options.output
    pages = [view.pages[url] for url in find_urls(view, page, project, output) if url in view.pages]
    if not pages:
        if near := did_you_mean(page, theme.templates) if page.endswith(".html") else "":
            raise click.UsageError(f'there is no template "{printable(page)}"; {near}')
        raise click.UsageError(unknown(view, page, project, output))
    for one in pages:
        common.print_lines(_of_page(theme, config, one))
    return common.DONE


def _table(declared: Mapping[str, Option], values: Mapping[str, Any]) -> Iterator[str]:
    for name, option in declared.items():
        value = values.get(name, option.default)
        kind = " | ".join(option.choices) or option.type
        yield f"{'*' if name in values else ' '} {name:{NAME}} {kind:{TYPE}} {printable(value) or '(empty)'}"
        if name in values:
            yield f"  {'':{NAME}} {'':{TYPE}} default: {option.default or '(empty)'}"
        yield f"  {'':{NAME}} {'':{TYPE}} {printable(option.help)} ({option.theme})"


def _of_page(theme: Theme, config: Config, page: Page) -> Iterator[str]:
    url = click.style(printable(page.url), bold=True)
    if page.template:
        yield f"{url} is made from the template {page.template}"
        yield from _templates(theme, page.template)
    elif page.kind == "tokens":
        yield f"{url} is made from the theme options in briefgen.yml: {', '.join(config.theme_options)}"
    elif page.kind == "file" and page.subject[0] == "theme":
        yield f"{url} is {_layers(theme, theme.layers('static', str(page.subject[1])))}"
    elif page.kind == "file":
        yield f"{url} is the file {printable(str(page.subject[1]))} of the project"
    else:
        yield f"{url} is made by the builder {page.builder}, without a template"


def _templates(
    theme: Theme, name: str, how: str = "", depth: int = 1, above: tuple[str, ...] = ()
) -> Iterator[str]:
    """A template and, indented below it, the templates that it names, without loops."""
    if name not in theme.templates:
        yield f"{'  ' * depth}{how}{name}, which does not exist"
        return
    owner, _, own = name.partition("/")
    named = own in theme.templates and owner in dict(theme.chain)
    files = [theme.templates[name]] if named else theme.layers("templates", name)
    blocks = theme.blocks(name)
    yield f"{'  ' * depth}{how}{_layers(theme, files)}" + (f"; blocks: {', '.join(blocks)}" if blocks else "")
    if name in above:
        return
    for tag, wanted in dict.fromkeys(theme.named(name)):
        words = {"extends": "extends ", "include": "includes "}.get(tag, "imports ")
        if wanted:
            yield from _templates(theme, wanted, words, depth + 1, (*above, name))
        else:
            yield f"{'  ' * (depth + 1)}{words}a template whose name is computed"


def _layers(theme: Theme, files: list[ThemeFile]) -> str:
    """A file, and the files of the same name that it overrides."""
    first, *others = (theme.show(file.path) for file in files)
    return first + (f" (overrides {', '.join(others)})" if others else "")
