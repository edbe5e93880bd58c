"""JSON Schema out of the declarations."""

from __future__ import annotations

import json

from briefgen.config import FIELDS as CONFIG
from briefgen.reading.frontmatter import FIELDS
from briefgen.schema import Choice, Field, Flag, MapOf, Text, Whole, json_schema


def test_every_field_is_described_with_its_default() -> None:
    schema = json_schema(
        [
            Field("a", Text("e"), "d", "Help."),
            Field("b", Flag()),
            Field("c", Whole(2)),
            Field("d", Choice(("p", "q"))),
        ],
        "Title",
    )
    assert schema["title"] == "Title"
    assert schema["additionalProperties"] is False
    assert schema["properties"] == {
        "a": {
            "type": ["string", "number", "boolean"],
            "examples": ["e"],
            "description": "Help.",
            "default": "d",
        },
        "b": {"type": "boolean"},
        "c": {"type": "integer", "minimum": 2},
        "d": {"enum": ["p", "q"]},
    }


def test_given_keys_are_closed_and_free_keys_open() -> None:
    assert MapOf(Flag(), ("a",)).schema()["additionalProperties"] is False
    assert MapOf(Flag()).schema() == {"type": "object", "additionalProperties": {"type": "boolean"}}


def test_the_schemas_of_both_files_are_json() -> None:
    for fields in (CONFIG, FIELDS):
        schema = json.loads(json.dumps(json_schema(fields, "x")))
        assert list(schema["properties"]) == [field.name for field in fields]
        assert all("description" in entry for entry in schema["properties"].values())
