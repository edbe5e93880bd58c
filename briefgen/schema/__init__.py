"""Declared fields: names, kinds, defaults and help in one table.

``yaml_tree`` parses YAML into a tree with places, ``scalars`` and ``containers`` read the tree as declared
and describe it as JSON Schema. ``yaml_edit`` changes values in files; it loads ruamel.yaml, so it is not
imported here.
"""

from briefgen.schema.containers import Either, ListOf, MapOf, Record, Texts, json_schema
from briefgen.schema.field import SETTINGS, Field, Kind, Notes
from briefgen.schema.reader import Declared, read_fields, read_tree
from briefgen.schema.scalars import Address, Choice, Flag, LanguageCode, Text, Whole, Written

__all__ = [
    "SETTINGS",
    "Address",
    "Choice",
    "Declared",
    "Either",
    "Field",
    "Flag",
    "Kind",
    "LanguageCode",
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
]  # fmt: skip
