"""Read YAML by its declarations: values, places and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.schema.containers import Record
from briefgen.schema.field import FRONT_MATTER, Codes, Field, Notes
from briefgen.schema.yaml_errors import keyless_hint
from briefgen.schema.yaml_tree import compose, foreign_nodes, is_bare


@dataclass(frozen=True, slots=True)
class Declared:
    """The values of all fields, the places of those in the file, and the problems.

    ``places`` has dotted names; items of lists are numbered from 0 (``clean.keep.0``).
    """

    values: Mapping[str, Any]
    places: Mapping[str, Location]
    diagnostics: tuple[Diagnostic, ...]
    broken: bool = False


def read_fields(
    fields: Sequence[Field],
    text: str,
    path: str,
    codes: Codes = FRONT_MATTER,
    *,
    offset: int = 0,
) -> Declared:
    """Read YAML ``text`` that begins after ``offset`` lines of the file ``path``.

    Problems have the ``codes`` of such files. ``broken`` says that parsing failed.
    """
    tree = compose(text, path, offset)
    if isinstance(tree, Diagnostic):
        return Declared({f.name: f.default for f in fields}, {}, (tree,), broken=True)
    notes = Notes(path, offset, text.split("\n"), codes)
    return read_tree(fields, tree, notes, tagged="!" in text)  # every tag is written with one


def read_tree(fields: Sequence[Field], tree: yaml.Node | None, notes: Notes, *, tagged: bool) -> Declared:
    """Read a tree of nodes, and collect problems in ``notes``.

    A tree is ``tagged`` if it has YAML tags.
    """
    defaults = {f.name: f.default for f in fields}
    if tree is None or (isinstance(tree, yaml.ScalarNode) and is_bare(tree) and not tree.value):
        return Declared(defaults, {}, ())
    if not isinstance(tree, yaml.MappingNode):
        at, hint = notes.at(tree.start_mark), keyless_hint(notes.lines[tree.start_mark.line])
        problem = diagnostic("yaml-syntax", at, "keys and values (key: value) must stand here", hint)
        return Declared(defaults, {}, (problem,), broken=True)
    if tagged:
        for node, tag in foreign_nodes(tree):
            hint = f"write the value without {tag}"
            notes.bad(node, f"the YAML tag {tag} is not allowed", hint, "yaml-tag")
    values = Record(*fields).read(tree, "", notes)
    return Declared(values, notes.places, tuple(notes.problems))
