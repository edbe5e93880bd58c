"""Declared fields: names, kinds, defaults and help in one table.

``yaml_tree`` parses YAML into a tree with places, ``scalars`` and ``containers`` read the tree as declared
and describe it as JSON Schema. ``yaml_edit`` changes values in files; it loads ruamel.yaml, so it is not
imported here.
"""

from briefgen.schema.containers import Either, ListOf, MapOf, Record, Texts, json_schema
from briefgen.schema.field import Field, Kind
from briefgen.schema.reader import Declared, read_fields
from briefgen.schema.scalars import Address, Choice, Flag, LanguageCode, Text, Whole, Written

__all__ = [
    "Address", "Choice", "Declared", "Either", "Field", "Flag", "Kind", "LanguageCode", "ListOf", "MapOf",
    "Record", "Text", "Texts", "Whole", "Written", "json_schema", "read_fields",
]  # fmt: skip
