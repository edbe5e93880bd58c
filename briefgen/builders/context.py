"""What builders share: the config, the theme, its templates once they are needed, and the events of rendering."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefgen.builders.builder import PageContext
from briefgen.cache.store import FOLDER
from briefgen.events import emit
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from briefgen.config import Config
    from briefgen.events import Handler
    from briefgen.model import Page
    from briefgen.theming import Theme
    from briefgen.theming.templates import Templates


@dataclass(frozen=True)
class BuilderContext:
    """Where the pages of one tree are made.

    ``config`` has the settings as that tree's readers see them, ``declared`` as the project has them. ``environment`` is the folder
    whose ``.briefgen/`` keeps compiled templates, if it is not the project's.
    """

    config: Config
    theme: Theme
    builders: tuple[str, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    handlers: Mapping[str, tuple[Handler, ...]] = field(default_factory=dict)
    render_digest: str = ""
    environment: Path | None = None
    declared: Config | None = None

    @cached_property
    def templates(self) -> Templates:
        """The theme's templates; Jinja is imported here, with the first page that renders."""
        from briefgen.theming.templates import Compiled, Templates

        compiled = Compiled(
            (self.environment or self.config.root) / FOLDER / "templates", digest(self.render_digest)
        )
        return Templates(self.theme, self.config.language, self.filters, compiled)

    @cached_property
    def fingerprint(self) -> str:
        """The digest of what shapes every page: the site's settings, the theme, the code of extensions that render."""
        c = self.config
        shaping = (
            c.title,
            c.description,
            c.url,
            c.language,
            c.languages,
            c.tree,
            c.paginate,
            dict(c.permalinks),
            dict(c.pages),
            dict(c.values),
            c.feeds,
            c.feed_authority,
            c.canonical,
        )
        return digest(self.render_digest, self.theme.digest, self.builders, *shaping)

    def fill(self, page: Page, values: Mapping[str, Any]) -> str:
        """Render a page's template, after its context has been through the event page-context."""
        context = emit(self.handlers, "page-context", PageContext(page, values))
        return self.templates.render(page.template, context.values, page.url)
