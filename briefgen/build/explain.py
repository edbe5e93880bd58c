"""Explain why a page would be rendered: compare the last site with today's.

Nothing is written. The last site is grouped again from the readings in the cache and the settings of that
time. Where one of its answers has another digest than the page's trace holds, the page had another answer, so
it is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from briefgen.build.group import group_site
from briefgen.build.options import Options
from briefgen.build.plan import plan_pages
from briefgen.build.read import saved_readings
from briefgen.build.run import Build
from briefgen.build.staleness import Reason, changed_queries, settings_of, shaped_by, shaping, unknown
from briefgen.build.value_diff import Difference, differences, shown
from briefgen.builders.builder import Builder
from briefgen.cache import pages as page_cache
from briefgen.cache.database import DamagedError
from briefgen.cache.pages import BuildRecord
from briefgen.cache.sources import CachedReading
from briefgen.model import Page, Trace
from briefgen.model.page import Query
from briefgen.project.project import Project
from briefgen.reading import discovery
from briefgen.reading.discovery import Scan, Stat
from briefgen.reading.reader import Library, ReadPool, read_all
from briefgen.site.queries import QueryEngine, query_text, setting_text
from briefgen.site.settings import SETTINGS
from briefgen.site.site import Site

UNKNOWN = Difference("", "what it was is not known any more", "see the page")
"""A change whose earlier side is not known."""

NO_STAT = Stat(0, 0, 0, 0)
"""The stat of a file that is not there any more."""


class QueryDigests(NamedTuple):
    """A query of a page, with the digests of its last answer and today's."""

    query: str
    then: str
    now: str


class Account(NamedTuple):
    """What the next build would do with one page, and why.

    ``state`` is ``same``, ``new``, ``changed`` or ``gone``. ``last`` says why the page was rendered last,
    ``depends`` names what it depends on besides the site, ``errors`` counts the errors that would keep a
    build from writing.
    """

    url: str
    path: str
    state: str
    reasons: tuple[Reason, ...] = ()
    last: str = ""
    depends: tuple[str, ...] = ()
    queries: tuple[QueryDigests, ...] = ()
    errors: int = 0


@dataclass(frozen=True)
class View:
    """The readings and the answers of the last build and the next one."""

    build: Build
    before: Mapping[str, CachedReading]
    files: Mapping[str, CachedReading]
    site: Site
    pages: Mapping[str, Page]
    builders: Mapping[tuple[str, str], Builder]
    then: QueryEngine
    now: QueryEngine

    @property
    def project(self) -> Project:
        """The project."""
        return self.build.project

    @property
    def urls(self) -> list[str]:
        """The addresses of all pages, new and old."""
        return list(dict.fromkeys([*self.pages, *self.build.last.traces]))

    def account(self, url: str) -> Account:
        """Return what the next build would do with the page at an address."""
        page, trace = self.pages.get(url), self.build.last.traces.get(url)
        errors = len(self.build.diagnostics.errors())
        if page is None:
            assert trace is not None  # noqa: S101 - one of the two is there, as ``urls`` says
            reason = Reason("gone", self._explain_removal(trace))
            return Account(url, trace.path, "gone", (reason,), trace.why, errors=errors)
        if trace is None:
            return Account(url, page.path, "new", depends=self._depends(page), errors=errors)
        reasons = tuple(self._reasons(page, trace))
        pairs, now = zip(trace.queries, trace.answers, strict=True), self.now.of(page.tree)
        marks = sorted(pairs, key=lambda pair: pair[0][0] in SETTINGS)
        queries = tuple(QueryDigests(query_text(q), then, now.digest(q)) for q, then in marks)
        state = "changed" if reasons else "same"
        return Account(url, page.path, state, reasons, trace.why, self._depends(page), queries, errors)

    def _reasons(self, page: Page, trace: Trace) -> Iterator[Reason]:
        if trace.about != page.about:
            was, is_now = (", ".join(map(str, about[2:])) for about in (trace.about, page.about))
            change = Difference("", was or "nothing", is_now or "nothing")
            yield Reason("subject", "it is about something else", (change,))
        elif trace.shape != self.builders[page.maker].fingerprint(page):
            inputs = shaped_by(self.project, self.build.options)
            reasons = list(shaping(self.build.last.inputs, inputs, page, self.project))
            queries = changed_queries(trace, self.now.of(page.tree))
            yield from reasons or ([] if any(query[0] in SETTINGS for query in queries) else [unknown(page)])
        marks = dict(zip(trace.queries, trace.answers, strict=True))
        then, now = self.then.of(trace.tree), self.now.of(page.tree)
        for query in changed_queries(trace, now):
            changes = _changes(query, marks[query], then, now)
            if query[0] in SETTINGS:
                yield Reason("setting", f"{setting_text(query)} changed", changes)
            else:
                yield Reason("query", query_text(query), changes)
        output = self.build.output
        if output.stat(trace.path) != trace.stat:
            there = output.digest(trace.path)
            how = "is missing" if not there else "was changed" if there != trace.content else "was touched"
            yield Reason("output", f"its file in the output {how}")

    def _depends(self, page: Page) -> tuple[str, ...]:
        if page.kind == "file":
            return (str(page.subject[-1]),)
        theme = self.project.studio.theme
        names = theme.reached(page.template) if page.template else ()
        return tuple(theme.show(theme.templates[n].path) for n in names)

    def _explain_removal(self, trace: Trace) -> str:
        """Return why a page of the last build would be removed."""
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


