"""What a build is going to do: which pages there are, and which of them are not what they would be if they were rendered now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefgen.build.output import Output
from briefgen.build.staleness import Check, said_of
from briefgen.crossref import check as references
from briefgen.events import emit
from briefgen.model import Page
from briefgen.model.diagnostics import diagnostic
from briefgen.model.page import BODY
from briefgen.site.queries import QueryEngine

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from briefgen.build.fingerprints import Fingerprints
    from briefgen.build.options import Options
    from briefgen.builders.builder import Builder
    from briefgen.cache.pages import BuildRecord
    from briefgen.model import Diagnostic, Trace
    from briefgen.project.project import Project
    from briefgen.reading.reader import Library
    from briefgen.site.site import Site


@dataclass(frozen=True, slots=True)
class Plan:
    """The ``stale`` pages of a site, each with its reason and what shapes it besides the site in ``why`` and ``shapes``, by address.

    ``urls`` and ``paths`` are the addresses and files of all pages of the builders that were asked for, ``pages`` counts those for readers. ``found``
    are the diagnostics of grouping, planning and references, ``shaped`` is what ``reasons.shaped_by`` told.
    """

    keys: Fingerprints
    answers: QueryEngine
    builders: Mapping[tuple[str, str], Builder]
    urls: Collection[str]
    paths: Collection[str]
    pages: int
    stale: Sequence[Page]
    shapes: Mapping[str, str]
    why: Mapping[str, str]
    found: tuple[Diagnostic, ...]
    shaped: Mapping[str, Any]


def plan_anew(
    project: Project,
    options: Options,
    site: Site,
    keys: Fingerprints,
    last: BuildRecord,
    found: list[Diagnostic],
) -> Plan:
    """The plan of a build before which anything may have changed: all pages are planned, and every trace is looked at."""
    builders = project.builders(options.builders)
    pages = plan_pages(project, builders, site, found)
    site = site.changed(urls=frozenset([page.url for page in pages]))
    found += references.check(site, nitpick=options.nitpick)
    answers, output = (
        QueryEngine(site, project.settings, same_heads=keys.heads == last.heads),
        Output(options.output),
    )
    shapes = {page.url: builders[page.maker].fingerprint(page) for page in pages}
    check = Check(project, options, last, shapes, answers, output)
    why = {page.url: why for page in pages if (why := check.why(page))}
    return Plan(
        keys,
        answers,
        builders,
        shapes.keys(),
        {page.path for page in pages},
        sum(page.is_html for page in pages),
        [page for page in pages if page.url in why],
        shapes,
        why,
        tuple(found),
        check.shaped,
    )


def plan_bodies(
    project: Project, options: Options, site: Site, keys: Fingerprints, last: BuildRecord, library: Library
) -> Plan:
    """The plan of a build before which nothing but bodies changed: the pages are the last one's, and those that asked for bodies are looked at."""
    site = site.changed(urls=frozenset(last.traces))
    texts = {name: library.files[path].text for path, name in site.link_targets.paths.items()}
    answers, stale, shapes, why = QueryEngine(site, project.settings, same_heads=True), [], {}, {}
    for url, asked in last.traces.asked.items():
        if all(name == BODY and texts[str(of[0])] == then for (name, of), then in asked):
            continue
        trace = last.traces[url]
        now = answers.of(trace.tree)
        if changed := [query for query, then in asked if now.digest(query) != then]:
            stale.append(page_of(url, trace))
            shapes[url], why[url] = trace.shape, said_of(changed)
    return Plan(
        keys,
        answers,
        project.builders(sorted({page.builder for page in stale})),
        last.traces.keys(),
        last.traces.files.keys(),
        last.pages,
        stale,
        shapes,
        why,
        last.told,
        last.shaped,
    )


def page_of(url: str, trace: Trace) -> Page:
    """A page as it was planned when it was rendered; which files it comes from is not known any more."""
    kind, template, *subject = trace.about
    return Page(url, trace.builder, str(kind), str(template), tuple(subject), tree=trace.tree)


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
