"""The values of the project's data files, for templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefgen.site.index import part, query


@part("data_files")
@dataclass(frozen=True, slots=True)
class DataFiles:
    """The values of ``data/``, by the names of the files."""

    data_values: Mapping[str, Any] = field(default_factory=dict)

    @query
    def data(self, name: str) -> Any:
        """The value of a data file: ``data("team")`` is that of ``data/team.yml``."""
        return self.data_values[name]

    @query
    def data_names(self) -> tuple[str, ...]:
        """The names of all data files."""
        return tuple(sorted(self.data_values))


class TemplateData(Mapping[str, Any]):
    """What templates know as ``data``: each read is a query."""

    __slots__ = ("_site",)

    def __init__(self, site: Any) -> None:
        self._site = site

    def __getitem__(self, name: str) -> Any:
        return self._site.data(name)

    def __getattr__(self, name: str) -> Any:
        if name[:1] == "_":
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._site.data_names())

    def __len__(self) -> int:
        return len(self._site.data_names())

    def __dir__(self) -> list[str]:
        return list(self._site.data_names())
