"""One build, told from top to bottom: scan, read, group, plan, check, render, write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.build.fingerprints import Fingerprints, keys_of
from briefgen.build.group import is_in
from briefgen.build.output import Output, Stage
from briefgen.build.plan import Plan, plan_anew, plan_bodies
from briefgen.build.progress import Clock, Progress, no_progress, nobody_waits
from briefgen.build.read import read
from briefgen.build.render import Made, render_all, told_once
from briefgen.build.reuse import again, anew
from briefgen.build.state import is_whole, keep_standing, last_of, last_standing, remember, unwritten
from briefgen.build.state import replace as replace_cache
from briefgen.build.write import write
from briefgen.cache import lock, store
from briefgen.cache.database import DamagedError
from briefgen.cache.pages import BuildRecord
from briefgen.events import emit
from briefgen.model import Diagnostic, Location, Report
from briefgen.model.diagnostics import ERROR, WARNING, BriefgenError, diagnostic, in_order, without
from briefgen.reading.discovery import Scan, rescan, scan
from briefgen.util.parallel import WorkersError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefgen.build.options import Options
    from briefgen.project.project import Project
    from briefgen.reading.reader import Library


def build(
    project: Project,
    options: Options,
    progress: Progress = no_progress,
    waiting: Callable[[], None] = nobody_waits,
) -> Report:
    """Bring the output up to date with the content. Without ``keep_going`` an error leaves the old site as it was.

    ``waiting`` is called once when another build of the project runs, which has to end first.

    Raises:
        BriefgenError: for an unknown builder, when an extension's handler fails between the phases, and when workers are lost.
    """
    try:
        with lock.held(project.environment, waiting):
            try:
                return _build(project, options, progress, project.diagnostics)
            except DamagedError as error:
                problems = (*error.diagnostics, *replace_cache(project))
                return _build(project, options, progress, (*project.diagnostics, *problems))
    except WorkersError as error:
        hint = "run it again: what was there before is as it was"
        raise BriefgenError(
            diagnostic("workers-failed", Location("briefgen build"), str(error), hint)
        ) from error


def _build(
    project: Project, options: Options, progress: Progress, diagnostics: Sequence[Diagnostic]
) -> Report:
    clock, told = Clock(), list(diagnostics)
    with clock.phase("scan"):
        scanned = project.memory.scanned = _scan(project, options)
        told += scanned.diagnostics
    with clock.phase("read"):
        library = read(project, scanned, options, told, progress)
    last = last_of(project, options)
    with clock.phase("check"):
        keys = keys_of(project, scanned, library, options)
        kept = not (options.fresh or options.all) and _in_place(options, last)
    if (
        kept
        and keys.whole == last.whole
        and is_in(last.season, options.now)
        and is_whole(project, options, last)
    ):
        report = _report(project, options, [*told, *last.told], library, last.articles, last.pages)
    else:
        plan = _plan(project, options, scanned, library, last, keys, told, clock, kept=kept)
        report = _carry_out(project, options, plan, library, last, told, clock, progress)
    return emit(project.extensions.handlers, "build-finished", replace(report, seconds=clock.seconds))


def _plan(
    project: Project,
    options: Options,
    scanned: Scan,
    library: Library,
    last: BuildRecord,
    keys: Fingerprints,
    told: list[Diagnostic],
    clock: Clock,
    *,
    kept: bool,
) -> Plan:
    """What is to be done. The site is the last one, and so are its pages, where nothing but bodies changed; ``kept`` says that the last pages stand."""
    with clock.phase("plan"):
        standing = None if options.fresh else last_standing(project, options, told)
        site = again(project, options, library, keys, standing) if standing else None
    stood = site is not None
    if site is None or standing is None:
        with clock.phase("group"):
            site, standing = anew(project, scanned, library, options, keys)
            told += keep_standing(project, options, standing)
    found = [*standing.diagnostics]
    with clock.phase("check"):
        keys = keys.joined(site, standing.season, standing.settings)
        same = stood and kept and (keys.heads, keys.shape) == (last.heads, last.shape)
        if same and set(project.config.builders) <= set(options.builders):
            return plan_bodies(project, options, site, keys, last, library)
        return plan_anew(project, options, site, keys, last, found)


def _carry_out(
    project: Project,
    options: Options,
    plan: Plan,
    library: Library,
    last: BuildRecord,
    told: list[Diagnostic],
    clock: Clock,
    progress: Progress,
) -> Report:
    """Render what is stale; if nothing failed, put it in place and remember it."""
    stage, output = Stage(project.environment / store.FOLDER / "stage"), Output(options.output)
    counts = (len(plan.answers.site.articles), plan.pages)
    report = _report(project, options, [*told, *plan.found], library, *counts)
    try:
        with clock.phase("render"):
            made = _render(project, plan, options, last, output, stage, progress)
            report = _report(project, options, [*told, *plan.found, *told_once(made)], library, *counts)
        if report.failed and not options.keep_going:
            return report
        with clock.phase("write"):
            numbered = enumerate(zip(plan.stale, made, strict=True))
            good = [(n, page, one) for n, (page, one) in numbered if not one.diagnostics]
            done = write(project, options, plan, good, last, stage)
            # A page that failed keeps the trace of an older site: the next build must not take that for one of these heads.
            keys = plan.keys if len(good) == len(plan.stale) else Fingerprints("", "", "")
            stood = (keys.heads, keys.shape, keys.whole, keys.season)
            sitting = BuildRecord(*stood, *counts, plan.found, done.traces, plan.shaped)
            unsaved: list[Diagnostic] = []
            remember(project, options, last, sitting, unsaved)
            rendered = tuple(page.url for _, page, _ in good if page.is_html)
            told = [*report.diagnostics, *done.told, *unsaved]
            return replace(
                report,
                rendered=rendered,
                written=done.written,
                removed=done.removed,
                diagnostics=in_order(without(told, project.config.suppress_warnings)),
            )
    except OSError as error:
        problem = unwritten(error.filename or output.folder, error)
        return replace(report, diagnostics=in_order([*report.diagnostics, problem]), failed=True)
    finally:
        stage.close()


def _report(
    project: Project,
    options: Options,
    told: Sequence[Diagnostic],
    library: Library,
    articles: int,
    pages: int,
) -> Report:
    """What there is to say so far; an error is a failure, and so is a warning under ``strict``."""
    told = without(told, project.config.suppress_warnings)
    failed = any(d.severity == ERROR or (options.strict and d.severity == WARNING) for d in told)
    return Report(library.read, diagnostics=in_order(told), articles=articles, pages=pages, failed=failed)


def _scan(project: Project, options: Options) -> Scan:
    """What is in the content folder; only the paths that changed are looked at where somebody watched the others."""
    before, content = project.memory.scanned, project.config.content
    if before is None or options.changed is None:
        return scan(project.root, content)
    return rescan(project.root, content, before, options.changed)


def _in_place(options: Options, last: BuildRecord) -> bool:
    """Whether every file of the last build is as it was left. Where somebody watched what changed, nobody else has been at the output."""
    output = Output(options.output)
    return options.changed is not None or all(
        output.stat(path) == stat for path, (_, stat) in last.traces.files.items()
    )


# --- render -------------------------------------------------------------------------------------


def _render(
    project: Project,
    plan: Plan,
    options: Options,
    last: BuildRecord,
    output: Output,
    stage: Stage,
    progress: Progress,
) -> list[Made]:
    if not plan.stale:
        return []
    stage.open()
    if any(page.is_html for page in plan.stale):
        for tree in {page.tree for page in plan.stale}:
            _ = project.studios[tree].templates  # loaded before any worker is started, so that all share it
    standing = {}
    for page in plan.stale if not options.all else ():
        trace = last.traces.get(page.url)
        if trace is not None:
            standing[page.url] = trace.content if output.stat(page.path) == trace.stat else ""
        elif output.stat(page.path) != (0, 0):
            standing[page.url] = output.digest(page.path)
    return render_all(
        plan.stale,
        plan.builders,
        project.extensions.handlers,
        plan.answers,
        standing,
        stage,
        options.jobs,
        lambda n, total: progress("rendering", n, total),
    )
