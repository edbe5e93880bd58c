"""Read front matter of any form into the values of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import yaml

from briefgen.model import Diagnostic
from briefgen.reading import frontmatter
from briefgen.reading.frontmatter import Parts
from briefgen.reading.head_forms import compose_head
from briefgen.reading.synonyms import IGNORE, rename
from briefgen.schema import Declared, Field, Notes, read_tree

_MAP = f"map it to a field, or to {IGNORE}, with front_matter: in briefgen.yml"


def read_article_head(
    parts: Parts, path: str, mapping: Mapping[str, str], own: Sequence[Field] = ()
) -> Declared:
    """Read the front matter of an article.

    ``mapping`` is ``front_matter`` in the settings, ``own`` are the keys that the project declares.
    """
    mapping = {field.name: field.name for field in own} | dict(mapping)
    fields = (*frontmatter.FIELDS, *own)
    return _with_hints(read_head(parts, path, fields, partial(rename, mapping=mapping)))


def read_head(
    parts: Parts,
    path: str,
    fields: Sequence[Field],
    adapt: Callable[[yaml.MappingNode, Notes], yaml.MappingNode] | None = None,
) -> Declared:
    """Read front matter by its fields. ``adapt`` changes its tree before."""
    head = parts.head or ""
    tree = compose_head(parts.form, head, path, parts.offset)
    if isinstance(tree, Diagnostic):
        return Declared({field.name: field.default for field in fields}, {}, (tree,), broken=True)
    notes = Notes(path, parts.offset, head.split("\n"))
    if adapt and isinstance(tree, yaml.MappingNode):
        tree = adapt(tree, notes)
    return read_tree(fields, tree, notes, tagged="!" in head)


def _with_hints(declared: Declared) -> Declared:
    """Say what can be done about unknown keys."""
    hinted = (
        d._replace(hint=_MAP) if d.code == "unknown-key" and not d.hint else d for d in declared.diagnostics
    )
    return replace(declared, diagnostics=tuple(hinted))
