"""What builders share: settings, theme, templates, and the events of rendering."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from briefgen.builders.builder import PageContext
from briefgen.cache.store import FOLDER
from briefgen.events import emit
from briefgen.model import Page
from briefgen.site.settings import recording
from briefgen.util.hashing import digest
from briefgen.util.i18n import Catalogue, catalogue
from briefgen.util.urls import absolute

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.events import Handler
    from briefgen.site.settings import Settings
    from briefgen.theming.templates import Templates
    from briefgen.theming.theme import Theme


@dataclass(frozen=True)
class BuilderContext:
    """Where the pages of one tree are made.

    ``environment`` is the folder whose ``.briefgen/`` keeps compiled templates, if it is not the project's.
    """

    settings: Settings
    theme: Theme
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    handlers: Mapping[str, tuple[Handler, ...]] = field(default_factory=dict)
    render_digest: str = ""
    environment: Path | None = None

    @cached_property
    def config(self) -> Config:
        """The settings of this tree; every read is recorded."""
        return cast("Config", self.settings.config)

    @cached_property
    def declared(self) -> Config:
        """The project's own settings; every read is recorded."""
        return cast("Config", self.settings.declared)

    @property
    def builders(self) -> tuple[str, ...]:
        """The builders of a plain build."""
        return self.config.builders

    @cached_property
    def templates(self) -> Templates:
        """The theme's templates; Jinja is imported here, with the first page that renders."""
        from briefgen.theming.templates import Compiled, Templates

        compiled = Compiled(
            (self.environment or self.config.root) / FOLDER / "templates", digest(self.render_digest)
        )
        with recording({}):  # templates are loaded once, for whichever page comes first
            return Templates(self.theme, self.config.language, self.filters, compiled)

    def gettext(self, text: str) -> str:
        """A text of the theme in the language of this tree."""
        _ = self.config.language  # recorded for each page; the catalogue is loaded once
        return self._catalogue.gettext(text)

    @cached_property
    def _catalogue(self) -> Catalogue:
        with recording({}):
            language = self.config.language
            return catalogue(self.theme.catalogues(language), language)

    @cached_property
    def fingerprint(self) -> str:
        """The digest of what shapes every page besides the recorded queries.

        An extension that gets the config may keep it and use any part of it, which no recorder sees.
        """
        kept = self.settings.plain if "config-loaded" in self.handlers else {}
        return digest(self.render_digest, self.theme.digest, bool(self.theme.tokens), kept)

    def fill(self, page: Page, values: Mapping[str, Any]) -> str:
        """Render a page's template, after its context has been through the event page-context."""
        _ = self.config.language  # the texts and the filters of all templates follow from it
        context = emit(self.handlers, "page-context", PageContext(page, values))
        return self.templates.render(page.template, context.values, page.url)


@dataclass(frozen=True)
class BaseBuilder:
    """The common part of the built-in builders."""

    studio: BuilderContext

    def fingerprint(self, page: Page) -> str:
        """The digest of what shapes every page."""
        return self.studio.fingerprint

    def absolute(self, address: str) -> str:
        """An address of the site with its host."""
        return absolute(self.studio.config.url, address)
