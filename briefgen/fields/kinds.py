"""The kinds of value that a field can have. A kind reads a YAML node and describes itself as JSON Schema.

Only what is declared is coerced: a Text is the text as typed, so ``title: 1.10`` stays ``1.10`` and ``tags: [no]`` stays ``no``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import yaml

from briefgen.diagnostics import ERROR, diagnostic
from briefgen.fields.explain import in_quotes
from briefgen.fields.nodes import is_bare
from briefgen.model import Location
from briefgen.text import did_you_mean, suggest, without_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefgen.model import Diagnostic


class Kind(Protocol):
    """What a value may be."""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> Any:
        """The value of ``node``, or None when it is empty or unusable; what is wrong is told to ``notes``."""

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema (2020-12)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A declared key: its name, the kind of its value, the value when it is absent, and a sentence of help.

    A bad value of a ``vital`` field is an error, since to go on without it would do harm (``draft: maybe``). ``aka`` are names that
    other tools have for it, for suggestions only.
    """

    name: str
    kind: Kind
    default: Any = None
    help: str = ""
    vital: bool = False
    aka: tuple[str, ...] = ()


@dataclass(slots=True)
class Notes:
    """What one reading of one YAML text gathers: where each value stands, and what is wrong."""

    path: str
    offset: int
    lines: list[str]
    bad_value: str
    unknown_key: str
    places: dict[str, Location] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def at(self, mark: yaml.Mark) -> Location:
        """The mark's place in the file."""
        return Location(self.path, mark.line + 1 + self.offset, mark.column + 1)

    def bad(self, node: yaml.Node, message: str, hint: str = "", code: str = "") -> None:
        """Tell that a value is unusable."""
        self.problems.append(diagnostic(code or self.bad_value, self.at(node.start_mark), message, hint))

    def swallowed(self, node: yaml.ScalarNode) -> None:
        """Tell when an unquoted ``#`` cuts a text short."""
        end = node.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if not rest or not is_bare(node):
            return
        hash_at = len(rest) - len(rest.lstrip())
        if hash_at and rest[hash_at : hash_at + 1] == "#" and rest[hash_at + 1 : hash_at + 2].strip():
            at = self.at(end)
            whole = in_quotes(f"{node.value}{rest}".strip())
            self.problems.append(
                diagnostic(
                    "yaml-comment",
                    at._replace(column=at.column + hash_at),
                    f"YAML takes {rest.strip()[:40]} for a comment, so the value ends before it",
                    f"write {whole}, or put a space after # if a comment is meant",
                )
            )


def _scalar(node: yaml.Node, name: str, notes: Notes, what: str) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        found = "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
        hint = "put it in quotes if it is meant as text" if what == "text" else ""
        notes.bad(node, f"{name} must be {what}, not {found}", hint)
        return None
    if is_bare(node) and node.value in ("", "~", "null", "Null", "NULL"):
        return None
    value: str = node.value
    return value


@dataclass(frozen=True, slots=True)
class Text:
    """A text as typed, without the white space around it and the characters that no page may hold."""

    example: str = ""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> str | None:
        if isinstance(node, yaml.ScalarNode):
            notes.swallowed(node)
        value = _scalar(node, name, notes, "text")
        return without_controls(value).strip() or None if value else None

    def schema(self) -> dict[str, Any]:
        return {
            "type": ["string", "number", "boolean"],
            **({"examples": [self.example]} if self.example else {}),
        }


