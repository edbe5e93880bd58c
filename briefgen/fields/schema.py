"""JSON Schema out of the declarations, so that editors complete and check what people type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.fields.containers import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefgen.fields.contract import Field


def json_schema(fields: Sequence[Field], title: str) -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of a YAML file with these fields."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **Record(tuple(fields)).schema(),
    }
