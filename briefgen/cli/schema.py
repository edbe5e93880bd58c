"""``briefgen schema``: print a JSON Schema for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.schema import Field

WHAT = ("config", "article", "edition", "theme", "source")


@click.command("schema")
@click.argument("what", type=click.Choice(WHAT), default="config")
@common.IN_PROJECT
def command(what: str, project: Path) -> int:
    """Print a JSON Schema, with which editors complete and check YAML.

    It describes briefgen.yml (config), the front matter of an article or edition, theme.yml, or
    sources/*.yml. In a project, config includes the keys that its extensions declare.
    """
    from briefgen import config
    from briefgen.cleaning import outlet_file
    from briefgen.reading import edition, frontmatter
    from briefgen.schema import json_schema
    from briefgen.theming import manifest

    fields, title = {
        "config": (config.FIELDS, "briefgen.yml"),
        "article": (frontmatter.FIELDS, "The front matter of a briefgen article"),
        "edition": (edition.FIELDS, "The front matter of a briefgen edition file"),
        "theme": (manifest.FIELDS, "theme.yml of a briefgen theme"),
        "source": (outlet_file.FIELDS, "The rules of an outlet, sources/<name>.yml"),
    }[what]
    try:
        more = _extension_fields(project) if what == "config" else ()
    except BriefgenError as error:
        return common.report_error(error, project)
    common.print_json(json_schema((*fields, *more), title))
    return common.DONE


def _extension_fields(project: Path) -> tuple[Field, ...]:
    """The settings that the project's extensions declare; none outside a project."""
    return common.open_to_read(project).extensions.fields if common.is_project(str(project)) else ()
