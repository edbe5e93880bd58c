"""Files and lines by which an editor completes and checks the YAML of a project."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, metadata

PATTERNS = {"briefgen.yml": "config", "sources/*.yml": "source", "themes/*/theme.yml": "theme"}
"""The files of a project that have a schema, each with its name."""
LOCAL = ".vscode/schemas"
SETTINGS = ".vscode/settings.json"


def schema_site() -> str:
    """The address of the published schemas; empty if this briefgen names no documentation."""
    try:
        urls = metadata("briefgen").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named = dict(line.partition(", ")[::2] for line in urls)
    site = str(named.get("Documentation", ""))
    return f"{site.rstrip('/')}/schema" if site else ""


def with_schema_line(path: str, text: str, *, is_local: bool) -> str:
    """The text of a file below a line that names its schema, if any.

    ``is_local``: the project has its own copies of the schemas.
    """
    name = next((name for pattern, name in PATTERNS.items() if fnmatch(path, pattern)), "")
    site = posixpath.relpath(LOCAL, posixpath.dirname(path) or ".") if is_local else schema_site()
    return f"# yaml-language-server: $schema={site}/{name}.json\n{text}" if name and site else text


def vscode_files() -> Mapping[str, str]:
    """Settings for Visual Studio Code and copies of the schemas, by path."""
    from briefgen.cli.schema import schema_of

    schemas = {f"{LOCAL}/{name}.json": schema_of(name) for name in PATTERNS.values()}
    settings = {"yaml.schemas": {f"./{LOCAL}/{name}.json": [place] for place, name in PATTERNS.items()}}
    files = {
        **schemas,
        SETTINGS: settings,
        ".vscode/extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
    }
    return {path: json.dumps(value, ensure_ascii=False, indent=2) + "\n" for path, value in files.items()}
