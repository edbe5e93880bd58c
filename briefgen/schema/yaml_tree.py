"""Parse YAML into a tree of nodes with places in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.schema.yaml_errors import explain

DEPTH = 100
"""How deep lists and mappings may be nested. Composing recurses in C: a few thousand end the process."""

# The C parser is some eight times as fast; both give the same nodes.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_REFUSED = yaml.reader.Reader.NON_PRINTABLE
# YAML ends a line at these, editors and the rest of briefgen do not; as spaces they leave all places true.
# The C parser does not count a byte order mark within the text; the word joiner is what it means there.
_ODD_BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
# JSON writes a character beyond U+FFFF as two escapes, which the C parser refuses and the other accepts.
_ESCAPED_HALF = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_OPENERS = "[{:-?"
"""Every list or mapping needs one of these characters."""
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
}


def compose(text: str, path: str, offset: int = 0) -> yaml.Node | Diagnostic | None:
    """The tree of a YAML document, None for an empty one, or its first error.

    ``offset`` is the number of lines before ``text`` in the file. Nothing is constructed, so no tag can run
    or convert anything; aliases share their node, so they cost nothing.
    """
    if not text.replace("\n", "").isprintable():  # what is printable needs none of this
        if refused := _REFUSED.search(text):
            before = text[: refused.start()]
            at = Location(path, offset + before.count("\n") + 1, len(before) - before.rfind("\n"))
            message = f"YAML does not allow the character U+{ord(refused[0]):04X}, and here is one"
            return diagnostic("yaml-syntax", at, message, "delete it")
        text = _ODD_BREAKS.sub(" ", text)
        text = text[:1] + text[1:].replace("\ufeff", "\u2060")
    try:
        if deep := _too_deep(text):
            message = f"lists and mappings are nested more than {DEPTH} deep here"
            return diagnostic("yaml-syntax", place(deep, path, offset), message, "write it flatter")
        return _tree(text)
    except yaml.MarkedYAMLError as error:
        return explain(error, text, path, offset)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The pure parser does not check an escape such as "\UFFFFFFFF".
        message = f"this cannot be read as YAML: {str(error).splitlines()[0]}"
        return diagnostic("yaml-syntax", Location(path, offset + 1, 1), message)


def _tree(text: str) -> yaml.Node | None:
    halves = _ESCAPED_HALF.search(text)
    loader = _untyped(yaml.SafeLoader if halves else _Loader)(text)
    try:
        tree = loader.get_single_node()
    finally:
        loader.dispose()
    if tree and halves:
        for node in _each(tree):
            if isinstance(node, yaml.ScalarNode):
                node.value = _PAIR.sub(_joined, node.value)
    return tree


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


class _Untyped:
    """A resolver that guesses no types: every value is read as its field declares."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """The tag of a text, a list or a mapping."""
        return _TAGS[kind]

    def descend_resolver(self, *place: Any) -> None:
        """No tag depends on where a value stands."""

    def ascend_resolver(self) -> None:
        """No tag depends on where a value stands."""


_TAGS: dict[type[yaml.Node], str] = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


@cache
def _untyped(loader: type[yaml.SafeLoader]) -> type[yaml.SafeLoader]:
    """``loader`` without its guessing, which takes as long as the parsing."""
    return type(loader.__name__, (_Untyped, loader), {})


def _too_deep(text: str) -> Any:
    """The mark where nesting passes ``DEPTH``. Parse events need no recursion."""
    if sum(map(text.count, _OPENERS)) <= DEPTH:
        return None
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH:
            return event.start_mark
    return None


def place(mark: yaml.Mark, path: str, offset: int) -> Location:
    """Where a mark stands in the file."""
    return Location(path, mark.line + 1 + offset, mark.column + 1)


def is_whole(text: str) -> bool:
    """Whether a text can be encoded: it has no half of a surrogate pair."""
    return text.isascii() or not _HALF.search(text)


def is_bare(node: yaml.ScalarNode) -> bool:
    """Whether a value has no quotes (its style is then empty or None)."""
    return not node.style


def foreign_nodes(tree: yaml.Node) -> Iterator[tuple[yaml.Node, str]]:
    """Every node with a tag beyond plain data, in the order of the file."""
    for node in _each(tree):
        if node.tag not in _PLAIN_TAGS:
            yield node, str(node.tag).replace("tag:yaml.org,2002:", "!!")


def _each(tree: yaml.Node) -> Iterator[yaml.Node]:
    """Every node in the order of the file; an alias' node comes once."""
    seen: set[int] = set()
    todo = [tree]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.SequenceNode):
            todo += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            todo += [inner for key, value in reversed(node.value) for inner in (value, key)]
