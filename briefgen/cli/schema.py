"""``briefgen schema``: print a JSON Schema for editors."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli import common

WHAT = ("config", "article", "page", "edition", "theme", "source")


@click.command("schema", cls=common.Command)
@click.argument("what", type=click.Choice(WHAT), default="config")
@common.IN_PROJECT
def command(what: str, project: Path) -> int:
    """Print a JSON Schema, with which editors complete and check YAML.

    It describes briefgen.yml (config), the front matter of an article, page or edition, theme.yml, or
    sources/*.yml. In a project, config includes the keys that its extensions declare.
    """
    from briefgen import config
    from briefgen.cleaning import outlet_file
    from briefgen.reading import edition, frontmatter, page
    from briefgen.schema import json_schema
    from briefgen.theming import manifest

    fields, title = {
        "config": (config.FIELDS, "briefgen.yml"),
        "article": (frontmatter.FIELDS, "The front matter of a briefgen article"),
        "page": (page.FIELDS, "The front matter of a page of a briefgen site"),
        "edition": (edition.FIELDS, "The front matter of a briefgen edition file"),
        "theme": (manifest.FIELDS, "theme.yml of a briefgen theme"),
        "source": (outlet_file.FIELDS, "The rules of an outlet, sources/<name>.yml"),
    }[what]
    has_extensions = what == "config" and common.is_project(str(project))
    more = common.open_to_read(project).extensions.fields if has_extensions else ()
    common.print_json(json_schema((*fields, *more), title))
    return common.DONE
