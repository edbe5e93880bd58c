"""Declared fields: one table of names, kinds, defaults and help gives validation, defaults and JSON Schema.

``nodes`` turns YAML text into a tree that knows its places, ``scalars`` and ``containers`` read the tree by the declarations,
``schema`` writes them down for editors, ``rewrite`` (it brings ruamel.yaml and is not imported here) changes values in people's files.
"""

from briefgen.schema.containers import Either, ListOf, MapOf, Record, Texts, json_schema
from briefgen.schema.field import Field, Kind, Notes
from briefgen.schema.reader import Declared, read_fields, read_tree
from briefgen.schema.scalars import Address, Choice, Flag, Text, Whole, Written

__all__ = [
    "Address",
    "Choice",
    "Declared",
    "Either",
    "Field",
    "Flag",
    "Kind",
    "ListOf",
    "MapOf",
    "Notes",
    "Record",
    "Text",
    "Texts",
    "Whole",
    "Written",
    "json_schema",
    "read_fields",
    "read_tree",
]
