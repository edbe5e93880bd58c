"""``briefgen publish``: check the site as GitHub Pages will serve it, and bring it there."""

from __future__ import annotations

from functools import partial
from shutil import which
from typing import TYPE_CHECKING

import click

from briefgen.cleaning.outlet_file import FOLDER
from briefgen.cli import common
from briefgen.config.config import FILE_NAME
from briefgen.model.diagnostics import ERROR, BriefgenError
from briefgen.reporting import console
from briefgen.util.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.config import Config
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.git_branch import Branch

    Show = Callable[[Sequence[Diagnostic]], None]


@click.command("publish")
@common.PROJECT
@click.option("--check", "checking", is_flag=True, help="Build and check; publish nothing.")
@click.option(
    "--workflow",
    "by_workflow",
    is_flag=True,
    help="Write .github/workflows/pages.yml, by which GitHub publishes.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be pushed; push nothing.")
@click.option("--force", is_flag=True, help="Publish on top of commits that are not known here.")
@click.option("--orphan", is_flag=True, help="Keep no history on the branch.")
@click.option(
    "--remote", default="origin", show_default=True, metavar="NAME", help="The repository to push to."
)
@click.option(
    "--branch", default="gh-pages", show_default=True, metavar="NAME", help="The branch to push to."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but warnings and errors.")
@common.DEFINE
@click.option(
    "--format", "form", type=click.Choice(("text", "github")), default="text", help="How problems are told."
)
def command(
    project: Path, checking: bool, by_workflow: bool, dry_run: bool, force: bool, orphan: bool, remote: str, branch: str,
    quiet: bool, defines: tuple[str, ...], form: str,
) -> int:  # fmt: skip
    """Publish the site of PROJECT on GitHub Pages: build it as `build -W` does, without drafts, check it, push it to a branch."""
    from briefgen.project.project import open_project
    from briefgen.publishing.git_branch import Branch
    from briefgen.publishing.workflow import write_workflow

    _check_usage(
        {"--check": checking, "--workflow": by_workflow, "--dry-run": dry_run}, force=force, orphan=orphan
    )
    say = _nothing if quiet else console.say
    show = partial(console.show, root=project, form=form, quiet=quiet)
    try:
        opened = open_project(project, common.overrides(defines))
        if by_workflow:
            say(write_workflow(project, opened.config.output))
            return common.DONE
        options = _options(opened)
        if not _builds(opened, options, show, console.Bar(quiet=quiet or form != "text")):
            say("Not published: the site does not build without errors and warnings.")
            return common.FAILED
        artifact = _artifact(opened, options)
        if not _works(opened, artifact, remote, show):
            say("Not published: the site would not work.")
            return common.FAILED
        if checking:
            say(f"Fit to publish: {plural(len(artifact.files), 'file')} checked under {artifact.url}.")
        else:
            say(_ship(opened, artifact, Branch(remote, branch), force=force, orphan=orphan, dry_run=dry_run))
    except BriefgenError as error:
        return common.tell(error, project, form)
    return common.DONE


def _nothing(line: str) -> None:
    """Say nothing, as ``-q`` asks."""


def _check_usage(instead: Mapping[str, bool], *, force: bool, orphan: bool) -> None:
    """Refuse options that ask for two things at once.

    Raises:
        click.UsageError: when they do.
    """
    asked = [name for name, given in instead.items() if given]
    if len(asked) > 1:
        raise click.UsageError(f"{' and '.join(asked)} are two different things; choose one")
    if asked and asked != ["--dry-run"] and (force or orphan):
        raise click.UsageError(
            f"{asked[0]} pushes nothing, so leave {'--force' if force else '--orphan'} away"
        )


def _builds(project: Project, options: Options, show: Show, bar: console.Bar) -> bool:
    """Build, and tell what there is to tell; whether it went without errors and warnings."""
    from briefgen.build.build import build

    done = build(project, options, bar, common.waiting)
    show(done.diagnostics)
    return not done.failed


def _works(project: Project, artifact: Artifact, remote: str, show: Show) -> bool:
    """Check the site, and tell what there is to tell; whether it would work on GitHub Pages."""
    from briefgen.publishing.preflight import preflight

    found = (*_check_url(project, remote), *preflight(artifact, project.root))
    show(found)
    return not any(problem.severity == ERROR for problem in found)


def _options(project: Project) -> Options:
    """What is published is what ``build -W`` makes now."""
    from briefgen.build.options import Options
    from briefgen.util.periods import zone

    config = project.config
    now = common.the_time(None, zone(config.timezone))
    return Options(project.root / config.output, config.builders, now, strict=True)


def _artifact(project: Project, options: Options) -> Artifact:
    """What the build that has just ended answers for."""
    from briefgen.build.check import survey
    from briefgen.build.progress import no_progress
    from briefgen.publishing.artifact import Artifact

    traces = project.memory.pages[options.output].traces.values()
    _, site = survey(project, options, no_progress)
    readings = project.memory.reads or {}
    return Artifact(
        options.output,
        {trace.path: trace.content for trace in traces},
        project.config.url,
        {
            t.path: site.articles[str(t.about[2])]
            for t in traces
            if (t.builder, t.about[0]) == ("html", "article")
        },
        tuple(
            (article, reason)
            for path, reason in site.unpublished.items()
            if path in readings and (article := readings[path].result.article)
        ),
    )


def _check_url(project: Project, remote: str) -> Iterator[Diagnostic]:
    """Whether ``url`` fits the repository, where it is known already."""
    from briefgen.publishing import github
    from briefgen.publishing.git import Repository

    repository = Repository(project.root)
    if which("git") and repository.holds("remote", "get-url", "--", remote):
        where = repository.ask("remote", "get-url", "--", remote)
        yield from github.check(project.config.url, project.config.place("url"), where)


def _ship(
    project: Project, artifact: Artifact, branch: Branch, *, force: bool, orphan: bool, dry_run: bool
) -> str:
    """Bring the artifact to its branch; what was done, in a line."""
    from briefgen.publishing.commit_message import message_of
    from briefgen.publishing.git import repository_of
    from briefgen.publishing.git_branch import check_known, check_uncommitted, pack, push, tip_of

    config, repository = project.config, repository_of(project.root)
    check_uncommitted(repository, _made_of(config))
    tip = tip_of(repository, branch)
    if tip and not force:
        check_known(repository, branch, tip)
    source = repository.ask("rev-parse", "HEAD")
    message = partial(message_of, artifact, config.address("edition"), source)
    deployment = pack(repository, artifact, branch, tip, message, orphan=orphan)
    if not deployment.is_needed:
        return f"Nothing to publish: {branch} holds this very site."
    if dry_run:
        return f"Would push {deployment} to {branch}."
    push(repository, deployment)
    done = f"Pushed {deployment} to {branch}; soon at {artifact.url}."
    return (
        done
        if tip
        else f"{done} In the repository's settings choose Pages > Deploy from a branch > {branch.name}."
    )


def _made_of(config: Config) -> tuple[str, ...]:
    """The files and folders of a project that a site is made of."""
    return FILE_NAME, config.content, config.static, "themes", "extensions", FOLDER
