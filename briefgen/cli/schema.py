"""``briefgen schema``: print a JSON Schema for editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common

if TYPE_CHECKING:
    from briefgen.schema import Field

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
    from briefgen.reading.own_fields import fields_of

    in_project = what in ("config", "article") and common.is_project(str(project))
    opened = common.open_to_read(project) if in_project else None
    more = (
        ()
        if opened is None
        else opened.extensions.fields
        if what == "config"
        else fields_of(opened.config.fields)
    )
    common.print_json(schema_of(what, more))
    return common.DONE


def schema_of(what: str, more: Iterable[Field] = ()) -> Mapping[str, Any]:
    """The JSON Schema of a kind of file.

    ``more`` are the fields that a project adds.
    """
    from briefgen import config
    from briefgen.cleaning import outlet_file
    from briefgen.reading import edition, frontmatter, page, story
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
    return json_schema((*fields, *more), title)
