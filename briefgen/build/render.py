"""The render stage: stale pages -> finished files on the stage, with what each page asked and what it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefgen.builders.builder import Rendered
from briefgen.events import emit
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.site.queries import QueryRecorder
from briefgen.util.hashing import digest_bytes
from briefgen.util.parallel import map_ordered, workers
from briefgen.util.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefgen.build.output import Stage
    from briefgen.builders.builder import Builder
    from briefgen.events import Handler
    from briefgen.model import Diagnostic, Page
    from briefgen.model.page import Query
    from briefgen.site.queries import QueryEngine


class Made(NamedTuple):
    """A page that was rendered: the digest of its bytes, whether they are on the stage, its queries and the answers' digests.

    A page that failed has diagnostics and nothing else.
    """

    content: str = ""
    staged: bool = False
    queries: tuple[Query, ...] = ()
    answers: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def render_all(
    pages: Sequence[Page],
    builders: Mapping[tuple[str, str], Builder],
    handlers: Mapping[str, tuple[Handler, ...]],
    answers: QueryEngine,
    standing: Mapping[str, str],
    stage: Stage,
    jobs: str | int,
    progress: Callable[[int, int], None],
) -> list[Made]:
    """Render pages; ``standing`` has the digest of those whose file is in place, which need not be written if they come out the same.

    Raises:
        OSError: when a file cannot be written to the stage.
    """

    def render(item: tuple[int, Page]) -> Made:
        number, page = item
        ours = answers.of(page.tree)
        tracer = QueryRecorder(ours)
        try:
            with tracer.recording():
                content = builders[page.maker].render(page, tracer)
                whole = Rendered(
                    page, content.encode("utf-8", "replace") if isinstance(content, str) else content
                )
                data = emit(handlers, "page-rendered", whole).content
        except BriefgenError as error:
            return Made(diagnostics=error.diagnostics)
        except OSError:
            raise
        except Exception as error:
            return Made(diagnostics=(_failed(page, error),))
        mark = digest_bytes(data)
        staged = standing.get(page.url) != mark
        if staged:
            stage.put(number, data)
        asked = tracer.asked()
        return Made(mark, staged, asked, tuple([ours.digest(query) for query in asked]))

    return map_ordered(
        render, list(enumerate(pages)), workers(jobs, len(pages)), lambda n: progress(n, len(pages))
    )


def told_once(made: Sequence[Made]) -> Iterator[Diagnostic]:
    """The problems of rendering: one that meets many pages at one place of a template is told once, for the first of them."""
    met: dict[tuple[str, Location], tuple[Diagnostic, int]] = {}
    for one in made:
        for problem in one.diagnostics:
            first, times = met.get((problem.code, problem.location), (problem, 0))
            met[problem.code, problem.location] = (first, times + 1)
    for problem, times in met.values():
        several = times > 1 and problem.code.startswith("template")
        more = f" (and on {plural(times - 1, 'more page')})" if several else ""
        yield problem._replace(message=problem.message + more)


def _failed(page: Page, error: Exception) -> Diagnostic:
    message = f"the builder {page.builder} failed on {page.url}: {type(error).__name__}: {error}"
    return diagnostic("page-failed", Location(page.path), message, "please report it, or mend the extension")
