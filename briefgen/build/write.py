"""The write stage: put finished pages in place and remove files without a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from briefgen.build import output_owner
from briefgen.build.output import above
from briefgen.build.plan import Plan, StalePage
from briefgen.build.render import RenderResult
from briefgen.build.run import Build
from briefgen.build.state import claim, owned_of
from briefgen.cache.pages import Traces
from briefgen.model import Diagnostic, Location, Trace
from briefgen.model.diagnostics import diagnostic


class WriteResult(NamedTuple):
    """The addresses of rendered pages, the paths of changed files, and the new traces.

    ``is_complete`` is false if a page failed.
    """

    rendered: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    traces: Traces
    is_complete: bool


def write(build: Build, plan: Plan, results: Sequence[RenderResult]) -> WriteResult:
    """Put in place what differs and remove files without a page, in one step."""
    pages = zip(plan.stale, results, strict=True)
    good = [(stale, result) for stale, result in pages if not result.diagnostics]
    files = {
        stale.page.path: build.stage.file(number)
        for number, (stale, result) in enumerate(zip(plan.stale, results, strict=True))
        if result.is_staged
    }
    owners = owned_of(build)
    surplus = _surplus(build, plan, owners)
    output_owner.mark(build.project.root, build.options.output)
    claim(build, {stale.page.path: stale.page.builder for stale, one in good if one.is_staged})
    if reason := build.output.change(files, surplus):
        _report_steps(build, reason)
    rendered = tuple(stale.page.url for stale, _ in good if stale.page.is_html)
    is_complete = len(good) == len(plan.stale)
    return WriteResult(rendered, tuple(files), tuple(surplus), _traces(build, plan, good), is_complete)


def foreign_files(build: Build, plan: Plan, results: Sequence[RenderResult]) -> list[str]:
    """Return files that are not ours and that a first build would overwrite.

    A folder that has one of these pages as this build makes it is the site of a build whose cache is lost.
    Files of the theme prove nothing: they are the same on other sites.
    """
    if (
        build.options.force
        or build.last.traces
        or owned_of(build)
        or output_owner.is_ours(build.project.root, build.options.output)
    ):
        return []
    foreign = []
    for stale, result in zip(plan.stale, results, strict=True):
        content = build.output.digest(stale.page.path)
        if content == result.content and stale.page.is_html:
            return []
        if content and content != result.content:
            foreign.append(stale.page.path)
    return foreign


def blocked_paths(build: Build, plan: Plan) -> list[str]:
    """Folders, files and links in the way of this build that are not ours.

    A link in the place of a folder would lead the pages in it to another place.
    """
    owners = owned_of(build)
    output, paths = build.options.output, {stale.page.path for stale in plan.stale}
    folders = {parent for path in paths for parent in above(path)}
    blocked = {one for one in folders - owners.keys() if _is_no_folder(output / one)}
    in_place = {one for one in paths if (output / one).is_dir() and not (output / one).is_symlink()}
    if in_place:
        blocked |= in_place - {parent for path in owners for parent in above(path)}
    return sorted(blocked)


def _is_no_folder(path: Path) -> bool:
    return path.is_symlink() or (path.exists() and not path.is_dir())


def moved_articles(build: Build, plan: Plan) -> Iterator[Diagnostic]:
    """Report the articles and pages whose old address leads nowhere any more."""
    last = build.last.traces
    traces = {url: last[url] for url in last.keys() - plan.urls}
    old = {one.about[2]: url for url, one in traces.items() if _is_article(one.builder, str(one.about[0]))}
    for page, _, _ in plan.stale if old else ():
        if _is_article(page.builder, page.kind) and (url := old.get(page.subject[0])):
            at = page.sources[0] if page.sources else Location(page.path)
            hint = f"add {url} to aliases: in its front matter, and the old address leads to the new one"
            yield diagnostic("address-moved", at, f"the {page.kind} moved from {url} to {page.url}", hint)


def _is_article(builder: str, kind: str) -> bool:
    return builder == "html" and kind in ("article", "page")


def _other_builders(build: Build) -> set[str]:
    """Return the builders of the settings that this build leaves alone; their files stay."""
    return set(build.config.builders) - set(build.options.builders)


def _surplus(build: Build, plan: Plan, owners: Mapping[str, str]) -> list[str]:
    """Return our files that no page owns any more."""
    others, output = _other_builders(build), build.output
    return [
        path
        for path, builder in owners.items()
        if path not in plan.paths and builder not in others and output.stat(path) != (0, 0)
    ]


def _traces(build: Build, plan: Plan, good: Sequence[tuple[StalePage, RenderResult]]) -> Traces:
    last, others = build.last.traces, _other_builders(build)
    surplus = [url for url in last.keys() - plan.urls if last[url].builder not in others]
    return last.changed(surplus, {stale.page.url: _trace(build, stale, result) for stale, result in good})


def _trace(build: Build, stale: StalePage, result: RenderResult) -> Trace:
    page, shape, reason = stale
    stat = build.output.stat(page.path)
    asked = (result.queries, result.answers, result.content)
    return Trace(page.builder, page.path, page.about, shape, *asked, stat, reason, page.tree)


def _report_steps(build: Build, reason: str) -> None:
    message = f"the site was changed file by file; it cannot be exchanged in one step here ({reason})"
    hint = "readers may have seen old and new pages together; to avoid this, use a local folder as output"
    build.diagnostics.report("output-in-steps", Location(str(build.options.output)), message, hint)
