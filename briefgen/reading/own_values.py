"""The values of the front-matter keys that a project declares."""

from __future__ import annotations

from typing import Any

from briefgen.cleaning.dates import ACCEPTED, parse_moment
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import diagnostic
from briefgen.reading.dating import shown
from briefgen.reading.pipeline import Pipeline
from briefgen.reading.prepare import Prepared
from briefgen.util.periods import zone


def values_of(prepared: Prepared, pipeline: Pipeline, problems: list[Diagnostic]) -> dict[str, Any]:
    """The values of a project's own keys by name.

    A date is an ISO day or instant.
    """
    declared = prepared.declared.values
    return {
        one.name: _date(one.name, prepared, pipeline, problems) if one.type == "date" else declared[one.name]
        for one in pipeline.fields
    }


def _date(name: str, prepared: Prepared, pipeline: Pipeline, problems: list[Diagnostic]) -> str:
    text, places = prepared.declared.values[name], prepared.declared.places
    if not text:
        return ""
    try:
        moment = parse_moment(text, prepared.lang, zone(pipeline.timezone), pipeline.date_order)
    except ValueError as error:
        problems.append(diagnostic("date-invalid", places[name], f"{name}: {error}", ACCEPTED))
        return ""
    return shown(moment, pipeline)
