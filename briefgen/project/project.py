"""Wires one project: config, extensions, theme, builders and environment; and keeps them between builds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefgen.builders.context import BuilderContext
from briefgen.cache.code_version import code_digest
from briefgen.cache.database import CacheFile
from briefgen.config import Config, in_tree
from briefgen.model.diagnostics import ERROR, BriefgenError, diagnostic
from briefgen.project.pipeline import pipeline_of
from briefgen.project.session import ProcessCache
from briefgen.project.settings import _settings, _strings
from briefgen.project.validation import _check_builders, _check_clean, _check_extras
from briefgen.site.settings import Settings
from briefgen.theming import ThemeChoice, load_theme
from briefgen.util.hashing import digest
from briefgen.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefgen.builders.builder import Builder
    from briefgen.model import Diagnostic
    from briefgen.project.registry import Extensions
    from briefgen.reading.pipeline import Pipeline


@dataclass(frozen=True)
class Project:
    """One project, ready to build. ``diagnostics`` are the warnings of its settings; errors never get this far.

    ``studios`` has one for each tree of pages: the main one, which is called by an empty text, and one for each language beside it.
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
        """The folder whose ``.briefgen/`` holds what is kept between builds; the project's own, but for a verification."""
        return self.memory.file.root

    @property
    def studio(self) -> BuilderContext:
        """Where the pages of the main tree are made."""
        return self.studios[""]

    @property
    def configs(self) -> dict[str, Config]:
        """The settings as the readers of each tree see them."""
        return {tree: settings.tree for tree, settings in self.settings.items()}

    @property
    def settings(self) -> dict[str, Settings]:
        """The settings of each tree, which answer the queries of its pages."""
        return {tree: studio.settings for tree, studio in self.studios.items()}

    def same_settings(self, other: Project) -> bool:
        """Whether another opening of the project found everything as it is here: config, extensions, theme."""
        mine, its = self.studio.theme, other.studio.theme
        return (self.config, self.configs, self.extensions.digest) == (
            other.config,
            other.configs,
            other.extensions.digest,
        ) and (
            mine.templates,
            mine.static,
            mine.digest,
            self.studio.settings.theme,
        ) == (its.templates, its.static, its.digest, other.studio.settings.theme)

    def builders(self, names: Sequence[str]) -> dict[tuple[str, str], Builder]:
        """The builders of these names for each tree, as ``Page.maker`` finds them.

        Raises:
            BriefgenError: for a name that nobody registered.
        """
        unknown = [name for name in names if name not in self.extensions.builders]
        if unknown:
            hint = did_you_mean(
                unknown[0],
                self.extensions.builders,
                f"there are: {', '.join(sorted(self.extensions.builders))}",
            )
            raise BriefgenError(
                diagnostic(
                    "config-value", self.config.place("builders"), f'there is no builder "{unknown[0]}"', hint
                )
            )
        return {
            (tree, name): self.extensions.builders[name](studio)
            for tree, studio in self.studios.items()
            for name in dict.fromkeys(names)
        }


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
        BriefgenError: with every error of the settings, so that all are told at once.
    """
    config, extensions, problems = _settings(root, overrides)
    problems += list(_check_clean(config, extensions)) + list(_check_builders(config, extensions))
    problems += _check_extras(config)
    try:
        theme, wrong = load_theme(theme_choice(config))
        problems += wrong
    except BriefgenError as error:
        problems += error.diagnostics
    said = {tree: _strings(config, tree or config.language, problems) for tree in config.trees}
    if any(problem.severity == ERROR for problem in problems):
        raise BriefgenError(*problems)
    settings = {
        tree: Settings(in_tree(config, tree, own), config, theme.options) for tree, own in said.items()
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
        tuple(problems),
    )
