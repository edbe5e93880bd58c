"""``briefgen why``: explain why a page would be rendered, and why it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.build.explain import Account, View

SHOWN = 6
"""Changes and queries shown without ``-v``."""


@click.command("why", cls=common.Command)
@click.argument("page", metavar="PAGE")
@common.IN_PROJECT
@common.OUTPUT
@common.DEFINE
@common.NOW
@common.DRAFTS
@common.VERBOSE
@common.JSON
def command(
    page: str,
    project: Path,
    output: Path | None,
    defines: tuple[str, ...],
    now: str | None,
    drafts: bool,
    verbose: bool,
    as_json: bool,
) -> int:
    """Explain why the next build would render PAGE, and why PAGE was last rendered.

    PAGE is an address (/articles/x/), an output file or an article's file. Nothing is written.
    """
    from briefgen.build import explain
    from briefgen.project.project import open_project

    common.refuse_project(page, "a page", "why PAGE")
    opened = open_project(project, common.overrides(defines))
    more = {"output": output} if output else {}
    options = common.build_options(opened, now, drafts=drafts, jobs=1, **more)
    view = explain.look(opened, options)
    urls = find_urls(view, page, project, options.output)
    if not urls:
        raise click.UsageError(unknown(view, page, project, options.output))
    for url in urls:
        account = view.account(url)
        if as_json:
            common.print_json(_values(account))
        else:
            common.print_lines(_lines(account, verbose=verbose))
    return common.DONE


def find_urls(view: View, page: str, project: Path, output: Path) -> list[str]:
    """The addresses of the pages that ``page`` names; empty if there are none."""
    from briefgen.build import explain

    for name in possible_names(page, project, output):
        if urls := explain.addresses(view, name):
            return list(urls)
    return []


def possible_names(page: str, project: Path, output: Path) -> Iterator[str]:
    """PAGE as given, and as a file of the output or the project."""
    for start in (Path(), project):
        path = Path(os.path.abspath(start / page))  # noqa: PTH100 - without .. and with links as they are
        for folder in (output, project):
            if path.is_relative_to(folder.absolute()):
                yield path.relative_to(folder.absolute()).as_posix()
    yield page


def unknown(view: View, page: str, project: Path, output: Path) -> str:
    """Report a page that does not exist: its article is unpublished, or misnamed."""
    from briefgen.build.explain import names
    from briefgen.util.text import did_you_mean, printable

    for name in possible_names(page, project, output):
        if name in view.site.unpublished:
            return f"{printable(name)} has no page: {view.site.unpublished[name]}"
    known = names(view)
    wanted = page if page.startswith("/") or page in known else f"/{page}"
    hint = did_you_mean(wanted, known) or did_you_mean(page, known, "name an address, a file or an article")
    return f'there is no page "{printable(page)}"; {hint}'


# --- for people -------------------------------------------------------------------------------------------

_HEADS = {
    "same": ("is up to date", "green"),
    "new": ("would be rendered: it is new", "yellow"),
    "changed": ("would be rendered", "yellow"),
    "gone": ("would be removed", "red"),
}


def _lines(account: Account, *, verbose: bool) -> Iterator[str]:
    from briefgen.util.text import plural, printable

    what, colour = _HEADS[account.state]
    yield f"{click.style(printable(account.url), bold=True)} {click.style(what, fg=colour)}"
    for reason in account.reasons:
        mark = click.style(printable(reason.what), fg="cyan" if reason.kind == "query" else None)
        yield f"  {mark}{' changed:' if reason.kind == 'query' else ''}"
        shown = reason.changes if verbose else reason.changes[:SHOWN]
        yield from (f"    {change}" for change in shown)
        if more := len(reason.changes) - len(shown):
            yield f"    … and {plural(more, 'more change')}; -v shows all"
    if account.state == "same" or verbose:
        yield from _dependencies(account, verbose=verbose)
    if account.last:
        yield f"  last rendered because {printable(account.last)}"
    if account.errors:
        yield f"  the next build would write nothing: {plural(account.errors, 'error')}; run `briefgen check`"


def _dependencies(account: Account, *, verbose: bool) -> Iterator[str]:
    """What a page depends on, and the queries that it made."""
    from briefgen.util.text import plural, printable

    if account.depends:
        yield f"  it depends on the settings and on {', '.join(map(printable, account.depends))}"
    if not account.queries:
        return
    yield f"  it made {plural(len(account.queries), 'query', 'queries')}:"
    for query in account.queries if verbose else account.queries[: 2 * SHOWN]:
        marks = query.then[:12] if query.then == query.now else f"{query.then[:12]} -> {query.now[:12]}"
        yield f"    {printable(query.query)}" + (f"  {click.style(marks, dim=True)}" if verbose else "")
    if not verbose and len(account.queries) > 2 * SHOWN:
        yield f"    … and {len(account.queries) - 2 * SHOWN} more; -v lists all"


# --- for programs -----------------------------------------------------------------------------------------


def _values(account: Account) -> dict[str, Any]:
    return {
        "page": account.url,
        "file": account.path,
        "state": account.state,
        "reasons": [
            {"kind": r.kind, "what": r.what, "changes": [dict(c._asdict()) for c in r.changes]}
            for r in account.reasons
        ],
        "last": account.last or None,
        "depends": list(account.depends),
        "queries": [query._asdict() for query in account.queries],
        "errors": account.errors,
    }
