"""Describe the keys of YAML files by the JSON Schema that ``briefgen schema`` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from briefgen.cli.main import cli
from docs.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES = {"boolean": "`true` or `false`", "integer": "whole number", "string": "text"}


def keys(name: str) -> str:
    """A table of the keys that ``briefgen schema NAME`` prints."""
    printed = CliRunner().invoke(cli, ["schema", name], standalone_mode=False)
    return table(("key", "value", "default", "meaning"), _rows(json.loads(printed.output)))


def _rows(schema: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, ...]]:
    for name, value in schema.get("properties", {}).items():
        if "description" not in value:
            continue  # one of many keys of one type, which the row above describes
        default = value.get("default") or ""
        shown = "" if isinstance(default, dict) or default == "" else _default(default)
        yield f"`{prefix}{name}`", type_in_words(value), shown, value["description"]
        yield from _inner(value, f"{prefix}{name}")


def _inner(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, ...]]:
    for one in value.get("anyOf", [value]):
        if isinstance(one.get("additionalProperties"), dict):
            yield from _inner(one["additionalProperties"], f"{prefix}.NAME")
        elif one.get("type") == "array":
            yield from _inner(one["items"], f"{prefix}[]")
        elif "properties" in one:
            yield from _rows(one, f"{prefix}.")


def type_in_words(value: Mapping[str, Any]) -> str:
    """A type of JSON Schema as a person would say it."""
    kind = value.get("type")
    if "anyOf" in value:
        kinds = list(dict.fromkeys(map(type_in_words, value["anyOf"])))
        return "list of texts" if kinds == ["list of texts", "text"] else _either(kinds)
    if "enum" in value:
        return _either([f"`{word}`" for word in value["enum"]])
    if value.get("format") == "uri":
        return "web address"
    if kind == "string" and "examples" in value:
        return "language code" if "maxLength" in value else "date"
    if kind == "array":
        return f"list of {_plural(type_in_words(value['items']))}"
    if kind == "object":
        return "mapping"
    return TYPES[kind] if isinstance(kind, str) else "text"


def _either(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _plural(kind: str) -> str:
    return kind if kind.startswith("`") else "web addresses" if kind == "web address" else f"{kind}s"


def _default(value: Any) -> str:
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"
