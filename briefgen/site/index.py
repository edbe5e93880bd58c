"""Lookup of articles by term, and the registration of queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Ids = tuple[str, ...]
Method = TypeVar("Method", bound=Callable[..., object])
Part = TypeVar("Part", bound=type)
QUERIES: dict[str, str] = {}
"""By the name of each query, the part of a site that answers it."""

_MARKED: set[object] = set()


def query(method: Method) -> Method:
    """Mark a method of a part as a query that pages may ask."""
    _MARKED.add(method)
    return method


def part(name: str) -> Callable[[Part], Part]:
    """Register the queries of a class that a site holds under ``name``."""

    def register(kind: Part) -> Part:
        for attribute, value in vars(kind).items():
            if callable(value) and value in _MARKED:
                QUERIES[attribute] = name
        return kind

    return register


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Articles by one kind of term (topic, tag or source), newest first.

    ``of`` has the terms of each article, ``place`` its place in the list of the first of them.
    """

    articles: Mapping[str, Ids] = field(default_factory=dict)
    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: Mapping[str, int] = field(default_factory=dict)
