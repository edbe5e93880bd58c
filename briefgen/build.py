"""One build, told from top to bottom: scan, read, group, plan, check, render, write."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from briefgen import references
from briefgen.diagnostics import ERROR, WARNING, BriefgenError, diagnostic, in_order, without
from briefgen.environment import store
from briefgen.environment.digest import digest, digest_bytes
from briefgen.environment.tracing import Answers, Question, Tracer
from briefgen.events import emit
from briefgen.extension import Rendered
from briefgen.grouping import group
from briefgen.model import Diagnostic, Location, Report, Trace
from briefgen.output import Output
from briefgen.parallel import Workers, WorkersError, map_ordered, workers
from briefgen.reading.library import Elsewhere, Library, Raw, read_all
from briefgen.reading.scan import Scan, scan
from briefgen.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from briefgen.app import Project
    from briefgen.environment.store import Remembered
    from briefgen.extension import Builder
    from briefgen.model import Page
    from briefgen.site import Site


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for. ``now`` is aware and in the site's zone; it decides only what is held back.

    ``workers`` are those of a cluster; they read the articles, and ``jobs`` says how many processes of this machine do the rest.
    """

    output: Path
    builders: tuple[str, ...]
    now: datetime
    jobs: str | int = "auto"
    strict: bool = False
    nitpick: bool = False
    fresh: bool = False
    all: bool = False
    keep_going: bool = False
    drafts: bool = False
    workers: Workers | None = None


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
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


