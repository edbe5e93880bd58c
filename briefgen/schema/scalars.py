"""Kinds of values that are one word or text.

A kind reads a YAML node and describes itself as JSON Schema. Only what is declared is converted: a Text is
the text as typed, so ``title: 1.10`` stays ``1.10`` and ``tags: [no]`` stays ``no``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from briefgen.schema.field import Notes
from briefgen.schema.yaml_tree import is_bare, is_whole
from briefgen.util.language_tags import LONGEST, canonical_tag
from briefgen.util.text import did_you_mean, is_visible, settled, shorten, without_controls


def scalar(node: yaml.Node, name: str, notes: Notes, what: str) -> str | None:
    """The text of ``node`` as typed; None if empty or unusable. ``what`` was expected."""
    if not isinstance(node, yaml.ScalarNode):
        result = "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
        hint = "put it in quotes if it is meant as text" if what == "text" else ""
        notes.bad(node, f"{name} must be {what}, not {result}", hint)
        return None
    if is_bare(node) and node.value in ("", "~", "null", "Null", "NULL"):
        return None
    value: str = node.value
    if not is_whole(value):
        notes.bad(node, f"{name} has half of a character", "write the character itself, not its \\u escape")
        return None
    return value


@dataclass(frozen=True, slots=True)
class Text:
    """A text as typed, without outer white space and characters that pages may not contain."""

    example: str = ""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> str | None:
        if isinstance(node, yaml.ScalarNode):
            notes.swallowed(node)
        value = scalar(node, name, notes, "text")
        if not value:
            return None
        text = value.strip()
        if text and text.isprintable():  # as nearly all are; then there is nothing in it to leave out
            return text
        text = settled(without_controls(text)).strip()
        if is_visible(text):
            return text
        notes.bad(node, f"{name} has no visible character", "write it in letters, or delete the key")
        return None

    def schema(self) -> dict[str, Any]:
        examples = {"examples": [self.example]} if self.example else {}
        return {"type": ["string", "number", "boolean"], **examples}


@dataclass(frozen=True, slots=True)
class Written:
    """A date as typed; whoever knows the language and the zone reads it."""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> str | None:
        value = scalar(node, name, notes, "a date")
        return value.strip() or None if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["2022-03-31", "2022-03-31 06:31", "2022-03-31T06:31+07:00"]}


@dataclass(frozen=True, slots=True)
class LanguageCode:
    """A language code, in its one spelling."""

    example: str = "id"

    def read(self, node: yaml.Node, name: str, notes: Notes) -> str | None:
        value = scalar(node, name, notes, "a language code")
        if not value or not value.strip():
            return None
        if not (tag := canonical_tag(value)):
            message = f'{name}: "{shorten(value)}" is not a language code'
            notes.bad(node, message, "write one such as en, id or pt-BR")
        return tag or None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": LONGEST, "examples": [self.example]}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> bool | None:
        value = scalar(node, name, notes, "true or false")
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
        value = scalar(node, name, notes, "a whole number")
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
        value = scalar(node, name, notes, "one word")
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
        value = scalar(node, name, notes, "a web address")
        if value is None or not value.strip():
            return None
        if wrong := self.check(value.strip()):
            hint = "write a whole address, as https://example.org/page"
            notes.bad(node, f"{name}: {wrong}", hint, "url-refused")
            return None
        return value.strip()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri"}
