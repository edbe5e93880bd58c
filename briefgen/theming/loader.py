"""A project's theme: found by name, with all that it inherits and its options checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.reporting.refused_files import report_refusal
from briefgen.theming.discovery import available, shown
from briefgen.theming.manifest import read_theme
from briefgen.theming.options import ThemeChoice, option_values
from briefgen.theming.theme import Theme
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from briefgen.theming.manifest import Option, ThemeManifest


def load_theme(choice: ThemeChoice) -> tuple[Theme, list[Diagnostic]]:
    """Return the chosen theme with its options checked, and what is wrong with them.

    Raises:
        BriefgenError: when the theme or a parent is missing or has no readable theme.yml.
    """
    chain = inherited(choice.name, choice.root, choice.place)
    options = options_of(chain)
    values, problems = option_values(options, choice)
    folders = tuple((name, folder) for name, (folder, _) in chain.items())
    known = {folder: shown(folder, choice.root) for folder in available(choice.root).values()}
    theme = Theme(choice.name, folders, values, known, options, choice.root)
    return theme, [*problems, *(report_refusal(why, path) for path, why in theme.refused())]


def options_of(chain: Mapping[str, tuple[Path, ThemeManifest]]) -> dict[str, Option]:
    """The options of a theme and its ancestors; the child's declaration counts."""
    declared = [declared for _, declared in chain.values()]
    return {name: option for one in reversed(declared) for name, option in one.options.items()}


def inherited(name: str, root: Path, asked_at: Location) -> Mapping[str, tuple[Path, ThemeManifest]]:
    """A theme and its ancestors, child first: folders and contents of ``theme.yml``.

    Raises:
        BriefgenError: when one is missing, has no readable theme.yml or inherits from itself.
    """
    known = available(root)
    chain: dict[str, tuple[Path, ThemeManifest]] = {}
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
