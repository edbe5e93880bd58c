"""What an index is made of, and how a method becomes a query that pages may ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Ids = tuple[str, ...]
Asked = TypeVar("Asked", bound=Callable[..., object])
QUERIES: set[str] = set()
"""The names of all queries."""


def query(method: Asked) -> Asked:
    """Mark a method of Site as a query that pages may ask."""
    QUERIES.add(method.__name__)
    return method


@dataclass(frozen=True, slots=True)
class Index:
    """Articles by one kind of term (topic, tag or source), newest first; the terms of each article; its place under the first."""

    articles: Mapping[str, Ids] = field(default_factory=dict)
    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: Mapping[str, int] = field(default_factory=dict)
