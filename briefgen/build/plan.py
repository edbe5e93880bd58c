"""Plan a build: which pages there are, and which of them must be rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefgen.build.fingerprints import Fingerprints, Inputs
from briefgen.build.run import Build
from briefgen.build.staleness import StalenessCheck, describe
from briefgen.builders.builder import Builder
from briefgen.builders.redirects import KIND as REDIRECT
from briefgen.builders.redirects import PUBLISHED, without_taken
from briefgen.config.folders import ADDRESS_RECORD
from briefgen.crossref import check as references
from briefgen.events import emit
from briefgen.model import Diagnostic, Location, Page, Trace
from briefgen.model.output_path import page_problem
from briefgen.model.page import BODY
from briefgen.site.queries import QueryEngine
from briefgen.site.site import Site
from briefgen.util.text import plural

EACH = 64
"""Pages to check between two reports of the progress."""
FEW_MOVES = 3
"""Articles with a new address that are reported one by one."""


class StalePage(NamedTuple):
    """A page to render, the fingerprint of its template and settings, and the reason."""

    page: Page
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build does: the pages to render, and what belongs to the site.

    ``urls`` and ``paths`` belong to all pages of the builders in use; ``pages`` counts those for readers.
    ``diagnostics`` come from grouping, planning and references. ``inputs`` is what ``staleness.shaped_by``
    returned.
    """

    fingerprints: Fingerprints
    answers: QueryEngine
    builders: Mapping[tuple[str, str], Builder]
    stale: Sequence[StalePage]
    urls: Collection[str]
    paths: Collection[str]
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    inputs: Mapping[str, Any]


def plan_site(build: Build, fingerprints: Fingerprints, site: Site) -> Plan:
    """Plan all pages and check every trace: anything may have changed."""
    builders = build.project.builders(build.options.builders)
    pages = plan_pages(build, builders, site)
    site = site.changed(urls=frozenset([page.url for page in pages]))
    build.diagnostics.extend(references.check(site, build.config, nitpick=build.options.nitpick))
    same_heads = fingerprints.metadata == build.last.metadata
    answers = QueryEngine(site, build.project.settings, same_heads=same_heads)
    check = StalenessCheck(build, answers)
    checks = ((page, builders[page.maker].fingerprint(page)) for page in _shown(build, pages))
    return Plan(
        fingerprints,
        answers,
        builders,
        [StalePage(page, own, reason) for page, own in checks if (reason := check.explain(page, own))],
        {page.url for page in pages},
        {page.path for page in pages},
        sum(page.is_html for page in pages),
        tuple(build.diagnostics),
        check.inputs,
    )


def _shown(build: Build, pages: Sequence[Page]) -> Iterator[Page]:
    """The pages, one after the other, with the progress of their check."""
    for n, page in enumerate(pages, 1):
        yield page
        if n % EACH == 0 or n == len(pages):
            build.progress("checking", n, len(pages))


def plan_bodies(build: Build, inputs: Inputs, site: Site) -> Plan:
    """Plan the pages that show a changed body; nothing else changed."""
    last = build.last
    site = site.changed(urls=frozenset(last.traces))
    answers = QueryEngine(site, build.project.settings, same_heads=True)
    texts = {name: inputs.library.files[path].text for path, name in site.link_targets.paths.items()}
    stale = list(_stale_bodies(build, answers, texts))
    return Plan(
        inputs.fingerprints,
        answers,
        build.project.builders(sorted({one.page.builder for one in stale})),
        stale,
        last.traces.keys(),
        last.traces.files.keys(),
        last.pages,
        last.diagnostics,
        last.inputs,
    )


def _stale_bodies(build: Build, answers: QueryEngine, texts: Mapping[str, str]) -> Iterator[StalePage]:
    traces = build.last.traces
    for url, queries in traces.asked.items():
        if all(name == BODY and texts[str(subject[0])] == before for (name, subject), before in queries):
            continue
        tree = answers.of(traces.rows[url][5])
        if changes := [query for query, before in queries if tree.digest(query) != before]:
            trace = traces[url]
            yield StalePage(page_of(url, trace), trace.shape, describe(changes))


