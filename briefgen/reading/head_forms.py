"""Front matter in TOML, in JSON, and as the ``key.

Value`` lines of Pelican and Nikola.

For each form there is a function that finds the end of the front matter. ``compose_head`` makes the tree of
nodes that YAML would give, so that fields are read in one way, with their places.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.schema.yaml_tree import compose

YAML, TOML, JSON, LINES, NIKOLA = "YAML", "TOML", "JSON", "key: value lines", "Nikola's comment"
"""The forms of front matter, as messages name them."""

TITLE_KEYS = ("title", "headline", "judul")
"""Without one of these keys, lines at the top of a text are not taken for front matter."""


class Cut(NamedTuple):
    """Where front matter starts and ends in a text, and where the body starts."""

    form: str
    start: int
    end: int
    body: int


class HeadError(Exception):
    """Front matter of a known form that never ends or cannot be parsed.

    (message, hint, line).
    """


_TOML_FENCE = re.compile(r"\+\+\+[ \t]*\r?\n")
_TOML_END = re.compile(r"^\+\+\+[ \t]*\r?$\n?", re.MULTILINE)
_LANGUAGE_FENCE = re.compile(r"---[ \t]*(json|toml|yaml|js|javascript|coffee)[ \t]*\r?\n", re.IGNORECASE)
_FENCE_END = re.compile(r"^---[ \t]*\r?$\n?", re.MULTILINE)
_HEXO_JSON = re.compile(r'(?:;;;[ \t]*\r?\n)?(?=\s*"[^"\n]+"\s*:)')
_HEXO_END = re.compile(r"^;;;[ \t]*\r?$\n?", re.MULTILINE)
_OBJECT = re.compile(r'\{\s*"[\w -]+"\s*:')
_LINE = re.compile(
    r"(?P<key>[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+){0,2}):(?P<value>[ \t][^\n]*|\r?)(?:\n|$)"
)
_MORE = re.compile(r"(?:[ ]{4}|\t)(?P<value>[ \t]*[^\s][^\n]*)(?:\n|$)")
_NIKOLA_LINE = re.compile(r"\.\. (?P<key>[A-Za-z][A-Za-z0-9_-]*):(?P<value>[ \t][^\n]*|\r?)(?:\n|$)")
_COMMENT = re.compile(r"<!--[ \t]*\r?\n(?=\s*\.\. [A-Za-z])")
_COMMENT_END = re.compile(r"^[ \t]*-->[ \t]*\r?$\n?", re.MULTILINE)
_BLANK = re.compile(r"[ \t]*\r?\n")
_YAML_LINE = re.compile(r"(?:[\w-]+:(?:\s|$)|\s+\S|-\s|#)")
_TOML_TABLE = re.compile(r"\s*\[+\s*([^\[\]\n]+?)\s*\]")
_TOML_KEY = re.compile(r"""\s*("[^"\n]*"|'[^'\n]*'|[\w-]+)\s*=\s*""")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def find_head(text: str) -> Cut | None:
    """Find front matter that does not begin with ``---`` alone; None where there is none.

    Raises:
        HeadError: for front matter that never ends.
    """
    for find in (_find_toml, _find_language, _find_object, _find_hexo_json, _find_nikola, _find_lines):
        if cut := find(text):
            return cut
    return None


def _find_toml(text: str) -> Cut | None:
    opening = _TOML_FENCE.match(text)
    if not opening:
        return None
    if end := _TOML_END.search(text, opening.end()):
        if not re.search(r"^\s*[^\s=]+\s*=", text[opening.end() : end.start()], re.MULTILINE):
            return None
        return Cut(TOML, opening.end(), end.start(), end.end())
    if "=" in "".join(text[opening.end() :].split("\n")[:2]):
        raise HeadError(
            "the TOML front matter that opens here is never closed", "put a line with +++ after it", 1
        )
    return None


def _find_language(text: str) -> Cut | None:
    """Front matter whose fence names its language, as Eleventy has it: ``---json``."""
    opening = _LANGUAGE_FENCE.match(text)
    if not opening:
        return None
    form = {"json": JSON, "toml": TOML, "yaml": YAML}.get(opening[1].lower())
    if not form:
        raise HeadError(
            f"this front matter is a program ({opening[1]}), and briefgen runs none", "write it as YAML", 1
        )
    if end := _FENCE_END.search(text, opening.end()):
        return Cut(form, opening.end(), end.start(), end.end())
    raise HeadError(
        "the front matter that opens here is never closed", "put a line with --- after the last key", 1
    )


def _find_object(text: str) -> Cut | None:
    """Front matter that is a JSON object, as Hugo has it."""
    if not _OBJECT.match(text):
        return None
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise HeadError(
            "this looks like front matter in JSON, but it cannot be parsed", str(error), line
        ) from None
    line_end = _BLANK.match(text, end)
    if not _has_title(value) or not (line_end or not text[end:].strip()):
        return None
    return Cut(JSON, 0, end, line_end.end() if line_end else len(text))


def _find_hexo_json(text: str) -> Cut | None:
    """Front matter that is JSON without braces and ends with ``;;;``, as Hexo has it."""
    opening = _HEXO_JSON.match(text)
    end = _HEXO_END.search(text, opening.end()) if opening else None
    return Cut(JSON, opening.end(), end.start(), end.end()) if opening and end else None


