"""Change values in YAML files; all other bytes stay the same.

ruamel.yaml rewrites the lines of a changed key, so that their comments, order and quotes stay too. The
result is read again: unless it has the old values and the changes, it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, NamedTuple, TypeAlias

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, failure
from briefgen.schema.yaml_tree import compose, place

Value: TypeAlias = str | int | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: texts, whole numbers, flags, lists and mappings of them."""

INDENT = 2
"""Columns by which a nested list or mapping is set in where the document does not show how it does that."""

_MARK = "\ufeff"
_BOOLEANS_TO_SOME = frozenset({"y", "n", "yes", "no", "on", "off"})
"""Texts that YAML 1.1 takes for booleans, as many tools still do."""


class _Resolver(VersionedResolver):
    """ruamel's guesses, but for dates: they are texts that need no quotes."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a value."""
        tag = super().resolve(kind, value, implicit)
        return self.DEFAULT_SCALAR_TAG if str(tag).endswith(":timestamp") else tag


class _Block(NamedTuple):
    """The lines from ``first`` to before ``end``, with their indentation."""

    first: int
    end: int
    mapping: int
    dash: int


def rewrite(
    text: str, path: str, changes: Mapping[str, Value | None], *, offset: int = 0, line_end: str = "\n"
) -> str:
    """Set values in the YAML document ``text``; None deletes a key.

    ``clean.keep`` names a key in a key. New keys come last. An empty mapping is deleted. A list keeps the
    items that are still wanted, with their comments. ``offset`` is the number of lines before ``text`` in its
    file; ``line_end`` is for a text without any.

    Raises:
        BriefgenError: when the document cannot be parsed, or other values would change with these.
    """
    mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    tree = compose(text, path, offset)
    if isinstance(tree, Diagnostic):
        raise BriefgenError(tree)
    lines = StringIO(text, newline="\n").readlines()
    line_end = "\r\n" if "\r\n" in text else "\n" if "\n" in text else line_end
    try:
        wanted = _plain(tree)
        for name, value in changes.items():
            _put(wanted, name.split("."), _as_read(value))
        for block, own in sorted(_blocks(tree, lines, changes).items(), reverse=True):
            old = "".join(lines[block.first : block.end])
            new = _changed(old.replace("\r\n", "\n"), own, block).replace("\n", line_end)
            if new and block.first and not lines[block.first - 1].endswith("\n"):
                new = line_end + new
            lines[block.first : block.end] = [new]
        changed = "".join(lines)
        says = compose(changed, path, offset)
        if isinstance(says, Diagnostic) or _plain(says) != wanted:
            raise ValueError("what else it says would change")
    except Exception as error:  # ruamel fails in many ways on what PyYAML reads
        at = place(tree.start_mark, path, offset) if tree else Location(path, offset + 1, 1)
        message = f"{', '.join(changes)} cannot be changed here: {_reason(error)}"
        raise failure("yaml-entangled", at, message, "change it by hand") from error
    return mark + changed


def _reason(error: Exception) -> str:
    """The first line of an error; a fault of the library by its kind."""
    expected = isinstance(error, YAMLError | ValueError) and str(error)
    return str(error).splitlines()[0] if expected else f"the YAML is unusual ({type(error).__name__})"


def _blocks(
    tree: yaml.Node | None, lines: Sequence[str], changes: Mapping[str, Value | None]
) -> dict[_Block, dict[str, Value | None]]:
    """Which lines have to be written anew, and what changes in each of them."""
    if tree is None:
        return {_Block(len(lines), len(lines), INDENT, INDENT): dict(changes)}
    if isinstance(tree, yaml.CollectionNode) and tree.flow_style:
        return {_Block(0, len(lines), INDENT, INDENT): dict(changes)}
    blocks: dict[_Block, dict[str, Value | None]] = {}
    starts = [key.start_mark.line for key, _ in tree.value]
    ends = [
        _end(value, lines, start, limit)
        for (_, value), start, limit in zip(tree.value, starts, [*starts[1:], len(lines)], strict=True)
    ]
    names = [key.value for key, _ in tree.value]
    for name, value in changes.items():
        top = name.partition(".")[0]
        n = names.index(top) if top in names else -1
        habits = _habits(tree.value[n][1], tree) if n >= 0 else _habits(tree)
        block = _Block(starts[n], ends[n], *habits) if n >= 0 else _Block(ends[-1], ends[-1], *habits)
        blocks.setdefault(block, {})[name] = value
    return blocks


