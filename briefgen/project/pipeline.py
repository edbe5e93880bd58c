"""Open the read pipeline of a project."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.cache.code_version import code_digest
from briefgen.config import Config
from briefgen.model.diagnostics import ERROR, BriefgenError
from briefgen.project.extension_loader import built_in
from briefgen.reading.pipeline import Pipeline
from briefgen.site.settings import settings_by_name
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
    settings = {one.name: getattr(config, one.name) for one in fields(Pipeline) if hasattr(config, one.name)}
    # An extension that is handed the config may keep it, and read files by what it says.
    kept = (
        settings_by_name(config) if extensions.read_digest and "config-loaded" in extensions.handlers else {}
    )
    mark = digest(code_digest(), extensions.read_digest, settings, kept)
    return Pipeline(extensions.rules, extensions.handlers, digest=mark, **settings)


def default_pipeline() -> Pipeline:
    """What turns a file into an article where there is no project."""
    return pipeline_of(Config(Path()), built_in().freeze())
