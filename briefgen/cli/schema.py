"""``briefgen schema``: print a JSON Schema for editors."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli import common

WHAT = ("config", "article", "page", "edition", "story", "theme", "source")


@click.command("schema", cls=common.Command)
@click.argument("what", type=click.Choice(WHAT), default="config")
@common.IN_PROJECT
def command(what: str, project: Path) -> int:
    """Print a JSON Schema, with which editors complete and check YAML.

    It describes briefgen.yml (config), the front matter of an article, page, edition or story, theme.yml, or
    sources/*.yml. In a project, config includes the keys that its extensions declare, and article those of
    fields: in briefgen.yml.
    """
    from briefgen import config
    from briefgen.cleaning import outlet_file
    from briefgen.reading import edition, frontmatter, page, story
    from briefgen.reading.own_fields import fields_of
    from briefgen.schema import json_schema
    from briefgen.theming import manifest

    fields, title = {
        "config": (config.FIELDS, "briefgen.yml"),
        "article": (frontmatter.FIELDS, "The front matter of a briefgen article"),
        "page": (page.FIELDS, "The front matter of a page of a briefgen site"),
        "edition": (edition.FIELDS, "The front matter of a briefgen edition file"),
        "story": (story.FIELDS, "The front matter of a story's text, content/stories/<slug>.md"),
        "theme": (manifest.FIELDS, "theme.yml of a briefgen theme"),
        "source": (outlet_file.FIELDS, "The rules of an outlet, sources/<name>.yml"),
    }[what]
    in_project = what in ("config", "article") and common.is_project(str(project))
    opened = common.open_to_read(project) if in_project else None
    more = (
        ()
        if opened is None
        else opened.extensions.fields
        if what == "config"
        else fields_of(opened.config.fields)
    )
    common.print_json(json_schema((*fields, *more), title))
    return common.DONE
