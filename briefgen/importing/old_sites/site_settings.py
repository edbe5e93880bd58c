"""Read the settings of other programs as plain values; nothing of them is run."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader, to which a tag of another program is nothing."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_settings(root: Path, *names: str) -> Mapping[str, Any]:
    """The values of the first of these files (TOML, YAML, JSON, Python).

    Empty if none is there, or it cannot be parsed.
    """
    for path in (root / name for name in names):
        if not path.is_file():
            continue
        text = path.read_text("utf-8-sig", "replace")
        with suppress(ValueError, SyntaxError, RecursionError, yaml.YAMLError):
            values = _parse(text, path.suffix)
            return values if isinstance(values, Mapping) else {}
    return {}


def _parse(text: str, suffix: str) -> Any:
    if suffix == ".toml":
        return tomllib.loads(text)
    if suffix == ".json":
        return json.loads(text)
    return _constants(text) if suffix == ".py" else yaml.load(text, _Loader)  # noqa: S506 - a safe loader


def _constants(code: str) -> dict[str, Any]:
    """The names that a Python file gives a constant at its top."""
    values = {}
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    with suppress(ValueError, TypeError, SyntaxError):
                        values[target.id] = ast.literal_eval(statement.value)
    return values


def text_of(settings: Mapping[str, Any], name: str, default: str = "") -> str:
    """A setting that is a text."""
    value = settings.get(name)
    return value if isinstance(value, str) and value else default
