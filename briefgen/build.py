"""One build, told from top to bottom: scan, read, group, plan, check, render, write."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from briefgen import references
from briefgen.cleaning.outletfile import read_outlets
from briefgen.cleaning.outlets import check_examples
from briefgen.diagnostics import ERROR, WARNING, BriefgenError, diagnostic, in_order, without
from briefgen.environment import lock, store
from briefgen.environment.pages import Sitting
from briefgen.environment.tracing import Answers
from briefgen.events import emit
from briefgen.grouping import group
from briefgen.grouping.trees import in_trees
from briefgen.inventories import read_all
from briefgen.keys import Keys, Options, keys_of
from briefgen.memories import is_whole, last_of, read, remember, unwritten, with_pictures
from briefgen.model import Diagnostic, Location, Report
from briefgen.output import Output, Stage
from briefgen.parallel import WorkersError
from briefgen.reading.scan import Scan, rescan, scan
from briefgen.reasons import Check
from briefgen.render import Made, render_all, told_once
from briefgen.standing import Plan, Standing, bodies_of
from briefgen.write import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefgen.app import Project
    from briefgen.extension import Builder
    from briefgen.model import Page
    from briefgen.reading.library import Library
    from briefgen.site import Site


Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told of a phase, how much of it is done, and how much there is."""