def _changes(query: Query, digest: str, then: QueryEngine, now: QueryEngine) -> tuple[Difference, ...]:
    """Return how an answer changed.

    The earlier answer is known only if it has the digest of the page's trace.
    """
    before, after = _answer(then, query), _answer(now, query)
    if then.digest(query) != digest:
        return (UNKNOWN._replace(after=shown(after)),)
    if query[0] in SETTINGS:
        name = ".".join(query[1])
        before, after = {name: before}, {name: after}
    return differences(before, after) or (UNKNOWN._replace(after=shown(after)),)


def _answer(answers: QueryEngine, query: Query) -> Any:
    """Return an answer; None if the subject of the query is gone."""
    try:
        return answers.answer(query)
    except (KeyError, IndexError, ValueError):
        return None


# --- both sites -------------------------------------------------------------------------------------------


def look(project: Project, options: Options) -> View:
    """Read, group and plan in memory, for the next build and the last one."""
    before = saved_readings(project)
    build = Build(project, options, last=_last_record(project, options))
    build.diagnostics.extend(project.diagnostics)
    scan = discovery.scan_project(project.config)
    library = read_all(project.root, scan.texts, project.pipeline, before, ReadPool(options.jobs))
    for one in library.files.values():
        build.diagnostics.extend(one.diagnostics)
    site = group_site(build, scan, library)
    builders = project.builders(options.builders)
    pages = {page.url: page for page in plan_pages(build, builders, site)}
    site = site.changed(urls=frozenset(pages))
    then, now = _last_answers(build, before, scan), QueryEngine(site, project.settings)
    return View(build, before, library.files, site, pages, builders, then, now)


def _last_record(project: Project, options: Options) -> BuildRecord:
    """Return the record of the last build; an empty one if it cannot be used."""
    name = page_cache.name_of(project.environment, options.output)
    try:
        last, _ = page_cache.load(project.memory.file, name)
        last.traces.read_all()
    except DamagedError:
        return page_cache.BuildRecord()
    return last


def _last_answers(build: Build, before: Mapping[str, CachedReading], scan: Scan) -> QueryEngine:
    """Return the answers of the last build, as far as the cache has them."""
    traces = build.last.traces
    files = {str(trace.about[-1]) for trace in traces.values() if trace.about[0] == "file"}
    stats = {name: scan.files.get(name, NO_STAT) for name in [*scan.files, *files]}
    library = Library(dict(before), (), changed=False)
    last = _last_build(build)
    site = group_site(last, replace(scan, files=stats), library)
    return QueryEngine(site.changed(urls=frozenset(traces)), last.project.settings)


def _last_build(build: Build) -> Build:
    """Return a build with the time and grouping settings of the last one."""
    inputs, project, options = build.last.inputs, build.project, build.options
    if inputs:
        settings = settings_of(project, inputs)
        studios = {tree: replace(project.studio, settings=one) for tree, one in settings.items()}
        project = replace(project, config=settings[""].project, studios=studios)
        options = replace(options, now=datetime.fromisoformat(inputs["now"]), drafts=inputs["drafts"])
    return Build(project, options)


# --- which page -------------------------------------------------------------------------------------------


def addresses(view: View, name: str) -> list[str]:
    """Return the addresses of the pages that a person may call so."""
    wanted = "/" + name.removeprefix("./").lstrip("/")
    known = set(view.urls)
    base = view.project.config.url.rstrip("/")
    if name.startswith(f"{base}/") or name == base:
        wanted = name.removeprefix(base) or "/"
    for url in (wanted, f"{wanted.rstrip('/')}/", wanted.removesuffix("index.html")):
        if url in known:
            return [url]
    if urls := [url for url, page in view.pages.items() if any(at.path == name for at in page.sources)]:
        return urls
    article = _id(view.before[name]) if name in view.before else ""
    about = ((url, trace.about) for url, trace in view.build.last.traces.items())
    return [url for url, (kind, _, *subject) in about if kind == "article" and subject[0] == article]


def names(view: View) -> list[str]:
    """Return all names of pages, to suggest one."""
    sources = [at.path for page in view.pages.values() for at in page.sources]
    return [*view.urls, *sources, *(view.site.unpublished)]
