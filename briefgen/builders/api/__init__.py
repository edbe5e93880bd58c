"""The builder ``json``: a static API, versioned, with a JSON Schema of every file."""

from briefgen.builders.api.builder import JsonBuilder

__all__ = ["JsonBuilder"]