def _find_nikola(text: str) -> Cut | None:
    """Lines such as ``.. title: T``, with or without an HTML comment around them."""
    opening = _COMMENT.match(text)
    start = opening.end() if opening else 0
    if not opening and not text.startswith(".. "):
        return None
    stop = _COMMENT_END.search(text, start) if opening else None
    end = stop.start() if stop else _end_of_lines(text, start, _NIKOLA_LINE)
    cut = Cut(NIKOLA, start, end, _after_blank(text, stop.end() if stop else end))
    return (
        cut if any(key.lower() in TITLE_KEYS for key, *_ in _pairs(text[start:end], _NIKOLA_LINE)) else None
    )


def _find_lines(text: str) -> Cut | None:
    """The lines of a head without fences: up to a blank one or ``---``."""
    if not (first := _LINE.match(text)) or text.startswith("--"):
        return None
    end = _end_of_lines(text, 0, _LINE)
    if not any(key.lower() in TITLE_KEYS for key, *_ in _pairs(text[:end], _LINE)):
        return None
    closing = _FENCE_END.search(text)
    if closing and all(_YAML_LINE.match(line) for line in text[: closing.start()].splitlines()):
        return Cut(YAML, 0, closing.start(), closing.end())
    return Cut(LINES, first.start(), end, _after_blank(text, end))


def _end_of_lines(text: str, start: int, line: re.Pattern[str]) -> int:
    """The end of the lines with keys and continued values."""
    at = start
    while at < len(text) and (
        match := line.match(text, at) or (_MORE.match(text, at) if at > start else None)
    ):
        at = match.end()
    return at


def _after_blank(text: str, at: int) -> int:
    return blank.end() if (blank := _BLANK.match(text, at)) else at


def _has_title(value: Any) -> bool:
    return isinstance(value, dict) and any(str(key).lower() in TITLE_KEYS for key in value)


# --- the trees ------------------------------------------------------------------------------------


def compose_head(form: str, head: str, path: str, offset: int) -> yaml.Node | Diagnostic | None:
    """The tree of front matter of any form, or a diagnostic.

    ``offset`` is the number of lines of the file that stand before ``head``.
    """
    if form == TOML:
        return _compose_toml(head, path, offset)
    if form == JSON:
        braces = "" if head.lstrip().startswith("{") else "{}"
        # JSON is YAML but for tabs, which can only stand between its values.
        return compose(f"{braces[:1]}{head.replace(chr(9), ' ')}{braces[1:]}", path, offset)
    if form in (LINES, NIKOLA):
        pairs = _pairs(head, _LINE if form == LINES else _NIKOLA_LINE)
        return _mapping([(_text(key, n), _text(_unquoted(value), n, at)) for key, value, n, at in pairs])
    return compose(head, path, offset)


def _compose_toml(head: str, path: str, offset: int) -> yaml.Node | Diagnostic:
    try:
        values = tomllib.loads(head.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        line, column = map(int, place.groups()) if (place := _TOML_PLACE.search(str(error))) else (1, 1)
        message = f"this TOML cannot be parsed: {str(error).partition(' (at ')[0]}"
        return diagnostic(
            "head-syntax",
            Location(path, offset + line, column),
            message,
            "quote texts, and write key = value",
        )
    return _node(values, _toml_places(head.split("\n")))


def _toml_places(lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Line and column (from 0) of each TOML value by its dotted name.

    ``tomllib`` has none.
    """
    places: dict[str, tuple[int, int]] = {}
    table = ""
    for n, line in enumerate(lines):
        if header := _TOML_TABLE.match(line):
            table = f"{header[1]}."
        elif key := _TOML_KEY.match(line):
            places.setdefault(table + key[1].strip("\"'"), (n, key.end()))
    return places


def _node(value: Any, places: Mapping[str, tuple[int, int]], name: str = "") -> yaml.Node:
    """The tree of a TOML value and the dotted name of its place."""
    line, column = places.get(name, (0, 0))
    if isinstance(value, Mapping):
        dotted = f"{name}." if name else ""
        return _mapping(
            [
                (_text(key, places.get(dotted + key, (line, 0))[0]), _node(item, places, dotted + key))
                for key, item in value.items()
            ]
        )
    if isinstance(value, list):
        mark = _mark(line, column)
        items = [_node(item, places, name) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, mark, mark)
    return _text(str(value).lower() if isinstance(value, bool) else str(value), line, column)


def _pairs(head: str, line: re.Pattern[str]) -> list[tuple[str, str, int, int]]:
    """Key, value, line and column (from 0) of each line, with continued lines joined."""
    pairs: list[tuple[str, list[str], int, int]] = []
    for n, text in enumerate(head.split("\n")):
        if match := line.match(text):
            blank = len(match["value"]) - len(match["value"].lstrip())
            pairs.append((match["key"], [match["value"].strip()], n, match.start("value") + blank))
        elif pairs and (match := _MORE.match(text)):
            pairs[-1][1].append(match["value"].strip())
    return [(key, " ".join(values).strip(), n, column) for key, values, n, column in pairs]


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] == '"' and '"' not in value[1:-1]
    return value[1:-1] if quoted else value


def _mark(line: int, column: int) -> yaml.Mark:
    return yaml.Mark("", 0, line, column, None, 0)


def _text(value: str, line: int, column: int = 0) -> yaml.ScalarNode:
    # The style is that of a block, in which no character has a meaning.
    return yaml.ScalarNode(
        "tag:yaml.org,2002:str", value, _mark(line, column), _mark(line, column), style="|"
    )


def _mapping(items: list[tuple[yaml.ScalarNode, yaml.Node]]) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", items, _mark(0, 0), _mark(0, 0))