def page_of(url: str, trace: Trace) -> Page:
    """Return the page of a trace, without the files it comes from."""
    kind, template, *subject = trace.about
    return Page(url, trace.builder, str(kind), str(template), tuple(subject), tree=trace.tree)


def plan_pages(build: Build, builders: Mapping[tuple[str, str], Builder], site: Site) -> list[Page]:
    """Return all pages, and report those that want the same address."""
    pages = tuple(
        page._replace(tree=tree) if tree else page
        for (tree, _), builder in builders.items()
        for page in builder.plan(site.trees.get(tree, site))
    )
    pages = emit(build.project.extensions.handlers, "pages-planned", pages, _complain)
    pages = without_taken(pages)
    _report_moves(build, pages, site)
    by_path: dict[str, Page] = {}
    for page in pages:
        if page.maker not in builders:  # a handler added a page of a format that this build does not make
            _check_builder(build, page)
            continue
        first = by_path.setdefault(page.path.casefold(), page)
        # A file that articles of two trees show is one file.
        if first is not page and first._replace(tree=page.tree) != page:
            _report_collision(build, page, first)
    for path in sorted(_folders(by_path).intersection(by_path)):
        _drop_colliding(build, by_path, path)
    return list(by_path.values())


def _report_moves(build: Build, pages: Iterable[Page], site: Site) -> None:
    """Say which articles have left a redirect since they were published."""
    former = site.permalinks.former
    moves = [page for page in pages if page.kind == REDIRECT and page.subject[0] == PUBLISHED]
    fresh = [page for page in moves if former[str(page.subject[1])][-1] == page.url]
    for page in fresh[:FEW_MOVES]:
        article, tree = site.articles[str(page.subject[1])], site.trees.get(page.tree, site)
        message = f"the article moved from {page.url} to {tree.article_address(article)}"
        hint = f"{page.url} redirects there, as {ADDRESS_RECORD} remembers it"
        build.diagnostics.report("address-redirected", page.sources[0], message, hint)
    if len(fresh) > FEW_MOVES:
        count = plural(len(fresh) - FEW_MOVES, "more article")
        message = f"{count} moved, and the former addresses redirect"
        build.diagnostics.report("address-redirected", Location(ADDRESS_RECORD), message)


def _drop_colliding(build: Build, by_path: dict[str, Page], path: str) -> None:
    """Report a file in the place of a folder, and drop one of them.

    What no article wants stays. The pages that are left are written with ``--keep-going``.
    """
    file = by_path[path]
    inside = [page for name, page in by_path.items() if name.startswith(f"{path}/")]
    gone = [file] if file.sources and not inside[0].sources else inside
    _report_collision(build, *((file, inside[0]) if gone == [file] else (inside[0], file)))
    for page in gone:
        del by_path[page.path.casefold()]


def _folders(paths: Iterable[str]) -> set[str]:
    """Return all folders of these files."""
    folders, parents = set[str](), {path.rpartition("/")[0] for path in paths}
    while parents := parents - folders - {""}:
        folders |= parents
        parents = {path.rpartition("/")[0] for path in parents}
    return folders


def _complain(before: tuple[Page, ...], after: tuple[Page, ...]) -> str:
    """Return what is wrong with the pages that a handler added or changed."""
    known = {id(page) for page in before}
    return next((problem for page in after if id(page) not in known and (problem := page_problem(page))), "")


def _check_builder(build: Build, page: Page) -> None:
    if page.builder not in build.project.extensions.builders or page.tree not in build.project.studios:
        message = f"{page.url} is of the builder {page.builder}, which does not exist"
        hint = "name one of briefgen's builders, or one that an extension adds"
        build.diagnostics.report("page-failed", Location(page.path), message, hint)


def _report_collision(build: Build, page: Page, first: Page) -> None:
    here, there = (str(one.sources[0]) if one.sources else f"the {one.kind} page" for one in (page, first))
    at = next((one.sources[0] for one in (page, first) if one.sources), build.config.place("permalinks"))
    message = f"{page.url} is wanted by {here} and by {there}"
    if page.path.casefold() != first.path.casefold():
        message = f"{page.url} of {here} and {first.url} of {there} cannot both be written: one is a folder"
    build.diagnostics.report(
        "address-collision", at, message, "change one of them with slug:, aliases: or permalinks:"
    )
