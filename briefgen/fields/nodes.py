"""YAML text -> a tree of nodes with true places; what cannot be parsed becomes one diagnostic that says what to do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import yaml

from briefgen.diagnostics import diagnostic
from briefgen.model import Location

if TYPE_CHECKING:
    from briefgen.model import Diagnostic

# The C parser is some eight times as fast; both give the same nodes.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_COLON = re.compile(r"^(?P<key>\s*(?:- +)?[\w-]+:[ ]+)(?P<value>[^\s\"'\[{|>&*!#].*?)\s*$")
_INDENT = re.compile(r"^\s*?(\t)")
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
}


def compose(text: str, path: str, offset: int = 0) -> yaml.Node | Diagnostic | None:
    """The tree of a YAML document, None for an empty one, or the diagnostic that says why there is none.

    ``offset`` is the number of lines of the file that stand before ``text``. Nothing is constructed, so that no tag can run or
    coerce anything; aliases share their node, so that they cost nothing.
    """
    try:
        loader = _Loader(text)
        try:
            node: yaml.Node | None = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        return _explain(error, text, path, offset)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        at = Location(path, offset + before.count("\n") + 1, len(before) - before.rfind("\n"))
        return diagnostic("yaml-syntax", at, "a character that YAML does not allow stands here", "delete it")
    except (yaml.YAMLError, ValueError) as error:
        first = str(error).splitlines()[0]
        return diagnostic("yaml-syntax", Location(path, offset + 1, 1), f"this is not YAML: {first}")
    except RecursionError:
        return diagnostic("yaml-syntax", Location(path, offset + 1, 1), "the YAML is nested too deeply")
    return node


def place(mark: yaml.Mark, path: str, offset: int) -> Location:
    """Where a mark stands in the file."""
    return Location(path, mark.line + 1 + offset, mark.column + 1)


def foreign_tag(node: yaml.Node) -> str:
    """The node's tag when it asks for more than plain data, else an empty text."""
    return "" if node.tag in _PLAIN_TAGS else str(node.tag).replace("tag:yaml.org,2002:", "!!")


def _explain(error: yaml.MarkedYAMLError, text: str, path: str, offset: int) -> Diagnostic:
    """The most useful thing to say of a syntax error: the cause that people meet, else what the parser said."""
    mark = error.problem_mark or error.context_mark
    if mark is None:  # pragma: no cover - the parser marks all its errors
        return diagnostic("yaml-syntax", Location(path, offset + 1, 1), str(error.problem))
    lines = text.split("\n")
    for number in dict.fromkeys(n for n in (mark.line, mark.line - 1) if 0 <= n < len(lines)):
        if tab := _INDENT.match(lines[number]):
            at = Location(path, number + 1 + offset, tab.start(1) + 1)
            return diagnostic(
                "yaml-tab",
                at,
                "YAML is indented with spaces, and here is a tab",
                "replace the tab with two spaces",
            )
    line = lines[mark.line] if mark.line < len(lines) else ""
    problem, context = str(error.problem or ""), str(error.context or "")
    if "mapping values" in problem and (found := _COLON.match(line)):
        colon = line.find(": ", found.start("value"))
        if colon < 0:
            colon = len(line.rstrip()) - 1
        at = Location(path, mark.line + 1 + offset, colon + 1)
        return diagnostic("yaml-colon", at, "a value with a colon in it must stand in quotes", _quoted(found))
    if "quoted scalar" in context and error.context_mark is not None:
        at = place(error.context_mark, path, offset)
        return diagnostic(
            "yaml-quote", at, "the quote that opens here is never closed", "close it at the end of the value"
        )
    if "cannot start any token" in problem and (found := _COLON.match(line)):
        char = line[mark.column : mark.column + 1]
        at = place(mark, path, offset)
        return diagnostic(
            "yaml-syntax", at, f"a value that begins with {char} must stand in quotes", _quoted(found)
        )
    if "flow" in context and error.context_mark is not None:
        at = place(error.context_mark, path, offset)
        return diagnostic(
            "yaml-syntax", at, "the bracket that opens here is not closed as it should be", "close it"
        )
    said = " ".join(part for part in (context, problem) if part)
    return diagnostic(
        "yaml-syntax", place(mark, path, offset), f"this is not YAML: {said}", "see the line above as well"
    )


def _quoted(found: re.Match[str]) -> str:
    value = json.dumps(found["value"], ensure_ascii=False)
    return f"write: {found['key'].strip()} {value}"
