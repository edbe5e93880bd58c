"""Leave out what front matter would not accept, so that whatever ``add`` writes builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.model import Diagnostic, Source
from briefgen.model.diagnostics import NOTE
from briefgen.reading.metadata import make_head
from briefgen.reading.prepare import prepare
from briefgen.schema.yaml_edit import rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefgen.reading.pipeline import Pipeline
    from briefgen.schema.yaml_edit import Value

NEEDED = ("title", "date")
"""Keys without which there is no article; normalizing makes them valid."""


def valid_fields(
    fields: Mapping[str, Value], path: str, pipeline: Pipeline
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The fields that a build accepts, and the message for each other one."""
    kept = dict(fields)
    messages: list[str] = []
    for _ in fields:
        problem = _first_problem(kept, path, pipeline)
        if not problem:
            break
        key, message = problem
        del kept[key]
        messages.append(message)
    return kept, tuple(messages)


def _first_problem(fields: Mapping[str, Value], path: str, pipeline: Pipeline) -> tuple[str, str] | None:
    head = rewrite("", path, fields)
    prepared = prepare(Source(path, f"---\n{head}---\n\nText.\n", ""), pipeline)
    if isinstance(prepared, Diagnostic):
        return None
    places = [(name.partition(".")[0], at.line) for name, at in prepared.declared.places.items()]
    for problem in (*prepared.diagnostics, *make_head(prepared, path, pipeline)[1]):
        keys = [key for key, line in places if key in fields and line == problem.location.line]
        if problem.severity != NOTE and keys and keys[0] not in NEEDED:
            return keys[0], problem.message
    return None
