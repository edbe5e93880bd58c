"""One build from top to bottom: scan, read, group, plan, check, render, write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from briefgen.build import output_owner
from briefgen.build.fingerprints import Basis, Fingerprints, Inputs, basis_of, fingerprints_of
from briefgen.build.group import includes
from briefgen.build.nothing_to_do import report_unchanged, summary_of
from briefgen.build.options import Options
from briefgen.build.plan import Plan, plan_bodies, plan_site
from briefgen.build.progress import Progress, no_progress, wait_silently
from briefgen.build.read import read
from briefgen.build.render import RenderResult, render, render_problems
from briefgen.build.reuse import compute, reuse
from briefgen.build.run import Build
from briefgen.build.state import (
    is_whole,
    keep_standing,
    last_of,
    last_standing,
    mark_checked,
    remember,
    unwritten,
)
from briefgen.build.state import replace as replace_cache
from briefgen.build.write import WriteResult, blocked_paths, foreign_files, moved_articles, write
from briefgen.cache import lock
from briefgen.cache.database import DamagedError
from briefgen.cache.pages import BuildRecord, ReadSummary
from briefgen.events import emit, reporting_lost_workers
from briefgen.model import Location, Report
from briefgen.model.diagnostics import Diagnostics
from briefgen.project.project import Project
from briefgen.reading import discovery
from briefgen.reading.discovery import Scan
from briefgen.reading.reader import Library
from briefgen.reporting.refused_files import report_refused
from briefgen.util.git_ignored import asking_once
from briefgen.util.text import plural

LISTED = 20
"""Names of files in a message."""


def build(
    project: Project,
    options: Options,
    progress: Progress = no_progress,
    waiting: Callable[[], None] = wait_silently,
) -> Report:
    """Bring the output up to date with the content.

    After an error the old site stays, unless ``keep_going`` is set. ``waiting`` is called once if another
    build of the project must end first.

    Raises:
        BriefgenError: for an unknown builder, for an extension's handler that fails between the phases, and
            when workers are lost.
    """
    with reporting_lost_workers(), lock.held(project.environment, waiting), asking_once():
        diagnostics = Diagnostics(project.diagnostics)
        try:
            return _run(Build(project, options, progress, diagnostics=diagnostics))
        except DamagedError as error:
            diagnostics = Diagnostics([*project.diagnostics, *error.diagnostics])
            replace_cache(project, diagnostics)
            return _run(Build(project, options, progress, diagnostics=diagnostics))


def _run(build: Build) -> Report:
    timer = build.timer
    with timer.phase("scan"):
        scan = _discover(build)
    with timer.phase("check"):
        basis = basis_of(build, scan)
        report = report_unchanged(build, basis)
    if report is None:
        report = _update(build, scan, basis)
    return emit(build.project.extensions.handlers, "build-finished", replace(report, seconds=timer.seconds))


def _update(build: Build, scan: Scan, basis: Basis) -> Report:
    """Read what changed, and render and write what follows from it."""
    with build.timer.phase("read"):
        library = read(build, scan)
    build = build.after(last_of(build))
    with build.timer.phase("check"):
        inputs = Inputs(scan, library, fingerprints_of(build, basis, library))
        summary = summary_of(build, basis, inputs)
        intact = _is_intact(build)
    if intact and _is_current(build, inputs.fingerprints):
        build.diagnostics.extend(build.last.diagnostics)
        if build.last.summary.key != summary.key:  # a file has another time and the same text
            remember(build, replace(build.last, summary=summary))
        mark_checked(build)
        return build.report(library, build.last.articles, build.last.pages, build.last.due)
    plan = _plan(build, inputs, intact=intact)
    return _carry_out(build, plan, library, summary)


# --- scan -----------------------------------------------------------------------------------------


def _discover(build: Build) -> Scan:
    """Scan the content folder, or only the paths that a file watcher reported."""
    before, changed = build.cache.scanned, build.options.changed
    if before is None or changed is None:
        scan = discovery.scan_project(build.config)
    else:
        scan = discovery.rescan(discovery.folders_of(build.config), before, changed)
    build.cache.scanned = scan
    build.diagnostics.extend(scan.diagnostics)
    build.diagnostics.extend(report_refused(build.project.root, build.config.static))
    return scan


# --- check and plan -------------------------------------------------------------------------------


def _is_intact(build: Build) -> bool:
    """Return whether the output holds the last build's files, and their traces may be used."""
    options = build.options
    return not (options.fresh or options.all) and (options.changed is not None or _files_are_unchanged(build))


def _files_are_unchanged(build: Build) -> bool:
    """Return whether every file of the last build is as that build left it."""
    output = build.output
    return all(output.stat(path) == stat for path, (_, stat) in build.last.traces.files.items())


