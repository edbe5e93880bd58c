"""Kinds of values that contain others: lists, mappings, records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from briefgen.model.diagnostics import ERROR
from briefgen.schema.field import Field, Kind, Notes
from briefgen.schema.scalars import Text, scalar
from briefgen.schema.yaml_tree import is_whole
from briefgen.util.text import did_you_mean, settled, shorten, suggest, without_controls

MOST_HINTS = 100
"""Problems in one file after which unknown keys get no suggestion, as each takes a while."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of texts; a single text is split at its commas."""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> tuple[str, ...] | None:
        if isinstance(node, yaml.ScalarNode):
            text = _TEXT.read(node, name, notes)
            return tuple(part for part in map(str.strip, text.split(",")) if part) if text else None
        return _TEXTS.read(node, name, notes)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "array", "items": Text().schema()}, {"type": "string"}]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind."""

    kind: Kind

    def read(self, node: yaml.Node, name: str, notes: Notes) -> tuple[Any, ...] | None:
        if isinstance(node, yaml.ScalarNode):
            if scalar(node, name, notes, "a list") is not None:
                notes.bad(node, f"{name} must be a list", "write [a, b], or one item a line after a hyphen")
            return None
        if not isinstance(node, yaml.SequenceNode):
            notes.bad(node, f"{name} must be a list, not a mapping")
            return None
        values = []
        for n, item in enumerate(node.value):
            place = f"{name}.{n}"
            notes.places[place] = notes.at(item.start_mark)
            value = self.kind.read(item, place, notes)
            if value is not None:
                values.append(value)
        return tuple(values)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.kind.schema()}


_TEXT = Text()
_TEXTS = ListOf(_TEXT)


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with free keys to values of one kind; with ``keys``, only these."""

    kind: Kind
    keys: tuple[str, ...] = ()

    def read(self, node: yaml.Node, name: str, notes: Notes) -> Mapping[str, Any] | None:
        values: dict[str, Any] = {}
        for key, item in _items(node, name, notes):
            if self.keys and key.value not in self.keys:
                hint = did_you_mean(key.value, self.keys, f"one of: {', '.join(self.keys)}")
                notes.bad(key, f'{name} knows no "{key.value}"', hint, notes.codes.unknown_key)
                continue
            word = settled(without_controls(key.value))
            notes.places[f"{name}.{word}"] = notes.at(item.start_mark)
            value = self.kind.read(item, f"{name}.{word}", notes)
            if value is not None:
                values[word] = value
        return values

    def schema(self) -> dict[str, Any]:
        inner = self.kind.schema()
        if self.keys:
            return _object(dict.fromkeys(self.keys, inner))
        return {"type": "object", "additionalProperties": inner}


class Record:
    """A mapping with declared keys."""

    def __init__(self, *fields: Field) -> None:
        self.fields = fields

    def read(self, node: yaml.Node, name: str, notes: Notes) -> dict[str, Any]:
        by_name = {declared.name: declared for declared in self.fields}
        values: dict[str, Any] = {}
        dotted = f"{name}." if name else ""
        for key, item in _items(node, name, notes, f"write {{{self.fields[0].name}: …}}"):
            declared = by_name.get(key.value)
            if declared is None:
                self._unknown(key, dotted, notes)
                continue
            place = dotted + declared.name
            notes.places[place] = notes.at(item.start_mark)
            before = len(notes.problems)
            value = declared.kind.read(item, place, notes)
            if value is not None:
                values[declared.name] = value
            if declared.vital:
                notes.problems[before:] = [d._replace(severity=ERROR) for d in notes.problems[before:]]
        return {d.name: values.get(d.name, d.default) for d in self.fields}

    def _unknown(self, key: yaml.ScalarNode, dotted: str, notes: Notes) -> None:
        """Report an unknown key. A misspelt vital key (``Draft``) is an error."""
        code, message = notes.codes.unknown_key, shorten(f"unknown key {dotted}{key.value}", 120)
        notes.bad(key, message, self._meant(key.value) if len(notes.problems) < MOST_HINTS else "", code)
        vital = {_letters(n) for d in self.fields if d.vital for n in (d.name, *d.aka)}
        if _letters(key.value) in vital:
            notes.problems[-1] = notes.problems[-1]._replace(severity=ERROR)

    def _meant(self, word: str) -> str:
        """Suggest the field with the nearest name, here or in other tools."""
        names = {name: declared.name for declared in self.fields for name in (declared.name, *declared.aka)}
        if near := _nearest(word, tuple(names)):
            return f'did you mean "{names[near]}"?'
        return f"known are: {', '.join(f.name for f in self.fields)}" if len(self.fields) < 9 else ""

    def schema(self) -> dict[str, Any]:
        properties = {}
        for declared in self.fields:
            entry = dict(declared.kind.schema())
            if declared.help:
                entry["description"] = declared.help
            if declared.default not in (None, (), {}):
                entry["default"] = declared.default
            properties[declared.name] = entry
        return _object(properties)


@dataclass(frozen=True, slots=True)
class Either:
    """A short form (a word or a list) or a long form (a mapping)."""

    short: Kind
    long: Kind

    def read(self, node: yaml.Node, name: str, notes: Notes) -> Any:
        kind = self.long if isinstance(node, yaml.MappingNode) else self.short
        return kind.read(node, name, notes)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.short.schema(), self.long.schema()]}


@lru_cache(maxsize=4096)  # a site's files have the same unknown keys
def _nearest(word: str, names: tuple[str, ...]) -> str:
    return suggest(word, names)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


class _Item(NamedTuple):
    key: yaml.ScalarNode
    value: yaml.Node


def _items(node: yaml.Node, name: str, notes: Notes, hint: str = "") -> list[_Item]:
    """The pairs of a mapping, without repeated keys, which are reported."""
    if isinstance(node, yaml.ScalarNode) and scalar(node, name, notes, "a mapping") is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        notes.bad(node, f"{name} must hold keys and values (key: value)", hint)
        return []
    items: dict[str, _Item] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not is_whole(key.value):
            notes.bad(key, "a key must be one word")
        elif key.value in items:
            first = items[key.value].key.start_mark.line + 1 + notes.offset
            message = f"{key.value} stands here a second time; the first is in line {first}"
            notes.bad(key, message, "keep one of the two", "yaml-duplicate")
        else:
            items[key.value] = _Item(key, value)
    return list(items.values())


def json_schema(fields: Sequence[Field], title: str) -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of a YAML file with these fields."""
    version = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": version, "title": title, **Record(*fields).schema()}
