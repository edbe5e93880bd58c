"""Read the config, with the keys that extensions declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.config import Config, read_config
from briefgen.events import emit
from briefgen.model import Location
from briefgen.model.diagnostics import diagnostic
from briefgen.project.extension_loader import load_extensions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.model import Diagnostic
    from briefgen.project.registry import Extensions


def _strings(config: Config, language: str, problems: list[Diagnostic]) -> Mapping[str, str]:
    """The site's own texts in a language, out of its catalogue in ``locales/``; none where there is no such file."""
    from briefgen.util.i18n import catalogue

    file = config.root / "locales" / language / "LC_MESSAGES" / "site.po"
    if not file.is_file():
        return {}
    try:
        return catalogue([file], language).texts
    except (OSError, ValueError, SyntaxError) as error:
        at = Location(file.relative_to(config.root).as_posix())
        hint = "write it as UTF-8, as `briefgen build -b gettext` writes site.pot"
        problems.append(diagnostic("config-value", at, f"this catalogue cannot be read: {error}", hint))
        return {}


def _settings(root: Path, overrides: Mapping[str, str] | None) -> tuple[Config, Extensions, list[Diagnostic]]:
    """The config, read once more where extensions declare values of it, and what they registered."""
    config, problems = read_config(root, overrides)
    extensions = load_extensions(config)
    if extensions.fields:
        config, problems = read_config(root, overrides, extensions.fields)
    return emit(extensions.handlers, "config-loaded", config), extensions, problems
