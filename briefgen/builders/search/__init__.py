"""The search index: files that a page's script loads one by one, so that a search needs no server."""

from briefgen.builders.search.builder import SearchBuilder

__all__ = ["SearchBuilder"]
