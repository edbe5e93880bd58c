"""A project's theme: found by name, with all that it inherits and its options checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.theming.discovery import available, shown
from briefgen.theming.manifest import read_theme
from briefgen.theming.options import values_of
from briefgen.theming.theme import Theme
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.config import Config
    from briefgen.model import Diagnostic, Location
    from briefgen.theming.manifest import Declared, Option


def load_theme(config: Config) -> tuple[Theme, list[Diagnostic]]:
    """The theme of a project, with its options checked.

    Raises:
        BriefgenError: when the theme or one that it inherits is not there or has no readable theme.yml.
    """
    asked_at = config.place("theme.name" if "theme.name" in config.places else "theme")
    chain = inherited(config.theme, config.root, asked_at)
    options = options_of(chain)
    values, problems = values_of(options, config)
    folders = tuple((name, folder) for name, (folder, _) in chain.items())
    known = {folder: shown(folder, config.root) for folder in available(config.root).values()}
    return Theme(config.theme, folders, values, known, options), problems


def options_of(chain: Mapping[str, tuple[Path, Declared]]) -> dict[str, Option]:
    """The options of a theme and of those that it inherits, theirs first; where two declare one, the child's counts."""
    declared = [declared for _, declared in chain.values()]
    return {name: option for one in reversed(declared) for name, option in one.options.items()}


def inherited(name: str, root: Path, asked_at: Location) -> Mapping[str, tuple[Path, Declared]]:
    """A theme and those that it inherits, the child first: their folders and what their ``theme.yml`` says.

    Raises:
        BriefgenError: when one is not there, has no readable theme.yml or inherits from itself.
    """
    known = available(root)
    chain: dict[str, tuple[Path, Declared]] = {}
    while name:
        if name not in known:
            hint = did_you_mean(name, known, "") or "take one of them"
            message = f'there is no theme "{name}"; there are: {", ".join(known) or "none"}'
            raise BriefgenError(diagnostic("theme-missing", asked_at, message, hint))
        if name in chain:
            message = f'the theme "{name}" inherits from itself'
            raise BriefgenError(diagnostic("theme-file", asked_at, message, "mend its inherit:"))
        declared = read_theme(known[name], shown(known[name], root))
        chain[name] = known[name], declared
        name, asked_at = declared.inherit, declared.place
    return chain
