"""The render stage: stale pages -> files on the stage, with queries and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefgen.build.output import Stage
from briefgen.build.plan import Plan
from briefgen.build.run import Build
from briefgen.builders.builder import Rendered
from briefgen.events import Handler, emit
from briefgen.model import Diagnostic, Location, Page
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.model.page import Query
from briefgen.site.queries import QueryRecorder
from briefgen.util.hashing import digest_bytes
from briefgen.util.parallel import map_ordered, workers
from briefgen.util.text import page_bytes, plural


class RenderResult(NamedTuple):
    """The digest of a page's bytes, and its queries with the digests of their answers.

    A page that failed has diagnostics and nothing else.
    """

    content: str = ""
    is_staged: bool = False
    queries: tuple[Query, ...] = ()
    answers: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRenderer:
    """Render one page at a time. ``digests`` has what the output holds now, by address."""

    plan: Plan
    handlers: Mapping[str, tuple[Handler, ...]]
    digests: Mapping[str, str]
    stage: Stage

    def render(self, number: int) -> RenderResult:
        """Render the page of this number in the plan."""
        page = self.plan.stale[number].page
        answers = self.plan.answers.of(page.tree)
        recorder = QueryRecorder(answers)
        try:
            with recorder.recording():
                data = self._bytes(page, recorder)
        except BriefgenError as error:
            return RenderResult(diagnostics=error.diagnostics)
        except OSError:
            raise
        except Exception as error:
            return RenderResult(diagnostics=(_failure(page, error),))
        content = digest_bytes(data)
        # A file that is in place already need not be written again.
        is_staged = self.digests.get(page.url) != content
        if is_staged:
            self.stage.put(number, data)
        queries = recorder.asked()
        return RenderResult(content, is_staged, queries, tuple([answers.digest(query) for query in queries]))

    def _bytes(self, page: Page, recorder: QueryRecorder) -> bytes:
        content = self.plan.builders[page.maker].render(page, recorder)
        data = page_bytes(content) if isinstance(content, str) else content
        return emit(self.handlers, "page-rendered", Rendered(page, data)).content


def render(build: Build, plan: Plan) -> list[RenderResult]:
    """Render the stale pages of a plan, in its order."""
    total = len(plan.stale)
    if not total:
        return []
    build.stage.open()
    _load_templates(build, plan)
    handlers = build.project.extensions.handlers
    renderer = PageRenderer(plan, handlers, _digests_in_place(build, plan), build.stage)
    jobs = workers(build.options.jobs, total)
    return map_ordered(renderer.render, range(total), jobs, lambda n: build.progress("rendering", n, total))


def _load_templates(build: Build, plan: Plan) -> None:
    """Load the templates before any worker is started, so that all workers share them."""
    pages = [one.page for one in plan.stale]
    if any(page.is_html for page in pages):
        for tree in {page.tree for page in pages}:
            _ = build.project.studios[tree].templates


def _digests_in_place(build: Build, plan: Plan) -> dict[str, str]:
    """Return the digests of the files in the output.

    With ``-a``, which writes every file, there are none.
    """
    digests: dict[str, str] = {}
    for page, _, _ in plan.stale if not build.options.all else ():
        trace, stat = build.last.traces.get(page.url), build.output.stat(page.path)
        if trace is not None:
            digests[page.url] = trace.content if stat == trace.stat else ""
        elif stat != (0, 0):
            digests[page.url] = build.output.digest(page.path)
    return digests


def render_problems(results: Sequence[RenderResult]) -> Iterator[Diagnostic]:
    """Yield the problems of rendering; one that many pages share is reported once."""
    counts: dict[tuple[str, Location], tuple[Diagnostic, int]] = {}
    for result in results:
        for problem in result.diagnostics:
            first, times = counts.get((problem.code, problem.location), (problem, 0))
            counts[problem.code, problem.location] = (first, times + 1)
    for problem, times in counts.values():
        is_shared = times > 1 and problem.code.startswith("template")
        more = f" (and on {plural(times - 1, 'more page')})" if is_shared else ""
        yield problem._replace(message=problem.message + more)


def _failure(page: Page, error: Exception) -> Diagnostic:
    message = f"the builder {page.builder} failed on {page.url}: {type(error).__name__}: {error}"
    return diagnostic("page-failed", Location(page.path), message, "please report it, or fix the extension")
