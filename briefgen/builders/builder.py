"""The contract of a builder: its pages, their fingerprints, their content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeAlias

from briefgen.model import Page
from briefgen.site.queries import QueryRecorder
from briefgen.site.site import Site


class Builder(Protocol):
    """One output format: its pages, their content, and what shapes it besides the site."""

    name: ClassVar[str]

    def plan(self, site: Site) -> Iterable[Page]:
        """Every page of this format; nothing is rendered."""

    def fingerprint(self, page: Page) -> str:
        """A digest of all that shapes the page besides the site: templates, options, files."""

    def render(self, page: Page, site: QueryRecorder) -> str | bytes:
        """The page's content, with what it shows of the site queried from the recorder."""


BuilderFactory: TypeAlias = Callable[[Any], Builder]
"""Makes a builder from a ``BuilderContext``: the settings, the theme and its templates."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a template is about to see; a handler gives back ``context.with_values(name=value)``."""

    page: Page
    values: Mapping[str, Any]

    def with_values(self, **values: Any) -> PageContext:
        """The same context with more, or other, values."""
        return PageContext(self.page, {**self.values, **values})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page and its bytes."""

    page: Page
    content: bytes
