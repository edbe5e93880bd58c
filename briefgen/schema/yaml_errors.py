"""Explain YAML errors: the cause, its place, and the line as it should be.

The two parsers word their errors differently; both give the same message here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic

if TYPE_CHECKING:
    import yaml

    from briefgen.model import Diagnostic

_TAB = re.compile(r" *\t")
_LINE = re.compile(
    r"""(?P<lead>\s*(?:-[ ]+)*)
        (?P<key>(?:"[^"]*"|'[^']*'|\w[^:\#\[\]{}"]*?)[ ]*:[ ]+)?
        (?P<value>\S.*?)\s*""",
    re.VERBOSE,
)
_NO_SPACE = re.compile(r"\s*(?P<key>[\w-]+):(?P<value>[^\s:/].*?)\s*")


class _Value(NamedTuple):
    """A value in one line: its start, the text before it, and its text."""

    start: int
    before: str
    text: str

    def in_quotes(self) -> str:
        """How the value should have been written."""
        return " ".join(filter(None, ("write:", self.before.strip(), in_quotes(self.text))))


class _Error(NamedTuple):
    """A parser's error over the lines it happened in."""

    problem: str
    context: str
    line: int
    column: int
    context_line: int
    context_column: int
    lines: list[str]
    path: str
    offset: int

    def at(self, line: int, column: int) -> Location:
        return Location(self.path, line + 1 + self.offset, column + 1)

    @property
    def here(self) -> Location:
        return self.at(self.line, self.column)

    @property
    def there(self) -> Location:
        """The start of what is wrong here."""
        return self.at(self.context_line, self.context_column)

    @property
    def text(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def char(self) -> str:
        return self.text[self.column : self.column + 1]

    @property
    def is_first(self) -> bool:
        """Whether it is the line's first word that does not fit."""
        return bool(self.char.strip()) and not self.text[: self.column].strip()

    def last_bracket(self) -> Location:
        """Where the last bracket opens before a text's end."""
        openings = ((n, max(map(self.lines[n].rfind, "[{"))) for n in range(len(self.lines) - 1, -1, -1))
        return self.at(*next((place for place in openings if place[1] >= 0), (self.line, self.column)))

    def value(self) -> _Value | None:
        """The value that the error's place is in."""
        result = _value(self.text)
        return result if result and self.column >= result.start else None


def explain(error: yaml.MarkedYAMLError, text: str, path: str, offset: int) -> Diagnostic:
    """The most useful message for a syntax error in ``text``."""
    mark = error.problem_mark or error.context_mark
    assert mark is not None  # noqa: S101 - the parsers mark all their errors
    began = error.context_mark or mark
    result = _Error(
        str(error.problem or ""), str(error.context or ""), mark.line, mark.column, began.line, began.column,
        text.split("\n"), path, offset,
    )  # fmt: skip
    for cause in (_tab, _unclosed, _escape, _colon, _keyless, _bracket, _quote, _opening, _indent):
        if diagnostics := cause(result):
            return diagnostics
    message = "this cannot be read as YAML"
    hint = "look at the quotes, colons and indentation of this line and of the one above"
    return diagnostic("yaml-syntax", result.here, message, hint)


def in_quotes(text: str) -> str:
    """``text`` as a quoted YAML value; quotes that already stand around it are taken off."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _value(line: str) -> _Value | None:
    match = _LINE.fullmatch(line)
    if not match:
        return None
    if "-" in match["lead"] and match["key"] and " " in match["key"].rstrip(" :"):
        # Several words before a colon in a list are a text, not a key.
        return _Value(match.start("key"), match["lead"], line[match.start("key") :].rstrip())
    return _Value(match.start("value"), match["lead"] + (match["key"] or ""), match["value"])


def _tab(error: _Error) -> Diagnostic | None:
    """A tab in the indentation, or where YAML expects a space."""
    message, hint = "YAML is indented with spaces, and here is a tab", "replace the tab with two spaces"
    for number in (error.line, error.line - 1):
        tab = _TAB.match(error.lines[number]) if 0 <= number < len(error.lines) else None
        if tab:
            return diagnostic("yaml-tab", error.at(number, tab.end() - 1), message, hint)
    if error.char == "\t":
        message = "here is a tab where YAML expects a space"
        return diagnostic("yaml-tab", error.here, message, "replace it with a space")
    return None


def _unclosed(error: _Error) -> Diagnostic | None:
    """A quote that runs to the end of the text."""
    if "quoted scalar" not in error.context or not re.search("end of stream|document", error.problem):
        return None
    return _unclosed_quote(error.there)


def _unclosed_quote(at: Location) -> Diagnostic:
    message = "the quote that opens here is never closed"
    return diagnostic("yaml-quote", at, message, "close it at the end of the value")


def _escape(error: _Error) -> Diagnostic | None:
    """A backslash in double quotes that begins no escape."""
    if "quoted scalar" not in error.context:
        return None
    back = error.text.rfind("\\", 0, error.column + 1)
    at = error.at(error.line, back) if back >= 0 else error.there
    message = "in double quotes a backslash begins an escape, and this is none"
    return diagnostic("yaml-syntax", at, message, r"write \\ for a backslash, or use single quotes")


def _colon(error: _Error) -> Diagnostic | None:
    """A colon and a space within a value."""
    value = error.value()
    if "mapping values" not in error.problem or not value:
        return None
    message = "a value with a colon in it must stand in quotes"
    return diagnostic("yaml-colon", error.here, message, value.in_quotes())


def _keyless(error: _Error) -> Diagnostic | None:
    """A line that is no ``key: value``."""
    if "simple key" not in error.context:
        return None
    line = error.lines[error.context_line] if error.context_line < len(error.lines) else ""
    return diagnostic("yaml-syntax", error.there, "this line is no key: value", keyless_hint(line))


def keyless_hint(line: str) -> str:
    """How a line that is no ``key: value`` may have been meant."""
    if match := _NO_SPACE.fullmatch(line):
        return f"put a space after the colon: {match['key']}: {match['value']}"
    return "write it as key: value, or indent it under the key that it goes on with"


def _bracket(error: _Error) -> Diagnostic | None:
    """An unclosed ``[`` or ``{``, a missing value in it, or an extra bracket."""
    hint = "close it, and put quotes around texts with one of , : [ ] { }"
    if "flow sequence" in error.context or "flow mapping" in error.context:
        message = "the bracket that opens here is not closed as it should be"
        return diagnostic("yaml-syntax", error.there, message, hint)
    if "flow node" in error.context:
        if error.char:
            message = f'a value is missing before this "{error.char}"'
            return diagnostic(
                "yaml-syntax", error.here, message, "add a value, or delete the extra character"
            )
        message = "the bracket that opens here is never closed"
        return diagnostic("yaml-syntax", error.last_bracket(), message, hint)
    if error.char and error.char in "]}":
        return diagnostic("yaml-syntax", error.here, "this bracket closes nothing", "delete it")
    return None


def _quote(error: _Error) -> Diagnostic | None:
    """A quote within a quoted value that closes it early."""
    value = error.value()
    if not value or value.text[0] not in "\"'" or error.column == value.start:
        return None
    mark = value.text[0]
    if error.column == value.start + 1:
        # What should have opened this value has closed one above.
        for number in range(error.line - 1, -1, -1):
            above = _value(error.lines[number])
            if above and above.text[0] == mark and above.text.count(mark) == 1:
                return _unclosed_quote(error.at(number, above.start))
    message = f"the value ends at the {mark} before this, which should be a part of it"
    return diagnostic("yaml-syntax", error.here, message, value.in_quotes())


def _opening(error: _Error) -> Diagnostic | None:
    """A value that begins with a character that means something to YAML."""
    value = error.value()
    if value and value.text[0] in "@`%*&|>!-?,[{]}" and not value.text.startswith("---"):
        at, char, hint = error.at(error.line, value.start), value.text[0], value.in_quotes()
        return diagnostic("yaml-syntax", at, f"a value that begins with {char} must stand in quotes", hint)
    if error.char and ("cannot start any token" in error.problem or "directive" in error.context):
        at = error.there if "directive" in error.context else error.here
        char = error.lines[at.line - 1 - error.offset][at.column - 1]
        message = f"a text that begins with {char} must stand in quotes"
        return diagnostic("yaml-syntax", at, message, "put it in quotes")
    return None


def _indent(error: _Error) -> Diagnostic | None:
    """A line that begins in a column where none can."""
    if "mapping values" in error.problem:  # the mark is at the line's own colon
        first = len(error.text) - len(error.text.lstrip())
        message = "this line is indented deeper than the value above it, so YAML reads it as a part of that"
        hint = "begin it below the key above, or put the whole value above in quotes"
        return diagnostic("yaml-syntax", error.at(error.line, first), message, hint)
    if error.is_first and "expected" in error.problem:
        message = "this line's indentation fits none of the lines above"
        hint = "begin it in the same column as the line it belongs with"
        return diagnostic("yaml-syntax", error.here, message, hint)
    return None
