"""Why a page would be rendered: the site of the last build beside today's, and every answer that differs, from what to what.

Nothing is written. The site of the last build is grouped once more from the readings that are remembered and the settings that were
in force; where an answer of it has not the digest that the page's trace holds, it is not the one that the page was given, and is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from briefgen.build.group import group_site
from briefgen.build.output import Output
from briefgen.build.plan import plan_pages
from briefgen.build.read import saved_readings
from briefgen.build.staleness import Reason, changed, settings_of, shaped_by, shaping, unknown
from briefgen.build.value_diff import Difference, differences, said
from briefgen.cache import pages as page_cache
from briefgen.cache.database import DamagedError
from briefgen.model.diagnostics import ERROR
from briefgen.reading.discovery import Scan, Stat, scan
from briefgen.reading.reader import Library, read_all
from briefgen.site.queries import QueryEngine, query_text, setting_text
from briefgen.site.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefgen.build.options import Options
    from briefgen.builders.builder import Builder
    from briefgen.cache.pages import BuildRecord
    from briefgen.cache.sources import CachedReading
    from briefgen.model import Diagnostic, Page, Trace
    from briefgen.model.page import Query
    from briefgen.project.project import Project
    from briefgen.site.site import Site

UNKNOWN = Difference("", "what it was is not known any more", "see the page")
"""Stands for a change whose earlier side cannot be said."""


NO_STAT = Stat(0, 0, 0, 0)
"""The stat of a file that is not there any more."""


class Asked(NamedTuple):
    """A query of a page, with the digest of the answer that it was given and of today's."""

    query: str
    then: str
    now: str


class Account(NamedTuple):
    """What there is to say of one page.

    ``state`` is ``same``, ``new``, ``changed`` or ``gone``; ``last`` says why it was rendered the last time, ``depends`` names what
    it depends on besides the site, ``errors`` counts what would keep a build from writing.
    """

    url: str
    path: str
    state: str
    reasons: tuple[Reason, ...] = ()
    last: str = ""
    depends: tuple[str, ...] = ()
    queries: tuple[Asked, ...] = ()
    errors: int = 0


@dataclass(frozen=True)
class View:
    """The last build and the one that would be, side by side."""

    project: Project
    options: Options
    last: BuildRecord
    before: Mapping[str, CachedReading]
    files: Mapping[str, CachedReading]
    site: Site
    pages: Mapping[str, Page]
    builders: Mapping[tuple[str, str], Builder]
    then: QueryEngine
    now: QueryEngine
    errors: int

    @property
    def urls(self) -> list[str]:
        """The addresses of all pages, those that would be and those that are."""
        return list(dict.fromkeys([*self.pages, *self.last.traces]))

    def account(self, url: str) -> Account:
        """What there is to say of the page at an address."""
        page, trace = self.pages.get(url), self.last.traces.get(url)
        if page is None:
            assert trace is not None  # noqa: S101 - one of the two is there, as ``urls`` says
            reason = Reason("gone", self._why_gone(trace))
            return Account(url, trace.path, "gone", (reason,), trace.why, errors=self.errors)
        if trace is None:
            return Account(url, page.path, "new", depends=self._depends(page), errors=self.errors)
        reasons = tuple(self._reasons(page, trace))
        marks = sorted(
            zip(trace.queries, trace.answers, strict=True), key=lambda mark: mark[0][0] in SETTINGS
        )
        now = self.now.of(page.tree)
        asked = tuple(Asked(query_text(q), then, now.digest(q)) for q, then in marks)
        state = "changed" if reasons else "same"
        return Account(url, page.path, state, reasons, trace.why, self._depends(page), asked, self.errors)

    def _reasons(self, page: Page, trace: Trace) -> Iterator[Reason]:
        if trace.about != page.about:
            was, is_now = (", ".join(map(str, about[2:])) for about in (trace.about, page.about))
            change = Difference("", was or "nothing", is_now or "nothing")
            yield Reason("subject", "it is about something else", (change,))
        elif trace.shape != self.builders[page.maker].fingerprint(page):
            reasons = shaping(self.last.shaped, shaped_by(self.project, self.options), page, self.project)
            settings = [query for query in changed(trace, self.now.of(page.tree)) if query[0] in SETTINGS]
            yield from reasons or ([] if settings else [unknown(page)])
        marks = dict(zip(trace.queries, trace.answers, strict=True))
        then, now = self.then.of(trace.tree), self.now.of(page.tree)
        for query in changed(trace, now):
            changes = _changes(query, marks[query], then, now)
            if query[0] in SETTINGS:
                yield Reason("setting", f"{setting_text(query)} changed", changes)
            else:
                yield Reason("query", query_text(query), changes)
        output = Output(self.options.output)
        if output.stat(trace.path) != trace.stat:
            there = output.digest(trace.path)
            how = "is missing" if not there else "was changed" if there != trace.content else "was touched"
            yield Reason("output", f"its file in the output {how}")

    def _depends(self, page: Page) -> tuple[str, ...]:
        theme = self.project.studio.theme
        names = theme.reached(page.template) if page.template else ()
        return (
            (str(page.subject[-1]),)
            if page.kind == "file"
            else tuple(theme.show(theme.templates[n].path) for n in names)
        )

    def _why_gone(self, trace: Trace) -> str:
        """Why a page of the last build would be removed."""
        if trace.about[0] == "article":
            path = next((p for p, one in self.before.items() if _id(one) == trace.about[2]), "")
            if path and path not in self.files:
                return f"{path} is not there any more"
            if path in self.site.unpublished:
                return f"{path} is held back: {self.site.unpublished[path]}"
            if path:
                return f"{path} has another address now"
        return "nothing of the site is shown there any more"


