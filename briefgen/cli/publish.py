"""``briefgen publish``: check the site, and publish it on GitHub Pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from briefgen.cleaning.outlet_file import FOLDER as SOURCES
from briefgen.cli import common
from briefgen.cli.publish_check import build_checked, check_url
from briefgen.cli.publish_report import PublishOutput, PublishResult
from briefgen.config.config import FILE_NAME
from briefgen.config.folders import ADDRESS_RECORD
from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.git import Repository
    from briefgen.publishing.git_branch import Branch, Deployment


FOLDERS = ("themes", "extensions", SOURCES, "locales", "inventories", "data")
"""The folders that shape a site, besides those of content and static files."""
CNAME = "CNAME"


@click.command("publish", cls=common.Command)
@common.with_project
@click.option("--check", "checking", is_flag=True, help="Build and check; publish nothing.")
@click.option(
    "--workflow",
    "by_workflow",
    is_flag=True,
    help="Write .github/workflows/pages.yml, with which GitHub publishes the site.",
)
@click.option(
    "--compare",
    "comparing",
    is_flag=True,
    help="Build, check, and list the pages that differ from what is published; publish nothing.",
)
@click.option(
    "--addresses",
    "only_addresses",
    is_flag=True,
    help="Only write addresses.txt, by which articles with an id that move leave a redirect.",
)
@click.option(
    "--preview", "previewing", is_flag=True, help="Publish an open edition at an address nobody can guess."
)
@click.option(
    "--of", "edition", default="", metavar="DATE", help="The edition of a preview (default: the newest)."
)
@click.option("--remove", "removing", is_flag=True, help="With --preview: remove the previews again.")
@common.DRY_RUN
@common.FORCE
@click.option("--orphan", is_flag=True, help="Keep no history on the branch.")
@click.option(
    "--remote", default="origin", show_default=True, metavar="NAME", help="The repository to push to."
)
@click.option(
    "--branch", default="gh-pages", show_default=True, metavar="NAME", help="The branch to push to."
)
@common.QUIET
@common.VERBOSE
@common.DEFINE
@common.FORMAT
@common.JSON
def command(
    project: Path,
    checking: bool,
    by_workflow: bool,
    comparing: bool,
    only_addresses: bool,
    previewing: bool,
    edition: str,
    removing: bool,
    dry_run: bool,
    force: bool,
    orphan: bool,
    remote: str,
    branch: str,
    quiet: bool,
    verbose: bool,
    defines: tuple[str, ...],
    form: str,
    as_json: bool,
) -> int:
    """Publish the site of PROJECT on GitHub Pages.

    The site is built without drafts, as by `build -W`, checked, and pushed to a branch.
    """
    from briefgen.cli.publish_preview import PreviewOptions, publish_preview, remove_previews
    from briefgen.project.project import open_project
    from briefgen.publishing.git_branch import Branch
    from briefgen.publishing.workflow import write_workflow

    modes = {"--check": checking, "--workflow": by_workflow, "--addresses": only_addresses}
    modes |= {"--compare": comparing, "--dry-run": dry_run}
    _check_usage(modes, force=force, orphan=orphan)
    _check_preview(modes, previewing=previewing, others=bool(edition or removing), force=force)
    output = PublishOutput(project, console.Display("json" if as_json else form, quiet, verbose))
    try:
        opened = open_project(project, common.overrides(defines))
        if previewing:
            preview = PreviewOptions(
                Branch(remote, branch), common.overrides(defines), edition, orphan, dry_run
            )
            result = (
                remove_previews(opened, preview) if removing else publish_preview(opened, preview, output)
            )
        elif by_workflow:
            result = PublishResult("workflow", write_workflow(project, opened.config.output))
        elif only_addresses:
            result = PublishResult(
                "addresses", _record_addresses(opened) or f"{ADDRESS_RECORD} is up to date."
            )
        else:
            mode = None if checking or comparing else Mode(force, orphan, dry_run)
            result = _publish(opened, Branch(remote, branch), mode, output)
            if comparing and result.artifact:
                result = result._replace(pages=_compare(opened, result.artifact, Branch(remote, branch)))
    except BriefgenError as error:
        if not as_json:
            return common.report_error(error, project, form)
        output.show(error.diagnostics)
        output.finish(PublishResult("refused", "Not published."))
        return common.exit_code(error)
    return output.finish(result)


def _publish(project: Project, branch: Branch, mode: Mode | None, output: PublishOutput) -> PublishResult:
    """Build, check and push the site; without a mode, only build and check it."""
    # A check goes on after warnings, so that it names all that is wrong at once.
    options = common.build_options(project, None, strict=mode is not None)
    result = build_checked(project, options, output, partial(check_url, project, branch.remote))
    if mode is None or result.done == "refused" or result.artifact is None:
        return result
    return _push(project, result.artifact, branch, mode, output)


def _compare(project: Project, artifact: Artifact, branch: Branch) -> dict[str, list[str]]:
    """The addresses of the pages that differ from the branch, by what became of them."""
    from briefgen.cache import lock, store
    from briefgen.publishing.git import repository_of
    from briefgen.publishing.git_branch import PushTarget, compare, tip_of
    from briefgen.util.urls import address_of

    repository = repository_of(project.root)
    target = PushTarget(branch, tip_of(repository, branch, FILE_NAME))
    scratch = project.environment / store.FOLDER / "publish"
    with lock.held(project.environment, common.report_waiting, "publish.lock"):
        differences = compare(repository, artifact, target, scratch)
    return {
        name: [address_of(path) for path in paths if path.endswith(".html")]
        for name, paths in zip(("added", "changed", "removed"), differences, strict=True)
    }


def _check_usage(instead: Mapping[str, bool], *, force: bool, orphan: bool) -> None:
    """Refuse options that exclude each other."""
    modes = [name for name, is_set in instead.items() if is_set]
    if len(modes) > 1:
        raise click.UsageError(f"{' and '.join(modes)} exclude each other; choose one")
    if modes and modes != ["--dry-run"] and (force or orphan):
        other = "--force" if force else "--orphan"
        raise click.UsageError(f"{modes[0]} pushes nothing, so it cannot be combined with {other}")


def _check_preview(modes: Mapping[str, bool], *, previewing: bool, others: bool, force: bool) -> None:
    """Refuse options that a preview has not, and those that only a preview has."""
    if others and not previewing:
        raise click.UsageError("--of and --remove belong to --preview")
    excluded = [
        name for name, is_set in {**modes, "--force": force}.items() if is_set and name != "--dry-run"
    ]
    if previewing and excluded:
        raise click.UsageError(f"--preview and {excluded[0]} exclude each other; choose one")


class Mode(NamedTuple):
    """How to push: over unknown commits, without history, or not at all."""

    force: bool
    orphan: bool
    dry_run: bool


def _push(
    project: Project, artifact: Artifact, branch: Branch, mode: Mode, output: PublishOutput
) -> PublishResult:
    """Push the artifact to its branch."""
    from briefgen.cache import lock, store
    from briefgen.publishing.commit_message import message_of
    from briefgen.publishing.git import repository_of
    from briefgen.publishing.git_branch import PushTarget, check_known, check_uncommitted, pack, push, tip_of

    config, repository = project.config, repository_of(project.root)
    files = [one.file for one in config.inventories.values()]
    sources = (FILE_NAME, config.content, config.static, *FOLDERS, *files, *config.card_fonts)
    check_uncommitted(repository, sources)
    tip = tip_of(repository, branch, FILE_NAME)
    if tip and not mode.force:
        check_known(repository, branch, tip)
    source, online = repository.ask("rev-parse", "HEAD"), _previews_online(repository, tip)
    message = partial(message_of, artifact, config.address("edition"), source)
    target, scratch = PushTarget(branch, tip, mode.orphan), project.environment / store.FOLDER / "publish"
    with lock.held(project.environment, common.report_waiting, "publish.lock"):
        deployment = pack(repository, artifact, target, message, scratch)
    if not deployment.is_needed:
        line = f"Nothing to publish: {branch} is up to date."
        return PublishResult("nothing", _sentences(line, _record_addresses(project), online), artifact)
    if CNAME in (*deployment.removed, *deployment.changed):
        output.show([_domain_change(project, repository.ask("show", f"{tip}:{CNAME}").strip(), deployment)])
    if mode.dry_run:
        return PublishResult("dry-run", f"Would push {deployment} to {branch}.", artifact)
    push(repository, deployment)
    line = f"Pushed {deployment} to {branch}. The site will be at {artifact.url}."
    if not tip:
        setting = f"Pages > Deploy from a branch > {branch.name}"
        line += f" In the settings of the repository, choose {setting}."
    return PublishResult("pushed", _sentences(line, _record_addresses(project), online), artifact)


def _sentences(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _previews_online(repository: Repository, tip: str) -> str:
    """Which previews stay on the branch, and how to remove them."""
    from briefgen.publishing.previews import previews_on

    dates = ", ".join(sorted(previews_on(repository, tip).values()))
    return f"Previews are still online: {dates} (--preview --remove removes them)." if dates else ""


def _record_addresses(project: Project) -> str:
    """Record where articles with an id are published, and say what is new."""
    from briefgen.build.check import survey
    from briefgen.build.run import Build
    from briefgen.curation.published_addresses import record_addresses

    _, site = survey(Build(project, common.build_options(project, None)))
    count = record_addresses(project, site)
    return (
        f"{ADDRESS_RECORD} has {plural(count, 'new address', 'new addresses')}: commit it." if count else ""
    )


def _domain_change(project: Project, domain: str, deployment: Deployment) -> Diagnostic:
    """A warning about the custom domain that the branch has and the site has not."""
    does = "removes" if CNAME in deployment.removed else "changes"
    message = f"this publication {does} the file CNAME ({printable(domain)}), the domain of the site"
    hint = f"to keep the domain, write url: https://{domain}/, or add the file to {project.config.static}/"
    return diagnostic("publish-domain", Location(str(deployment.branch)), message, hint)
