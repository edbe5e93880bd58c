"""Declared fields: one table of names, kinds, defaults and help gives validation, defaults and JSON Schema.

``nodes`` turns YAML text into a tree that knows its places, ``scalars`` and ``containers`` read the tree by the declarations,
``schema`` writes them down for editors, ``rewrite`` (it brings ruamel.yaml and is not imported here) changes values in people's files.
"""

from briefgen.fields.containers import Either, ListOf, MapOf, Record, Texts
from briefgen.fields.contract import Field, Kind
from briefgen.fields.reading import Declared, read_fields
from briefgen.fields.scalars import Address, Choice, Flag, Text, Whole, Written
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