def _end(value: yaml.Node, lines: Sequence[str], first: int, limit: int) -> int:
    """The line after a value. Empty lines and comments at the margin come later."""
    end = min(limit, value.end_mark.line + (value.end_mark.column > 0))
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _habits(*nodes: yaml.Node) -> tuple[int, int]:
    """The indentation of mappings and lists, by the first of ``nodes`` that has any."""
    nested = [pair for node in nodes for pair in _nested(node)]
    return tuple(  # type: ignore[return-value] # two kinds give two numbers
        next((columns for hit, columns in nested if hit is kind), INDENT)
        for kind in (yaml.MappingNode, yaml.SequenceNode)
    )


def _nested(node: yaml.Node) -> Iterator[tuple[type[yaml.Node], int]]:
    """The kind and indentation of each list or mapping in a mapping."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        for key, value in node.value:
            if isinstance(value, yaml.CollectionNode) and not value.flow_style:
                yield type(value), value.start_mark.column - key.start_mark.column
                yield from _nested(value)


def _changed(text: str, changes: Mapping[str, Value | None], block: _Block) -> str:
    """The lines of a block with its changes; empty when no key is left."""
    form = YAML()
    form.Resolver = _Resolver
    form.preserve_quotes = True
    form.width = 1 << 20  # no line is ever folded
    form.indent(mapping=block.mapping, sequence=block.dash + 2, offset=block.dash)
    keys = form.load(text) or CommentedMap()
    for name, value in changes.items():
        _put(keys, name.split("."), None if value is None else _styled(value))
    out = StringIO()
    form.dump(keys, out)
    return out.getvalue() if keys else ""


def _put(keys: Any, names: Sequence[str], value: Any) -> None:
    """Set a value in nested mappings; None deletes it and emptied mappings."""
    name, *more = names
    if more:
        if keys.get(name) in (None, ""):
            keys[name] = CommentedMap()
        if not isinstance(keys[name], dict):
            raise ValueError(f"{name} holds no keys")
        _put(keys[name], more, value)
        if not keys[name]:
            del keys[name]
    elif value is None:
        keys.pop(name, None)
    elif isinstance(value, list) and isinstance(keys.get(name), list):
        _become(keys[name], value)
    else:
        keys[name] = value


def _become(items: Any, wanted: Sequence[Any]) -> None:
    """Change a list by single items, so that the others keep their comments."""
    for at, item in enumerate(wanted):
        while at < len(items) and items[at] not in wanted[at:]:
            items.pop(at)
        if at == len(items) or items[at] != item:
            items.insert(at, item)
    while len(items) > len(wanted):
        items.pop(len(items) - 1)  # without a number, comments would move


def _styled(value: Value) -> Any:
    """Quote a text that some tool could misread or that has invisible characters."""
    if isinstance(value, Mapping):
        return CommentedMap((key, _styled(inner)) for key, inner in value.items())
    if isinstance(value, str):
        if not value.isprintable():
            return DoubleQuotedScalarString(value)
        return SingleQuotedScalarString(value) if value.lower() in _BOOLEANS_TO_SOME else value
    return value if isinstance(value, int) else [_styled(item) for item in value]


def _as_read(value: Value | None) -> Any:
    """A value as it is read without guessing types: texts, lists and mappings."""
    if isinstance(value, Mapping):
        return {key: _as_read(inner) for key, inner in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) else [_as_read(item) for item in value]


def _plain(tree: yaml.Node | None) -> dict[str, Any]:
    """What a document says."""
    seen: set[int] = set()

    def said(node: yaml.Node) -> Any:
        if id(node) in seen:
            raise ValueError("a value is used in two places")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            pairs = {str(said(key)): said(value) for key, value in node.value}
            if len(pairs) < len(node.value):
                raise ValueError("a key stands twice")
            return pairs
        return [said(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else node.value

    if tree is None:
        return {}
    if not isinstance(tree, yaml.MappingNode):
        raise ValueError("it does not consist of keys and values")
    return dict(said(tree))