def no_progress(phase: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Clock:
    """Seconds by phase."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time a phase."""
        start = time.perf_counter()
        try:
            yield
        except Exception as error:
            error.add_note(f"in the stage {name}")
            raise
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def nobody_waits() -> None:
    """Nobody is told that another build is waited for."""


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
            return _build(project, options, progress)
    except WorkersError as error:
        hint = "run it again: what was there before is as it was"
        raise BriefgenError(
            diagnostic("workers-failed", Location("briefgen build"), str(error), hint)
        ) from error


def check(project: Project, options: Options, progress: Progress = no_progress) -> Report:
    """What a build would tell before it renders; nothing is written, if the project's memory ``stays``.

    Raises:
        BriefgenError: for an unknown builder, and when an extension's handler fails.
    """
    return survey(project, options, progress)[0]


def survey(project: Project, options: Options, progress: Progress) -> tuple[Report, Site]:
    """What ``check`` tells, and the site that it is told of, with the addresses of all its pages.

    Raises:
        BriefgenError: as ``check``.
    """
    told = list(project.diagnostics)
    scanned = scan(project.root, project.config.content)
    told += scanned.diagnostics
    library = read(project, scanned, options, told, progress)
    site = group_site(project, scanned, library, options, told)
    pages = plan_pages(project, project.builders(options.builders), site, told)
    site = site.changed(urls=frozenset([page.url for page in pages]))
    told += references.check(site, nitpick=options.nitpick)
    told += check_examples(read_outlets(project.root))
    count = sum(page.is_html for page in pages)
    return _report(project, options, told, library, len(site.articles), count), site


def _build(project: Project, options: Options, progress: Progress) -> Report:
    clock, told = Clock(), list(project.diagnostics)
    standing = project.memory.standing.get(options.output)
    with clock.phase("scan"):
        scanned = _scan(project, options, standing)
        told += scanned.diagnostics
    with clock.phase("read"):
        library = read(project, scanned, options, told, progress)
    last = last_of(project, options, told)
    plan = standing.follow(project, options, scanned, library) if standing else None
    if plan is None:
        with clock.phase("check"):
            keys = keys_of(project, scanned, library, options)
            at_rest = (
                keys.whole == last.whole
                and is_whole(project, options, last)
                and _in_place(last, Output(options.output))
            )
        if at_rest and not (options.fresh or options.all or project.memory.stays):
            report = _report(project, options, [*told, *last.told], library, last.articles, last.pages)
            return _finished(project, report, clock)
        plan = _plan_all(project, options, scanned, library, last, keys, clock)
    report = _carry_out(project, options, plan, library, last, told, clock, progress)
    if project.memory.stays and not report.failed:
        project.memory.standing[options.output] = Standing.of(plan, project, options, scanned, library)
    return _finished(project, report, clock)


def _finished(project: Project, report: Report, clock: Clock) -> Report:
    report = replace(report, seconds=clock.seconds)
    return emit(project.extensions.handlers, "build-finished", report)


def _plan_all(
    project: Project,
    options: Options,
    scanned: Scan,
    library: Library,
    last: Sitting,
    keys: Keys,
    clock: Clock,
) -> Plan:
    """What is to be done: the site out of all heads, its pages, and those of them that are not what they would be if rendered now."""
    found: list[Diagnostic] = []
    with clock.phase("group"):
        site = group_site(project, scanned, library, options, found)
        keys = keys.joined(site.joins, site.pictures)
    with clock.phase("plan"):
        builders = project.builders(options.builders)
        same = _same_pages(keys, last)
        pages = last.planned(options.builders) if same else plan_pages(project, builders, site, found)
        site = site.changed(urls=frozenset([page.url for page in pages]))
    with clock.phase("check"):
        found += references.check(site, nitpick=options.nitpick)
        answers, output = Answers(site, same_heads=keys.heads == last.heads), Output(options.output)
        shapes = _shapes(pages, builders, last if same else None)
        check = Check(project, options, last, shapes, answers, output)
        why = {page.url: why for page in pages if (why := check.why(page))}
        stale = [page for page in pages if page.url in why]
    return Plan(keys, answers, builders, pages, shapes, stale, why, tuple(found), check.shaped)


def _carry_out(
    project: Project,
    options: Options,
    plan: Plan,
    library: Library,
    last: Sitting,
    told: list[Diagnostic],
    clock: Clock,
    progress: Progress,
) -> Report:
    """Render what is stale; if nothing failed, put it in place and remember it."""
    stage, output = Stage(project.environment / store.FOLDER / "stage"), Output(options.output)
    counts = (len(plan.answers.site.articles), sum(page.is_html for page in plan.pages))
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
            keys = plan.keys if len(good) == len(plan.stale) else Keys("", "", "")
            sitting = Sitting(*keys, *counts, plan.found, done.traces, shaped=plan.shaped)
            remember(project, options, last, sitting, told)
            rendered = tuple(page.url for _, page, _ in good if page.is_html)
            told = [*report.diagnostics, *done.told]
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


def _scan(project: Project, options: Options, standing: Standing | None) -> Scan:
    """What is in the content folder; only the paths that changed are looked at where somebody watched the others."""
    if standing is None or options.changed is None:
        return scan(project.root, project.config.content)
    return rescan(project.root, project.config.content, standing.scanned, options.changed)


# --- check: is there anything to do? ----------------------------------------------------------------------


def _in_place(last: Sitting, output: Output) -> bool:
    """Whether every file of the last build is as it was left."""
    return all(output.stat(path) == stat for path, stat in last.files())


def _same_pages(keys: Keys, last: Sitting) -> bool:
    """Whether the pages must be those of the last build: the heads and all that shapes pages are the same, and no page was missing."""
    return bool(last.whole) and (keys.heads, keys.shape) == (last.heads, last.shape) and not last.told


def _shapes(
    pages: Sequence[Page], builders: Mapping[tuple[str, str], Builder], last: Sitting | None
) -> dict[str, str]:
    """What shapes each page besides the site, by its address; known already where the pages are the last build's."""
    if last is not None:
        return {page.url: last.traces[page.url].shape for page in pages}
    return {page.url: builders[page.maker].fingerprint(page) for page in pages}


# --- group and plan ---------------------------------------------------------------------------------------


def group_site(
    project: Project, scanned: Scan, library: Library, options: Options, told: list[Diagnostic]
) -> Site:
    """The site that these readings make, with its bodies within reach."""
    results = [(path, one.result) for path, one in library.files.items()]
    grouped = group(
        [r.article for _, r in results if r.article],
        project.config,
        options.now,
        drafts=options.drafts,
        files=[r.edition for _, r in results if r.edition],
    )
    told += grouped.diagnostics
    in_error = {path: references.IN_ERROR for path, r in results if r.article is None and r.edition is None}
    bodies = bodies_of(project, library.files)
    held = grouped.site.held | in_error
    site = replace(grouped.site, held=held, files=frozenset(scanned.files), bodies=bodies)
    used = {reference.target.partition(":")[0] for reference in site.references()}
    site = replace(site, inventories=read_all(project.config, used, told))
    site = with_pictures(project, scanned, site, options, told)
    return in_trees(emit(project.extensions.handlers, "site-grouped", site), project.configs)


def plan_pages(
    project: Project, builders: Mapping[tuple[str, str], Builder], site: Site, told: list[Diagnostic]
) -> list[Page]:
    """All pages, each with its address to itself."""
    planned = tuple(
        page._replace(tree=tree) if tree else page
        for (tree, _), builder in builders.items()
        for page in builder.plan(site.trees.get(tree, site))
    )
    planned = emit(project.extensions.handlers, "pages-planned", planned)
    taken: dict[str, Page] = {}
    for page in planned:
        first = taken.setdefault(page.path.casefold(), page)
        # A file that articles of two trees show is one file.
        if first is not page and first._replace(tree=page.tree) != page:
            here, there = (str(p.sources[0]) if p.sources else f"the {p.kind} page" for p in (page, first))
            at = page.sources[0] if page.sources else project.config.place("permalinks")
            message = f"{page.url} is wanted by {here} and by {there}"
            told.append(
                diagnostic("address-collision", at, message, "change one of them with slug: or permalinks:")
            )
    return list(taken.values())


# --- render -------------------------------------------------------------------------------------


def _render(
    project: Project,
    plan: Plan,
    options: Options,
    last: Sitting,
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
