"""The write stage: finished pages go to their places and what no page owns any more goes, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefgen.build.output import Output
from briefgen.build.state import claim, owned_of
from briefgen.model import Location, Trace
from briefgen.model.diagnostics import diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.build.output import Stage
    from briefgen.build.plan import Plan
    from briefgen.build.render import Made
    from briefgen.cache.pages import BuildRecord, Traces
    from briefgen.model import Diagnostic, Page
    from briefgen.project.project import Project


class Written(NamedTuple):
    """The paths that were written and removed, the new traces, and what is to be told."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    traces: Traces
    told: tuple[Diagnostic, ...]


def write(
    project: Project,
    options: Options,
    plan: Plan,
    good: Sequence[tuple[int, Page, Made]],
    last: BuildRecord,
    stage: Stage,
) -> Written:
    """Put in place what differs and remove what no page owns any more, in one step.

    Raises:
        OSError: when that fails.
    """
    output = Output(options.output, project.memory.placing)
    # A builder that the settings do not name any more answers for no file; this build does.
    others = set(project.config.builders) - set(options.builders)
    owned = owned_of(project, options, last)
    gone = [
        path
        for path, builder in owned.items()
        if path not in plan.paths and builder not in others and output.stat(path) != (0, 0)
    ]
    staged = [(number, page) for number, page, made in good if made.staged]
    claim(project, options, {**owned, **{page.path: page.builder for _, page in staged}})
    in_steps = output.change({page.path: stage.file(number) for number, page in staged}, gone)
    left = [url for url in last.traces.keys() - plan.urls if last.traces[url].builder not in others]
    new = {
        page.url: Trace(
            page.builder,
            page.path,
            page.about,
            plan.shapes[page.url],
            made.queries,
            made.answers,
            made.content,
            output.stat(page.path),
            plan.why[page.url],
            page.tree,
        )
        for _, page, made in good
    }
    traces = last.traces.changed(left, new)
    told = (_stepwise(options.output, in_steps),) if in_steps else ()
    return Written(tuple(page.path for _, page in staged), tuple(gone), traces, told)


def _stepwise(output: Path, reason: str) -> Diagnostic:
    message = f"the site was changed file by file, as it cannot be exchanged in one step here ({reason})"
    hint = "for a moment, a reader may have met old and new pages side by side; an output folder on a disk of this machine avoids that"
    return diagnostic("output-in-steps", Location(str(output)), message, hint)