class Made(NamedTuple):
    """A page that was rendered, or the diagnostics that say why it was not."""

    content: bytes = b""
    questions: tuple[Question, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def build(project: Project, options: Options, progress: Progress = no_progress) -> Report:
    """Bring the output up to date with the content. Without ``keep_going`` an error leaves the old site as it was.

    Raises:
        BriefgenError: for an unknown builder, when an extension's handler fails between the phases, and when workers are lost.
    """
    try:
        return _build(project, options, progress)
    except WorkersError as error:
        hint = "run it again: what was there before is as it was"
        raise BriefgenError(
            diagnostic("workers-failed", Location("briefgen build"), str(error), hint)
        ) from error


def _build(project: Project, options: Options, progress: Progress) -> Report:
    clock, told = Clock(), list(project.diagnostics)
    with clock.phase("scan"):
        scanned = scan(project.root, project.config.content)
        told += scanned.diagnostics
    with clock.phase("read"):
        library = _read(project, scanned, options, told, progress)
    with clock.phase("group"):
        site = _group(project, scanned, library, options, told)
    with clock.phase("plan"):
        builders = {builder.name: builder for builder in project.builders(options.builders)}
        pages, site = _plan(project, builders, site, told)
    with clock.phase("check"):
        told += references.check(site, nitpick=options.nitpick)
        answers, output = Answers(site), Output(options.output)
        old = _traces(project, options, told)
        prints = {page.url: _fingerprint(page, builders[page.builder]) for page in pages}
        usable = {} if options.fresh or options.all else old
        stale = [page for page in pages if not _still(page, usable, prints, answers, output)]
    with clock.phase("render"):
        made = _render(project, builders, stale, answers, options, progress)
        told += _told_once(made, stale)
    told = list(without(told, project.config.suppress_warnings))
    failing = any(d.severity == ERROR or (options.strict and d.severity == WARNING) for d in told)
    report = Report(
        read=library.read,
        articles=len(site.articles),
        pages=sum(page.is_html for page in pages),
        failed=failing,
    )
    if not failing or options.keep_going:
        with clock.phase("write"):
            good = [(page, one) for page, one in zip(stale, made, strict=True) if not one.diagnostics]
            done = _write(project, output, pages, good, old, prints, answers, options)
            told += done.diagnostics
            report = replace(
                report,
                rendered=tuple(page.url for page, _ in good if page.is_html),
                written=done.written,
                removed=done.removed,
                failed=failing or bool(done.diagnostics),
            )
    report = replace(report, diagnostics=in_order(told), seconds=clock.seconds)
    return emit(project.extensions.handlers, "build-finished", report)


# --- read -------------------------------------------------------------------------------------------------


def _read(
    project: Project, scanned: Scan, options: Options, told: list[Diagnostic], progress: Progress
) -> Library:
    """Every article's reading; what is new is remembered at once, since it is right whatever becomes of the build."""
    before = _remembered(project, options, told)
    library = read_all(
        project.root,
        scanned.articles,
        project.pipeline,
        before,
        options.jobs,
        lambda done, total: progress("reading", done, total),
        Elsewhere(lambda: _reader(project, same_disk=options.workers is None), options.workers),
    )
    if library.changed or options.fresh:
        project.memory.reads = library.files
        _save(store.reads_file(project.root), library.files, told)
    for one in library.files.values():
        told += one.result.diagnostics
    return library


def _reader(project: Project, *, same_disk: bool) -> Callable[[Raw], Remembered]:
    """What travels to workers that share nothing with us; most builds have none, and do not load it."""
    from briefgen.recipe import reader_of

    return reader_of(project, same_disk=same_disk)


def _remembered(project: Project, options: Options, told: list[Diagnostic]) -> Mapping[str, Remembered]:
    if options.fresh:
        return {}
    if project.memory.reads is None:
        loaded, why = store.load(store.reads_file(project.root))
        project.memory.reads = loaded if isinstance(loaded, dict) else {}
        if why:
            told.append(_unreadable(why))
    return project.memory.reads


def _unreadable(why: str) -> Diagnostic:
    return diagnostic(
        "environment-unreadable",
        Location(store.FOLDER),
        f"what the last build knew is not used: {why}",
        "everything is built anew",
    )


def _save(path: Path, value: Mapping[str, object], told: list[Diagnostic]) -> None:
    try:
        store.save(path, value)
    except OSError as error:
        told.append(
            diagnostic(
                "write-failed",
                Location(str(path)),
                f"cannot be written: {error.strerror}",
                "mend the folder's permissions or make room",
            )
        )


# --- group and plan ---------------------------------------------------------------------------------------


def _group(
    project: Project, scanned: Scan, library: Library, options: Options, told: list[Diagnostic]
) -> Site:
    results = [one.result for one in library.files.values()]
    heads = [result.article for result in results if result.article]
    bodies = {result.article.id: result.body for result in results if result.article and result.body}
    grouped = group(heads, project.config, options.now, drafts=options.drafts)
    told += grouped.diagnostics
    in_error = {
        path: references.IN_ERROR for path, one in library.files.items() if one.result.article is None
    }
    site = replace(
        grouped.site,
        held=grouped.site.held | in_error,
        files=frozenset(scanned.files),
        bodies=bodies.__getitem__,
    )
    return emit(project.extensions.handlers, "site-grouped", site)


def _plan(
    project: Project, builders: Mapping[str, Builder], site: Site, told: list[Diagnostic]
) -> tuple[list[Page], Site]:
    """All pages, each with its address to itself, and the site that knows their addresses."""
    planned = tuple(page for builder in builders.values() for page in builder.plan(site))
    planned = emit(project.extensions.handlers, "pages-planned", planned)
    taken: dict[str, Page] = {}
    for page in planned:
        first = taken.setdefault(page.path.casefold(), page)
        if first is not page:
            here, there = (str(p.sources[0]) if p.sources else f"the {p.kind} page" for p in (page, first))
            at = page.sources[0] if page.sources else project.config.place("permalinks")
            told.append(
                diagnostic(
                    "address-collision",
                    at,
                    f"{page.url} is wanted by {here} and by {there}",
                    "change one of them with slug: or permalinks:",
                )
            )
    return list(taken.values()), replace(site, urls=frozenset(page.url for page in taken.values()))


# --- check and render -------------------------------------------------------------------------------------


def _traces(project: Project, options: Options, told: list[Diagnostic]) -> Mapping[str, Trace]:
    """The traces of the last build into this output folder; even ``-E`` needs them, to know which files are ours."""
    known = project.memory.pages.get(options.output)
    if known is None:
        loaded, why = store.load(store.pages_file(project.root, options.output))
        known = project.memory.pages[options.output] = store.traces_of(loaded)
        if why:
            told.append(_unreadable(why))
    return known


def _fingerprint(page: Page, builder: Builder) -> str:
    """All that shapes a page besides the answers to its questions: what it is about, and what its builder says."""
    return digest(page.kind, page.template, page.subject, builder.fingerprint(page))


def _still(
    page: Page, old: Mapping[str, Trace], prints: Mapping[str, str], answers: Answers, output: Output
) -> bool:
    """Whether the page in the output is what it would be if it were rendered now."""
    trace = old.get(page.url)
    return (
        trace is not None and answers.still(trace, prints[page.url]) and output.stat(page.path) == trace.stat
    )


def _render(
    project: Project,
    builders: Mapping[str, Builder],
    stale: Sequence[Page],
    answers: Answers,
    options: Options,
    progress: Progress,
) -> list[Made]:
    def render(page: Page) -> Made:
        tracer = Tracer(answers)
        try:
            content = builders[page.builder].render(page, tracer)
            whole = Rendered(
                page, content.encode("utf-8", "replace") if isinstance(content, str) else content
            )
            return Made(emit(project.extensions.handlers, "page-rendered", whole).content, tracer.asked())
        except BriefgenError as error:
            return Made(diagnostics=error.diagnostics)
        except Exception as error:
            message = f"the builder {page.builder} failed on {page.url}: {type(error).__name__}: {error}"
            return Made(
                diagnostics=(
                    diagnostic(
                        "page-failed", Location(page.path), message, "please report it, or mend the extension"
                    ),
                )
            )

    jobs = workers(options.jobs, len(stale))
    if jobs > 1 and any(page.is_html for page in stale):
        _ = project.studio.templates
    return map_ordered(render, stale, jobs, lambda n: progress("rendering", n, len(stale)))


def _told_once(made: Sequence[Made], stale: Sequence[Page]) -> Iterator[Diagnostic]:
    """The problems of rendering: one that meets many pages at one place of a template is told once, for the first of them."""
    met: dict[tuple[str, Location], tuple[Diagnostic, int]] = {}
    for one in made:
        for problem in one.diagnostics:
            first, times = met.get((problem.code, problem.location), (problem, 0))
            met[problem.code, problem.location] = (first, times + 1)
    for problem, times in met.values():
        more = (
            f" (and on {plural(times - 1, 'more page')})"
            if times > 1 and problem.code.startswith("template")
            else ""
        )
        yield problem._replace(message=problem.message + more)


# --- write ------------------------------------------------------------------------------------------------


class Done(NamedTuple):
    """What writing did: output paths, and what went wrong."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def _write(
    project: Project,
    output: Output,
    pages: Sequence[Page],
    good: Sequence[tuple[Page, Made]],
    old: Mapping[str, Trace],
    prints: Mapping[str, str],
    answers: Answers,
    options: Options,
) -> Done:
    """Write what differs, remove what no page owns any more, remember the traces."""
    traces = dict(old)
    planned = {page.url: page for page in pages}
    ours = tuple(options.builders)
    written, removed = [], []
    try:
        for url, trace in old.items():
            if url not in planned and trace.builder in ours:
                path = trace.path
                if path not in {p.path for p in pages} and output.remove(path):
                    removed.append(path)
                del traces[url]
        for page, made in good:
            content = digest_bytes(made.content)
            known = old.get(page.url)
            same = known is not None and known.content == content and output.stat(page.path) == known.stat
            if options.all or not (same or output.holds(page.path, made.content)):
                output.write(page.path, made.content)
                written.append(page.path)
            trace_digest = answers.digest_of(made.questions, prints[page.url])
            traces[page.url] = Trace(
                page.builder, page.path, made.questions, trace_digest, content, output.stat(page.path)
            )
    except OSError as error:
        name = error.filename or output.folder
        problem = diagnostic(
            "write-failed",
            Location(str(name)),
            f"cannot be written: {error.strerror}",
            "mend the folder's permissions or make room",
        )
        return Done(tuple(written), tuple(removed), (problem,))
    told: list[Diagnostic] = []
    if traces != old:
        project.memory.pages[options.output] = traces
        _save(store.pages_file(project.root, options.output), traces, told)
    return Done(tuple(written), tuple(removed), tuple(told))
