"""What a declared field is, and what reading one gathers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic
from briefgen.schema.yaml_errors import in_quotes
from briefgen.schema.yaml_tree import is_bare
from briefgen.util.text import shorten

if TYPE_CHECKING:
    import yaml

    from briefgen.model import Diagnostic


class Kind(Protocol):
    """What a value may be."""

    def read(self, node: yaml.Node, name: str, notes: Notes) -> Any:
        """The value of ``node``; None, with a problem in ``notes``, if unusable."""

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema (2020-12)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A declared key: its name, the kind of its value, its default and help.

    A bad value of a ``vital`` field is an error, since ignoring it would do harm (``draft: maybe``). ``aka``
    are its names in other tools, for suggestions only.
    """

    name: str
    kind: Kind
    default: Any = None
    help: str = ""
    vital: bool = False
    aka: tuple[str, ...] = ()


class Codes(NamedTuple):
    """The codes of the problems that a file of some kind may have."""

    bad_value: str
    unknown_key: str


FRONT_MATTER = Codes("bad-value", "unknown-key")
SETTINGS = Codes("config-value", "config-key")


@dataclass(slots=True)
class Notes:
    """The places and problems of one YAML text, collected while reading it."""

    path: str
    offset: int
    lines: list[str]
    codes: Codes = FRONT_MATTER
    places: dict[str, Location] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def at(self, mark: yaml.Mark) -> Location:
        """The mark's place in the file."""
        return Location(self.path, mark.line + 1 + self.offset, mark.column + 1)

    def bad(self, node: yaml.Node, message: str, hint: str = "", code: str = "") -> None:
        """Tell that a value is unusable."""
        self.problems.append(
            diagnostic(code or self.codes.bad_value, self.at(node.start_mark), message, hint)
        )

    def swallowed(self, node: yaml.ScalarNode) -> None:
        """Report an unquoted ``#`` that cuts a text short."""
        end, at = node.end_mark, self.at(node.end_mark)
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        comment = rest.strip()
        if rest.startswith("#") and node.style in ("'", '"'):
            hint = "put a space before the #, or the whole value in quotes"
        elif is_bare(node) and rest[:1].isspace() and comment.startswith("#") and comment[1:2].strip():
            whole = in_quotes(f"{node.value}{rest}".strip())
            hint = f"write {whole}, or put a space after # if you mean a comment"
            at = at._replace(column=at.column + rest.index("#"))
        else:
            return
        message = f"YAML treats {shorten(comment, 40)} as a comment, so the value ends before it"
        self.problems.append(diagnostic("yaml-comment", at, message, hint))
