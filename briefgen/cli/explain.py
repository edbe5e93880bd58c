"""``briefgen why``: say why a page would be rendered, and why it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import common
from briefgen.model.diagnostics import BriefgenError
from briefgen.reporting import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.build.explain import Account, View

SHOWN = 6
"""Changes of one answer, and queries of a page that changed nothing, that are shown without ``-v``."""


@click.command("why")
@click.argument("page", metavar="PAGE")
@common.PROJECT
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The site that was written here.")
@common.DEFINE
@common.NOW
@common.DRAFTS
@click.option("-v", "--verbose", is_flag=True, help="List every query, with the digests of its answers.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def command(
    page: str, project: Path, output: Path | None, defines: tuple[str, ...], now: str | None, drafts: bool, verbose: bool, as_json: bool
) -> int:  # fmt: skip
    """Say why PAGE would be rendered by the next build, from what to what, and why it was rendered last; nothing is written.

    PAGE is an address (/articles/x/), an output file or an article's file. PROJECT is a folder with briefgen.yml; this one if
    none is named.
    """
    from briefgen.build import explain
    from briefgen.build.options import Options
    from briefgen.project.project import open_project
    from briefgen.util.periods import zone

    try:
        opened = open_project(project, common.overrides(defines))
        target = output or project / opened.config.output
        moment = common.the_time(now, zone(opened.config.timezone))
        options = Options(target, opened.config.builders, moment, jobs=1, drafts=drafts)
        view = explain.look(opened, options)
    except BriefgenError as error:
        return common.tell(error, project)
    urls = next(
        (found for name in called(page, project, target) if (found := explain.addresses(view, name))), []
    )
    if not urls:
        raise click.UsageError(unknown(view, page, project, target))
    accounts = [view.account(url) for url in urls]
    for account in accounts:
        if as_json:
            click.echo(json.dumps(_values(account), ensure_ascii=False, indent=2))
        else:
            for line in _told(account, verbose=verbose):
                console.say(line, sys.stdout)
    return common.DONE


def called(page: str, project: Path, output: Path) -> Iterator[str]:
    """PAGE as it stands, as a file of the project and as a file of the output, from where the user stands or from the project."""
    for start in (Path(), project):
        path = (start / page).absolute()
        for folder in (output, project):
            if path.is_relative_to(folder.absolute()):
                yield path.relative_to(folder.absolute()).as_posix()
    yield page


def unknown(view: View, page: str, project: Path, output: Path) -> str:
    """One line on a page that is not there: it is held back, or it was meant otherwise."""
    from briefgen.build.explain import names
    from briefgen.util.text import did_you_mean, printable

    for name in called(page, project, output):
        if name in view.site.unpublished:
            return f"{printable(name)} makes no page: {view.site.unpublished[name]}"
    known = names(view)
    wanted = page if page.startswith("/") or page in known else f"/{page}"
    hint = did_you_mean(wanted, known) or did_you_mean(
        page, known, "name an address, an output file or an article"
    )
    return f'there is no page "{printable(page)}"; {hint}'


# --- for people -------------------------------------------------------------------------------------------

_HEADS = {
    "same": ("is up to date", "green"),
    "new": ("would be rendered: it is new", "yellow"),
    "changed": ("would be rendered", "yellow"),
    "gone": ("would be removed", "red"),
}


def _told(account: Account, *, verbose: bool) -> Iterator[str]:
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
        yield from _standing(account, verbose=verbose)
    if account.last:
        yield f"  last rendered because {printable(account.last)}"
    if account.errors:
        yield f"  the next build would write nothing before {plural(account.errors, 'error')} is mended; `briefgen build` tells"


def _standing(account: Account, *, verbose: bool) -> Iterator[str]:
    """What a page depends on."""
    from briefgen.util.text import plural, printable

    if account.depends:
        yield f"  it depends on the settings and on {', '.join(map(printable, account.depends))}"
    if not account.queries:
        return
    yield f"  it asked {plural(len(account.queries), 'query', 'queries')} of the site:"
    for asked in account.queries if verbose else account.queries[: 2 * SHOWN]:
        marks = asked.then[:12] if asked.then == asked.now else f"{asked.then[:12]} -> {asked.now[:12]}"
        yield f"    {printable(asked.query)}" + (f"  {click.style(marks, dim=True)}" if verbose else "")
    if not verbose and len(account.queries) > 2 * SHOWN:
        yield f"    … and {plural(len(account.queries) - 2 * SHOWN, 'more')}; -v lists all".replace(
            "mores", "more"
        )


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
        "queries": [asked._asdict() for asked in account.queries],
        "errors": account.errors,
    }
