"""Declared fields: one table of names, kinds, defaults and help gives validation, defaults and JSON Schema.

``nodes`` turns YAML text into a tree that knows its places, ``kinds`` reads the tree by the declarations, ``schema`` writes them
down for editors, ``rewrite`` (which brings ruamel.yaml and is not imported here) changes values in people's files.
"""

from briefgen.fields.kinds import (
    Address,
    Choice,
    Either,
    Field,
    Flag,
    Kind,
    ListOf,
    MapOf,
    Record,
    Text,
    Texts,
    Whole,
    Written,
)
from briefgen.fields.reading import Declared, read_fields
from briefgen.fields.schema import json_schema

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
    "Record",
    "Text",
    "Texts",
    "Whole",
    "Written",
    "json_schema",
    "read_fields",
]