@dataclass(frozen=True, slots=True)
class Written:
    """A date as typed; whoever knows the language and the zone reads it."""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> str | None:
        value = _scalar(node, name, notes, "a date")
        return value.strip() or None if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["2022-03-31", "2022-03-31 06:31", "2022-03-31T06:31+07:00"]}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> bool | None:
        value = _scalar(node, name, notes, "true or false")
        if value is None:
            return None
        if value.casefold() in ("true", "yes", "on"):
            return True
        if value.casefold() in ("false", "no", "off"):
            return False
        notes.bad(node, f'{name} must be true or false, not "{value}"')
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number of at least ``least``."""

    least: int = 0

    def read(self, node: yaml.Node, name: str, notes: Notes) -> int | None:
        value = _scalar(node, name, notes, "a whole number")
        if value is None:
            return None
        if re.fullmatch(r"[+-]?[0-9]{1,9}", value) and int(value) >= self.least:
            return int(value)
        notes.bad(node, f'{name} must be a whole number of at least {self.least}, not "{value}"')
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: yaml.Node, name: str, notes: Notes) -> str | None:
        value = _scalar(node, name, notes, "one word")
        if value is None or value in self.words:
            return value
        known = ", ".join(self.words)
        notes.bad(node, f'{name} knows no "{value}"', did_you_mean(value, self.words, f"one of: {known}"))
        return None

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Address:
    """A web address; ``check`` says what is wrong with one, or gives an empty text."""

    check: Callable[[str], str]

    def read(self, node: yaml.Node, name: str, notes: Notes) -> str | None:
        value = _scalar(node, name, notes, "a web address")
        if value is None or not value.strip():
            return None
        if wrong := self.check(value.strip()):
            notes.bad(
                node, f"{name}: {wrong}", "write a whole address, as https://example.org/page", "url-refused"
            )
            return None
        return value.strip()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri"}


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
            if _scalar(node, name, notes, "a list") is not None:
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
                known = f"one of: {', '.join(self.keys)}"
                notes.bad(
                    key,
                    f'{name} knows no "{key.value}"',
                    did_you_mean(key.value, self.keys, known),
                    notes.unknown_key,
                )
                continue
            notes.places[f"{name}.{key.value}"] = notes.at(item.start_mark)
            value = self.kind.read(item, f"{name}.{key.value}", notes)
            if value is not None:
                values[key.value] = value
        return values

    def schema(self) -> dict[str, Any]:
        inner = self.kind.schema()
        if self.keys:
            return {
                "type": "object",
                "properties": dict.fromkeys(self.keys, inner),
                "additionalProperties": False,
            }
        return {"type": "object", "additionalProperties": inner}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with declared keys."""

    fields: tuple[Field, ...]

    def read(self, node: yaml.Node, name: str, notes: Notes) -> dict[str, Any]:
        return self.read_with(node, name, notes)

    def read_with(self, node: yaml.Node, name: str, notes: Notes) -> dict[str, Any]:
        """Every declared field with its value or its default."""
        by_name = {declared.name: declared for declared in self.fields}
        values: dict[str, Any] = {}
        dotted = f"{name}." if name else ""
        for key, item in _items(node, name, notes):
            declared = by_name.get(key.value)
            if declared is None:
                self._unknown(key, dotted, notes)
                continue
            place = dotted + declared.name
            notes.places[place] = notes.at(item.start_mark)
            told = len(notes.problems)
            value = declared.kind.read(item, place, notes)
            if value is not None:
                values[declared.name] = value
            if declared.vital:
                notes.problems[told:] = [d._replace(severity=ERROR) for d in notes.problems[told:]]
        return {d.name: values.get(d.name, d.default) for d in self.fields}

    def _unknown(self, key: yaml.ScalarNode, dotted: str, notes: Notes) -> None:
        """Tell that a key is not declared. One that was clearly meant as a vital one (``Draft``, ``embargo``) is an error, as its value would be."""
        code, message = notes.unknown_key, f"unknown key {dotted}{key.value}"[:120]
        notes.bad(key, message, self._meant(key.value), code)
        vital = {_letters(n) for d in self.fields if d.vital for n in (d.name, *d.aka)}
        if _letters(key.value) in vital:
            notes.problems[-1] = notes.problems[-1]._replace(severity=ERROR)

    def _meant(self, word: str) -> str:
        """A hint for an unknown key: the field whose name, here or in other tools, is nearest."""
        names = {name: declared.name for declared in self.fields for name in (declared.name, *declared.aka)}
        if near := suggest(word, names):
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
        return {"type": "object", "properties": properties, "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Either:
    """A short form written as one word or a list, and a long form written as a mapping."""

    short: Kind
    long: Kind

    def read(self, node: yaml.Node, name: str, notes: Notes) -> Any:
        kind = self.long if isinstance(node, yaml.MappingNode) else self.short
        return kind.read(node, name, notes)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.short.schema(), self.long.schema()]}


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


class _Item(NamedTuple):
    key: yaml.ScalarNode
    value: yaml.Node


def _items(node: yaml.Node, name: str, notes: Notes) -> list[_Item]:
    """The pairs of a mapping, each key once; a second one with the same name is told and left out."""
    if isinstance(node, yaml.ScalarNode) and _scalar(node, name, notes, "a mapping") is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        notes.bad(node, f"{name} must hold keys and values (key: value)")
        return []
    items: dict[str, _Item] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            notes.bad(key, "a key must be one word")
        elif key.value in items:
            first = items[key.value].key.start_mark.line + 1 + notes.offset
            message = f"{key.value} stands here a second time; the first is in line {first}"
            notes.bad(key, message, "keep one of the two", "yaml-duplicate")
        else:
            items[key.value] = _Item(key, value)
    return list(items.values())
