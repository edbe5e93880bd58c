"""Wires one project: config, extensions, theme, builders and environment; and keeps them between builds."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen import __version__
from briefgen.builders import CARDS, PAGEFIND
from briefgen.builders.studio import Studio
from briefgen.config import CleanSettings, Config, in_tree, read_config
from briefgen.diagnostics import ERROR, WARNING, BriefgenError, diagnostic
from briefgen.environment.digest import digest, digest_bytes
from briefgen.environment.reads import Shelf
from briefgen.events import emit
from briefgen.loading import built_in, load_extensions
from briefgen.model import Location
from briefgen.pictures import drawing, resizing
from briefgen.reading.prepare import Pipeline
from briefgen.text import did_you_mean
from briefgen.theming import load_theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from briefgen.environment.pages import Sitting
    from briefgen.environment.reads import Remembered
    from briefgen.environment.sites import Standing
    from briefgen.extension import Builder, Extensions
    from briefgen.model import Diagnostic
    from briefgen.pictures.gallery import Seen
    from briefgen.reading.scan import Scan


@dataclass
class Memory:
    """The memories while a process lives: file -> what was read (None: not loaded yet) and, by output folder, the last build.

    ``standing`` has by output folder the site that was grouped, ``scanned`` what was found last. ``pictures`` is what was seen of pictures,
    by path. ``owned`` says by output folder whose each file there is. A process that ``stays`` (serve) writes to disk when it ends. ``placing`` is
    held while a build moves files into place, so that one who serves the output can wait for it.
    """

    shelf: Shelf
    stays: bool = False
    placing: AbstractContextManager[Any] = field(default_factory=nullcontext)
    scanned: Scan | None = None
    standing: dict[Path, Standing | None] = field(default_factory=dict)
    pictures: dict[str, Seen] | None = None
    reads: dict[str, Remembered] | None = None
    pages: dict[Path, Sitting] = field(default_factory=dict)
    owned: dict[Path, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """One project, ready to build. ``diagnostics`` are the warnings of its settings; errors never get this far.

    ``studios`` has one for each tree of pages: the main one, which is called by an empty text, and one for each language beside it.
    """

    config: Config
    extensions: Extensions
    studios: Mapping[str, Studio]
    pipeline: Pipeline
    memory: Memory
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.config.root

    @property
    def environment(self) -> Path:
        """The folder whose ``.briefgen/`` holds what is kept between builds; the project's own, but for a verification."""
        return self.memory.shelf.root

    @property
    def studio(self) -> Studio:
        """Where the pages of the main tree are made."""
        return self.studios[""]

    @property
    def configs(self) -> dict[str, Config]:
        """The settings as the readers of each tree see them."""
        return {tree: studio.config for tree, studio in self.studios.items()}

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
        ) == (its.templates, its.static, its.digest)

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


def open_project(
    root: Path, overrides: Mapping[str, str] | None = None, memory: Memory | None = None
) -> Project:
    """Read the settings of the project in ``root`` and load its extensions and theme.

    Raises:
        BriefgenError: with every error of the settings, so that all are told at once.
    """
    config, extensions, problems = _settings(root, overrides)
    problems += list(_check_clean(config, extensions)) + list(_check_builders(config, extensions))
    problems += _check_extras(config)
    try:
        theme, wrong = load_theme(config)
        problems += wrong
    except BriefgenError as error:
        problems += error.diagnostics
    said = {tree: _strings(config, tree or config.language, problems) for tree in config.trees}
    if any(problem.severity == ERROR for problem in problems):
        raise BriefgenError(*problems)
    studios = {
        tree: Studio(
            in_tree(config, tree, said[tree]),
            theme,
            config.builders,
            extensions.filters,
            extensions.handlers,
            digest(code_digest(), extensions.render_digest),
            memory.shelf.root if memory else root,
            config,
        )
        for tree in config.trees
    }
    return Project(
        config,
        extensions,
        studios,
        pipeline_of(config, extensions),
        memory or Memory(Shelf(root)),
        tuple(problems),
    )


