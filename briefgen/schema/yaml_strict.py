"""What both parsers let slip although YAML forbids it: other tools would read such a text otherwise, or not at all."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator


class Slip(NamedTuple):
    """Where a text is wrong (line and column, from 0), in which way, and what to do."""

    line: int
    column: int
    message: str
    hint: str


_OPENING = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken)
_FLOW_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_FLOW_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_LONE_DASH = re.compile(r"[\[,]\s*-\s*[\],]")
_HEADER = re.compile(r"[|>][-+0-9]*")
_CLOSERS = re.compile(r"[\]} ]+,?")


def slip(text: str, tree: yaml.Node, loader: Any) -> Slip | None:
    """The first thing in ``text``, read as ``tree`` by ``loader``, that should have been refused; or None."""
    flat = isinstance(tree, yaml.MappingNode) and text.count("\n") <= len(tree.value)
    if flat and "#" not in text and not _LONE_DASH.search(text):
        return None  # each line is a key and its value, as in most heads; to look at the tokens takes as long as to parse
    tokens = list(yaml.scan(text, loader))
    lines = [line.rstrip("\r") for line in text.split("\n")]
    return min([*_glued(tokens, text), *_dashes(tokens), *_shallow(tokens, lines)], default=None)


def _glued(tokens: list[Any], text: str) -> Iterator[Slip]:
    """A ``#`` right after a closing quote or bracket, a comma, a directive or a ``|``. Between tokens there are white space and comments only."""
    for token in tokens:
        end = token.end_mark.index
        if header := _is_block(token) and _HEADER.match(text, token.start_mark.index):
            end = header.end()
        if text[end : end + 1] == "#" and not text[end - 1 : end].isspace() and end > token.start_mark.index:
            mark = token.start_mark
            line = mark.line + text.count("\n", mark.index, end)
            message = "a # right after a value is neither a part of it nor a comment"
            hint = "put a space before the #, or the whole value in quotes"
            yield Slip(line, end - 1 - text.rfind("\n", 0, end), message, hint)


def _dashes(tokens: list[Any]) -> Iterator[Slip]:
    """A ``-`` alone in brackets."""
    for before, token in pairwise(tokens):
        in_brackets = isinstance(before, (*_FLOW_OPENING, yaml.FlowEntryToken))
        if in_brackets and isinstance(token, yaml.ScalarToken) and token.plain and token.value == "-":
            mark = token.start_mark
            yield Slip(mark.line, mark.column, "a - alone in brackets is no value", "put it in quotes")


def _shallow(tokens: list[Any], lines: list[str]) -> Iterator[Slip]:
    """A line of a value that begins no further in than the key that the value belongs to; a bracket that closes it may."""
    indents, brackets = [-1], []
    for token in tokens:
        if isinstance(token, _OPENING):
            indents.append(token.start_mark.column)
        elif isinstance(token, yaml.BlockEndToken):
            indents.pop()
        elif isinstance(token, _FLOW_OPENING):
            brackets.append(token.start_mark)
        elif isinstance(token, _FLOW_CLOSING):
            start = brackets.pop()
            if not brackets:
                yield from _outdented(lines, start.line, token.end_mark.line, indents[-1])
        elif _is_block(token):
            yield from _deep_blanks(lines, token)
        elif isinstance(token, yaml.ScalarToken) and not token.plain and not brackets:
            yield from _outdented(lines, token.start_mark.line, token.end_mark.line, indents[-1])


def _outdented(lines: list[str], first: int, last: int, indent: int) -> Iterator[Slip]:
    for number in range(first + 1, last + 1):
        text = lines[number]
        spaces = len(text) - len(text.lstrip(" "))
        if text.strip() and spaces <= indent and not _CLOSERS.fullmatch(text.rstrip()):
            message = "this line belongs to the value above it, and is not indented deeper than its key"
            yield Slip(number, spaces, message, "put two more spaces before it")


def _deep_blanks(lines: list[str], token: Any) -> Iterator[Slip]:
    """Blank lines of a ``|`` or ``>`` that are indented deeper than the first line of its text."""
    if any(char.isdigit() for char in lines[token.start_mark.line][token.start_mark.column :][:3]):
        return
    deepest = 0
    for number in range(token.start_mark.line + 1, len(lines)):
        if lines[number].strip(" "):
            if len(lines[number]) - len(lines[number].lstrip(" ")) < deepest:
                message = (
                    "the blank lines above are indented deeper than this one, with which the value begins"
                )
                yield Slip(number, 0, message, "delete the spaces of the blank lines")
            return
        deepest = max(deepest, len(lines[number]))


def _is_block(token: Any) -> bool:
    return isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")
