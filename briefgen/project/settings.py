"""Read the settings of a project, with the keys that extensions declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from briefgen.cleaning.outlet_rules import Outlet
from briefgen.config import Config, read_config
from briefgen.config.config import SourceRights
from briefgen.events import emit
from briefgen.model import Location
from briefgen.model.diagnostics import Diagnostics
from briefgen.project.extension_loader import load_extensions
from briefgen.project.registry import Extensions
from briefgen.reporting.refused_files import report_refusal
from briefgen.util.public_files import refusal


class ProjectSettings(NamedTuple):
    """The config of a project, and what its extensions registered."""

    config: Config
    extensions: Extensions


def read_strings(config: Config, language: str, diagnostics: Diagnostics) -> Mapping[str, str]:
    """Return the site's own texts in a language, from its catalogue in ``locales/``."""
    from briefgen.util.i18n import catalogue

    file = config.root / "locales" / language / "LC_MESSAGES" / "site.po"
    if not file.is_file():
        return {}
    name = file.relative_to(config.root).as_posix()
    if why := refusal(config.root, name, "locales"):
        diagnostics.add(report_refusal(why, name))
        return {}
    try:
        return catalogue([file], language).texts
    except (OSError, ValueError, SyntaxError) as error:
        at = Location(name)
        hint = "write it in UTF-8, as `briefgen build -b gettext` writes site.pot"
        diagnostics.report("config-value", at, f"this catalogue cannot be read: {error}", hint)
        return {}


def rights_of_sources(outlets: Sequence[Outlet]) -> tuple[SourceRights, ...]:
    """Return what the outlets' files say of rights."""
    return tuple(
        [SourceRights(tuple(sorted(one.names)), one.hosts, one.rights) for one in outlets if one.rights]
    )


def read_settings(
    root: Path, overrides: Mapping[str, str] | None, diagnostics: Diagnostics
) -> ProjectSettings:
    """Load the extensions and read the config, with the keys that they declare."""
    config, problems = read_config(root, overrides)
    extensions = load_extensions(config)
    if extensions.fields:
        config, problems = read_config(root, overrides, extensions.fields)
    diagnostics.extend(problems)
    config = replace(config, rights=replace(config.rights, sources=rights_of_sources(extensions.outlets)))
    return ProjectSettings(emit(extensions.handlers, "config-loaded", config), extensions)