def _strings(config: Config, language: str, problems: list[Diagnostic]) -> Mapping[str, str]:
    """The site's own texts in a language, out of its catalogue in ``locales/``; none where there is no such file."""
    from briefgen.i18n import catalogue

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


def open_pipeline(root: Path) -> Pipeline:
    """What turns a file of the project in ``root`` into an article, without its theme: for verbs that make no pages.

    Raises:
        BriefgenError: with every error of the settings.
    """
    config, extensions, problems = _settings(root, None)
    problems += _check_clean(config, extensions)
    if any(problem.severity == ERROR for problem in problems):
        raise BriefgenError(*problems)
    return pipeline_of(config, extensions)


def _settings(root: Path, overrides: Mapping[str, str] | None) -> tuple[Config, Extensions, list[Diagnostic]]:
    """The config, read once more where extensions declare values of it, and what they registered."""
    config, problems = read_config(root, overrides)
    extensions = load_extensions(config)
    if extensions.fields:
        config, problems = read_config(root, overrides, extensions.fields)
    return emit(extensions.handlers, "config-loaded", config), extensions, problems


def pipeline_of(config: Config, extensions: Extensions) -> Pipeline:
    """What turns a file of this project into an article."""
    shaping = (
        config.content,
        config.language,
        config.timezone,
        config.period,
        config.clean,
        dict(config.clean_sources),
        config.topics,
        dict(config.values),
    )
    return Pipeline(
        extensions.rules,
        extensions.handlers,
        config.content,
        config.language,
        config.timezone,
        config.period,
        config.clean,
        config.clean_sources,
        config.topics,
        digest(code_digest(), extensions.read_digest, *shaping),
    )


def default_pipeline() -> Pipeline:
    """What turns a file into an article where there is no project."""
    return pipeline_of(Config(Path()), built_in().freeze())


def _check_clean(config: Config, extensions: Extensions) -> Iterator[Diagnostic]:
    """Rule names in ``clean: skip`` that no rule has."""
    known = [rule.name for rule in extensions.rules]
    levels: list[tuple[str, CleanSettings]] = [("clean", config.clean)]
    levels += [(f"clean.sources.{name}", settings) for name, settings in config.clean_sources.items()]
    for dotted, settings in levels:
        for n, name in enumerate(settings.skip):
            if name not in known:
                at = config.places.get(f"{dotted}.skip.{n}", config.place(f"{dotted}.skip"))
                hint = did_you_mean(name, known, "`briefgen clean --explain FILE` names the rules")
                yield diagnostic("config-value", at, f'there is no cleaning rule "{name}"', hint)


def _check_builders(config: Config, extensions: Extensions) -> Iterator[Diagnostic]:
    for n, name in enumerate(config.builders):
        if name not in extensions.builders:
            at = config.places.get(f"builders.{n}", config.place("builders"))
            hint = did_you_mean(
                name, extensions.builders, f"there are: {', '.join(sorted(extensions.builders))}"
            )
            yield diagnostic("config-value", at, f'there is no builder "{name}"', hint)


def _check_extras(config: Config) -> Iterator[Diagnostic]:
    """What the settings ask for by name, and is not installed."""
    if "images" in config.places and config.images.widths and not resizing.version():
        message = "smaller copies of pictures need Pillow, which is not installed; pictures stay as they are"
        yield diagnostic("extra-missing", config.place("images"), message, "pip install 'briefgen[images]'")
    at = config.place("builders")
    if CARDS in config.builders:
        from briefgen.builders import cards

        if not drawing.engine():
            yield diagnostic("extra-missing", at, cards.MISSING, cards.INSTALL, WARNING)
    if PAGEFIND in config.builders:
        from briefgen.builders import pagefind

        if not pagefind.engine():
            yield diagnostic("extra-missing", at, pagefind.MISSING, pagefind.INSTALL, WARNING)


@cache
def code_digest() -> str:
    """The digest of briefgen's own code, lexicons and weights: what another version has made is made again."""
    package = Path(__file__).parent
    files = sorted(path for suffix in ("*.py", "*.yaml", "*.txt") for path in package.rglob(suffix))
    return digest(__version__, [digest_bytes(path.read_bytes()) for path in files])
