"""One project: its config, extensions, theme, builders and cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefgen.builders.builder import Builder
from briefgen.builders.context import BuilderContext
from briefgen.cache.code_version import code_digest
from briefgen.cache.database import CacheFile
from briefgen.config import Config, in_tree
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import BriefgenError, Diagnostics, failure
from briefgen.project.pipeline import pipeline_of
from briefgen.project.registry import Extensions
from briefgen.project.session import ProcessCache
from briefgen.project.settings import read_settings, read_strings
from briefgen.project.validation import (
    check_builders,
    check_clean,
    check_extras,
    check_fields,
    check_front_matter,
)
from briefgen.reading.pipeline import Pipeline
from briefgen.site.settings import Settings
from briefgen.theming.loader import load_theme
from briefgen.theming.options import ThemeChoice
from briefgen.util.git_ignored import asking_once
from briefgen.util.hashing import digest
from briefgen.util.text import did_you_mean


@dataclass(frozen=True)
class Project:
    """One project, ready to build.

    ``diagnostics`` are the warnings of its settings; an error ends the opening. ``studios`` has one context
    for each tree of pages: the main tree, whose name is empty, and one tree for each other language.
    """

    config: Config
    extensions: Extensions
    studios: Mapping[str, BuilderContext]
    pipeline: Pipeline
    memory: ProcessCache
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.config.root

    @property
    def environment(self) -> Path:
        """The folder whose ``.briefgen/`` holds the cache: the project's, except for a verification."""
        return self.memory.file.root

    @property
    def studio(self) -> BuilderContext:
        """The context of the builders of the main tree."""
        return self.studios[""]

    @property
    def configs(self) -> dict[str, Config]:
        """The settings of each tree."""
        return {tree: settings.tree for tree, settings in self.settings.items()}

    @property
    def settings(self) -> dict[str, Settings]:
        """The settings of each tree, which answer the queries of its pages."""
        return {tree: studio.settings for tree, studio in self.studios.items()}

    def same_settings(self, other: Project) -> bool:
        """Return whether another opening of the project has the same config, extensions and theme."""
        return self._settings == other._settings

    @property
    def _settings(self) -> tuple[Any, ...]:
        theme = self.studio.theme
        return (
            *(self.config, self.configs, self.extensions.digest, theme.templates, theme.static, theme.digest),
            self.studio.settings.theme,
        )

    def builders(self, names: Sequence[str]) -> dict[tuple[str, str], Builder]:
        """Return the builders of these names for each tree, by ``Page.maker``.

        Raises:
            BriefgenError: for a name that nobody registered.
        """
        known = self.extensions.builders
        if unknown := [name for name in names if name not in known]:
            hint = did_you_mean(unknown[0], known, f"there are: {', '.join(sorted(known))}")
            message = f'there is no builder "{unknown[0]}"'
            raise failure("config-value", self.config.place("builders"), message, hint)
        each = [(tree, name) for tree in self.studios for name in dict.fromkeys(names)]
        return {(tree, name): known[name](self.studios[tree]) for tree, name in each}


def theme_choice(config: Config) -> ThemeChoice:
    """Return what the settings say of the theme, as plain values."""
    prefix = "theme.options."
    return ThemeChoice(
        config.theme,
        config.root,
        config.theme_options,
        config.place("theme.name" if "theme.name" in config.places else "theme"),
        {name.removeprefix(prefix): at for name, at in config.places.items() if name.startswith(prefix)},
    )


def open_project(
    root: Path, overrides: Mapping[str, str] | None = None, memory: ProcessCache | None = None
) -> Project:
    """Read the settings of the project in ``root`` and load its extensions and theme.

    Raises:
        BriefgenError: with every error of the settings.
    """
    with asking_once():
        return _open(root, overrides, memory)


def _open(root: Path, overrides: Mapping[str, str] | None, memory: ProcessCache | None) -> Project:
    diagnostics = Diagnostics()
    config, extensions = read_settings(root, overrides, diagnostics)
    diagnostics.extend(check_clean(config, extensions))
    diagnostics.extend(check_front_matter(config))
    diagnostics.extend(check_fields(config))
    diagnostics.extend(check_builders(config, extensions))
    diagnostics.extend(check_extras(config))
    try:
        theme, problems = load_theme(theme_choice(config))
        diagnostics.extend(problems)
    except BriefgenError as error:
        diagnostics.extend(error.diagnostics)
    strings = {tree: read_strings(config, tree or config.language, diagnostics) for tree in config.trees}
    if diagnostics.has_errors():
        raise BriefgenError(*diagnostics)
    settings = {
        tree: Settings(in_tree(config, tree, own), config, theme.options) for tree, own in strings.items()
    }
    studios = {
        tree: BuilderContext(
            one,
            replace(theme, options=one.options),
            extensions.filters,
            extensions.handlers,
            digest(code_digest(), extensions.render_digest),
            memory.file.root if memory else root,
        )
        for tree, one in settings.items()
    }
    return Project(
        config,
        extensions,
        studios,
        pipeline_of(config, extensions),
        memory or ProcessCache(CacheFile(root)),
        tuple(diagnostics),
    )
