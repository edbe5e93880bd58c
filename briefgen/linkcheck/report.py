"""What is told of links, each at the places where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefgen.linkcheck.external_links import own_path
from briefgen.linkcheck.results import BROKEN, REDIRECTED, REFUSED, UNREACHABLE, Result
from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.project.project import Project
from briefgen.site.site import Site
from briefgen.util.urls import absolute


def link_problems(
    site: Site,
    project: Project,
    own: Mapping[str, Sequence[Location]],
    results: Iterable[Result],
    places: Mapping[str, Sequence[Location]],
) -> Iterator[Diagnostic]:
    """Problems of whole addresses on this site (``own``) and on others."""
    for url, at in own.items():
        path = own_path(url, project.config.url)
        if not _is_there(path, site, project):
            near = site.link_targets.near("page", path)
            hint = "correct the link, or refer to the article by {article}`slug`"
            hint = f'did you mean "{absolute(project.config.url, near)}"?' if near else hint
            for place in at:
                yield diagnostic("link-missing", place, f"this site has no page {url}", hint)
    for result in results:
        if problem := _problem(result):
            code, message, hint = problem
            for place in places[result.url]:
                yield diagnostic(code, place, message, hint)


def _is_there(path: str, site: Site, project: Project) -> bool:
    known = site.resolve("page", path.removesuffix("index.html")) or site.resolve("file", path[1:])
    static = (project.root / project.config.static).resolve()
    file = (static / path[1:]).resolve()
    return bool(known) or (file.is_relative_to(static) and file.is_file())


def _problem(result: Result) -> tuple[str, str, str] | None:
    """(code, message, hint) for a result that somebody should know of."""
    url, why = result.url, result.detail
    by_way = f" (redirected to {result.to})" if result.to else ""
    if result.status == BROKEN:
        hint = "correct or delete the link"
        if "not a public address" in why:
            hint += "; if the host is your own, add it to private_hosts: in briefgen.yml"
        return "link-broken", f"{url} is broken: {why}{by_way}", hint
    if result.status == UNREACHABLE:
        hint = "open it in a browser, or check again later"
        return "link-unreachable", f"{url} did not answer: {why}{by_way}", hint
    if result.status == REFUSED:
        return "link-refused", f"{url} refuses programs: {why}{by_way}", "open it in a browser"
    if result.status == REDIRECTED:
        kind = "has moved permanently" if result.permanent else "redirects for now"
        hint = "write the new address" if result.permanent else "check that it is the right page"
        return "link-redirected", f"{url} {kind} to {result.to}", hint
    return None