def _id(one: CachedReading) -> str:
    return one.result.article.id if one.result.article else ""


def _changes(query: Query, mark: str, then: QueryEngine, now: QueryEngine) -> tuple[Difference, ...]:
    """From what to what an answer changed; the earlier one counts only if it is the one that the page was given, by its ``mark``."""
    before, after = _answer(then, query), _answer(now, query)
    if then.digest(query) != mark:
        return (UNKNOWN._replace(after=said(after)),)
    if query[0] in SETTINGS:
        name = ".".join(query[1])
        before, after = {name: before}, {name: after}
    return differences(before, after) or (UNKNOWN._replace(after=said(after)),)


def _answer(answers: QueryEngine, query: Query) -> Any:
    """An answer, or None where the query has lost its subject."""
    try:
        return answers.answer(query)
    except (KeyError, IndexError, ValueError):
        return None


# --- both sites -------------------------------------------------------------------------------------------


def look(project: Project, options: Options) -> View:
    """Read, group and plan in memory, and do the same for the last build from what is remembered of it.

    Raises:
        BriefgenError: for an unknown builder, and when an extension's handler fails.
    """
    told: list[Diagnostic] = list(project.diagnostics)
    before, last = saved_readings(project), _last_build(project, options)
    scanned = scan(project.root, project.config.content)
    library = read_all(project.root, scanned.texts, project.pipeline, before, options.jobs)
    for one in library.files.values():
        told += one.diagnostics
    site = group_site(project, scanned, library, options, told)
    builders = project.builders(options.builders)
    pages = {page.url: page for page in plan_pages(project, builders, site, told)}
    site = site.changed(urls=frozenset(pages))
    then = _engine_of_last(last, before, project, options, scanned)
    errors = sum(problem.severity == ERROR for problem in told)
    return View(
        project, options, last, before, library.files, site, pages, builders, then, QueryEngine(site, project.settings), errors
    )  # fmt: skip


def _last_build(project: Project, options: Options) -> BuildRecord:
    """The last build; an empty one where it cannot be used."""
    try:
        last, _ = page_cache.load(
            project.memory.file, page_cache.name_of(project.environment, options.output)
        )
        last.traces.read_all()
    except DamagedError:
        return page_cache.BuildRecord()
    return last


def _engine_of_last(
    last: BuildRecord, before: Mapping[str, CachedReading], project: Project, options: Options, scanned: Scan
) -> QueryEngine:
    """The answers of the last build, as far as its site and settings are remembered."""
    if shaped := last.shaped:
        settings = settings_of(project, shaped)
        studios = {tree: replace(project.studio, settings=one) for tree, one in settings.items()}
        project = replace(project, config=settings[""].project, studios=studios)
        options = replace(options, now=datetime.fromisoformat(shaped["now"]), drafts=shaped["drafts"])
    shown = {str(trace.about[-1]) for trace in last.traces.values() if trace.about[0] == "file"}
    files = {name: scanned.files.get(name, NO_STAT) for name in [*scanned.files, *shown]}
    library = Library(dict(before), (), changed=False)
    site = group_site(project, replace(scanned, files=files), library, options, [])
    return QueryEngine(site.changed(urls=frozenset(last.traces)), project.settings)


# --- which page -------------------------------------------------------------------------------------------


def addresses(view: View, asked: str) -> list[str]:
    """What a person may call a page by -> the addresses of the pages that are called so."""
    wanted = "/" + asked.removeprefix("./").lstrip("/")
    known = set(view.urls)
    base = view.project.config.url.rstrip("/")
    if asked.startswith(f"{base}/") or asked == base:
        wanted = asked.removeprefix(base) or "/"
    for url in (wanted, f"{wanted.rstrip('/')}/", wanted.removesuffix("index.html")):
        if url in known:
            return [url]
    return [url for url, page in view.pages.items() if any(at.path == asked for at in page.sources)] or [
        url
        for url, trace in view.last.traces.items()
        if trace.about[0] == "article" and trace.about[2] == _id_at(view, asked)
    ]


def _id_at(view: View, path: str) -> str:
    return _id(view.before[path]) if path in view.before else ""


def names(view: View) -> list[str]:
    """All that a page can be called by, to say what was meant."""
    sources = [at.path for page in view.pages.values() for at in page.sources]
    return [*view.urls, *sources, *(view.site.unpublished)]
