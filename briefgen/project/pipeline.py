"""Open the read pipeline of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.cache.code_version import code_digest
from briefgen.config import Config
from briefgen.model.diagnostics import BriefgenError, Diagnostics
from briefgen.project.extension_loader import built_in
from briefgen.project.settings import read_settings
from briefgen.project.validation import check_clean
from briefgen.reading.pipeline import Pipeline
from briefgen.util.hashing import digest

if TYPE_CHECKING:
    from briefgen.project.registry import Extensions


def open_pipeline(root: Path) -> Pipeline:
    """Return the read pipeline of a project, for commands that make no pages.

    Raises:
        BriefgenError: with every error of the settings.
    """
    diagnostics = Diagnostics()
    config, extensions = read_settings(root, None, diagnostics)
    diagnostics.extend(check_clean(config, extensions))
    if diagnostics.has_errors():
        raise BriefgenError(*diagnostics)
    return pipeline_of(config, extensions)


def pipeline_of(config: Config, extensions: Extensions) -> Pipeline:
    """Return what turns a file of this project into an article."""
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
    """Return what turns a file into an article outside a project."""
    return pipeline_of(Config(Path()), built_in().freeze())
