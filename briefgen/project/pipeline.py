"""Open the read pipeline of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.cache.code_version import code_digest
from briefgen.config import Config
from briefgen.model.diagnostics import ERROR, BriefgenError
from briefgen.project.extension_loader import built_in
from briefgen.reading.pipeline import Pipeline
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from briefgen.project.registry import Extensions
from briefgen.project.settings import _settings
from briefgen.project.validation import _check_clean


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
