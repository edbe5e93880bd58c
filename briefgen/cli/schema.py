"""``briefgen schema``: the JSON Schema that editors complete and check YAML with."""

from __future__ import annotations

import json

import click

WHAT = ("config", "article", "edition", "theme", "source")


@click.command("schema")
@click.argument("what", type=click.Choice(WHAT), default="config")
def command(what: str) -> int:
    """Print the JSON Schema of briefgen.yml (config), of the front matter of an article or edition, of theme.yml, or of sources/*.yml."""
    from briefgen import config, theming
    from briefgen.cleaning import outlet_file
    from briefgen.reading import edition, frontmatter
    from briefgen.schema import json_schema

    fields, title = {
        "config": (config.FIELDS, "briefgen.yml"),
        "article": (frontmatter.FIELDS, "The front matter of a briefgen article"),
        "edition": (edition.FIELDS, "The front matter of a briefgen edition file"),
        "theme": (theming.FIELDS, "theme.yml of a briefgen theme"),
        "source": (outlet_file.FIELDS, "The rules of an outlet, sources/<name>.yml"),
    }[what]
    click.echo(json.dumps(json_schema(fields, title), ensure_ascii=False, indent=2))
    return 0
