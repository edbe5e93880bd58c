"""Open the read pipeline of a project."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from briefgen.cache.code_version import code_digest
from briefgen.cleaning.language_model import model_file
from briefgen.config import Config
from briefgen.model.diagnostics import BriefgenError, Diagnostics
from briefgen.project.extension_loader import built_in
from briefgen.project.registry import Extensions
from briefgen.project.settings import read_settings
from briefgen.project.validation import check_clean, check_fields, check_front_matter
from briefgen.reading.pipeline import Pipeline
from briefgen.site.settings import settings_by_name
from briefgen.util.hashing import digest


def open_pipeline(root: Path) -> Pipeline:
    """Return the read pipeline of a project, for commands that make no pages.

    Raises:
        BriefgenError: with every error of the settings.
    """
    diagnostics = Diagnostics()
    config, extensions = read_settings(root, None, diagnostics)
    diagnostics.extend(check_clean(config, extensions))
    diagnostics.extend(check_front_matter(config))
    diagnostics.extend(check_fields(config))
    if diagnostics.has_errors():
        raise BriefgenError(*diagnostics)
    return pipeline_of(config, extensions)


def pipeline_of(config: Config, extensions: Extensions) -> Pipeline:
    """Return what turns a file of this project into an article."""
    settings = {one.name: getattr(config, one.name) for one in fields(Pipeline) if hasattr(config, one.name)}
    # An extension that gets the config may keep it, and read files by what it says.
    keeps = extensions.read_digest and "config-loaded" in extensions.handlers
    known = settings_by_name(config) if keeps else {}
    known.pop("places", None)  # a worker has none: they say where a value stands, not what it is
    mark = digest(code_digest(), extensions.read_digest, settings, known, model_file() is not None)
    return Pipeline(extensions.rules, extensions.handlers, digest=mark, **settings)


def default_pipeline() -> Pipeline:
    """Return what turns a file into an article outside a project."""
    return pipeline_of(Config(Path()), built_in().freeze())
