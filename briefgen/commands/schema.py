"""``briefgen schema``: the JSON Schema that editors complete and check YAML with."""

from __future__ import annotations

import json

import click

WHAT = ("config", "article", "theme", "source")


@click.command("schema")
@click.argument("what", type=click.Choice(WHAT), default="config")
def command(what: str) -> int:
    """Print the JSON Schema of briefgen.yml (config), of an article's front matter, of theme.yml, or of sources/*.yml."""
    from briefgen import config, theming
    from briefgen.cleaning import outletfile
    from briefgen.fields import json_schema
    from briefgen.reading import frontmatter

    fields, title = {
        "config": (config.FIELDS, "briefgen.yml"),
        "article": (frontmatter.FIELDS, "The front matter of a briefgen article"),
        "theme": (theming.FIELDS, "theme.yml of a briefgen theme"),
        "source": (outletfile.FIELDS, "The rules of an outlet, sources/<name>.yml"),
    }[what]
    click.echo(json.dumps(json_schema(fields, title), ensure_ascii=False, indent=2))
    return 0