def _is_current(build: Build, fingerprints: Fingerprints) -> bool:
    """Return whether nothing changed since the last build, so that there is nothing to do."""
    last = build.last
    return (
        fingerprints.everything == last.everything
        and includes(last.validity, build.options.now)
        and is_whole(build)
    )


def _plan(build: Build, inputs: Inputs, *, intact: bool) -> Plan:
    """Plan the build; if only bodies changed, the last site and pages are reused."""
    with build.timer.phase("plan"):
        snapshot = None if build.options.fresh else last_standing(build)
        site = reuse(build, inputs, snapshot) if snapshot else None
    is_reused = site is not None
    if site is None or snapshot is None:
        with build.timer.phase("group"):
            site, snapshot = compute(build, inputs)
            keep_standing(build, snapshot)
    with build.timer.phase("check"):
        inputs = inputs._replace(fingerprints=inputs.fingerprints.with_site(site, snapshot))
        if is_reused and intact and _has_same_pages(build, inputs.fingerprints):
            return plan_bodies(build, inputs, site)
        apart = build.reporting_to(Diagnostics(snapshot.diagnostics))
        return plan_site(apart, inputs.fingerprints, site)


def _has_same_pages(build: Build, fingerprints: Fingerprints) -> bool:
    """Return whether the pages are those of the last build, except for bodies."""
    last = build.last
    return (fingerprints.metadata, fingerprints.rendering) == (last.metadata, last.rendering) and (
        set(build.config.builders) <= set(build.options.builders)
    )


# --- render and write -----------------------------------------------------------------------------


def _carry_out(build: Build, plan: Plan, library: Library, summary: ReadSummary) -> Report:
    """Render the stale pages, write them, and keep the record of this build."""
    counts = (len(plan.answers.site.articles), plan.pages, plan.answers.site.articles.due)
    build.diagnostics.extend(plan.diagnostics)
    try:
        with build.timer.phase("render"):
            results = render(build, plan)
            build.diagnostics.extend(render_problems(results))
        report = build.report(library, *counts)
        if report.failed and not build.options.keep_going:
            return report
        if not _may_write(build, plan, results):
            return build.report(library, *counts)
        build.diagnostics.extend(moved_articles(build, plan))
        with build.timer.phase("write"):
            outcome = write(build, plan, results)
            remember(build, _record(plan, outcome, summary))
            mark_checked(build)
        report = build.report(library, *counts)
        return replace(report, rendered=outcome.rendered, written=outcome.written, removed=outcome.removed)
    except OSError as error:
        build.diagnostics.add(unwritten(error.filename or build.output.folder, error))
        return build.report(library, *counts)
    finally:
        build.stage.close()


def _may_write(build: Build, plan: Plan, results: Sequence[RenderResult]) -> bool:
    """Return whether the output is free for this build; report what is not briefgen's."""
    output, root = build.options.output, build.project.root
    at, elsewhere = Location(str(output)), "write the site to another folder with -o"
    other = "" if build.options.force else output_owner.other_project(root, output)
    if other:
        message = f"this folder holds the site of another project, {other}"
        build.diagnostics.report("output-shared", at, message, f"{elsewhere}, or take it over with --force")
    elif blocked := blocked_paths(build, plan):
        message = f"pages cannot be written where these are: {_listed(blocked)}"
        build.diagnostics.report("output-foreign", at, message, f"move them away, or {elsewhere}")
    elif foreign := foreign_files(build, plan, results):
        message = f"the build would overwrite files that are not briefgen's: {_listed(foreign)}"
        build.diagnostics.report("output-foreign", at, message, f"{elsewhere}, or add --force")
    else:
        return True
    return False


def _listed(paths: Sequence[str]) -> str:
    more = f" and {plural(len(paths) - LISTED, 'more file')}" if len(paths) > LISTED else ""
    return f"{', '.join(paths[:LISTED])}{more}"


def _record(plan: Plan, outcome: WriteResult, summary: ReadSummary) -> BuildRecord:
    # A page that failed keeps its older trace. Empty fingerprints keep the next build from trusting it.
    current = plan.fingerprints if outcome.is_complete else Fingerprints("", "", "")
    metadata, rendering, everything, _, validity = current
    articles, traces = len(plan.answers.site.articles), outcome.traces
    counts = (articles, plan.pages, plan.answers.site.articles.due)
    known = summary if outcome.is_complete else ReadSummary()
    digests = (metadata, rendering, everything)
    return BuildRecord(*digests, validity, *counts, plan.diagnostics, traces, plan.inputs, known)
