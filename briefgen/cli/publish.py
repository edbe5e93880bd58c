"""``briefgen publish``: check the site, and publish it on GitHub Pages."""

from __future__ import annotations

from functools import partial
from shutil import which
from typing import TYPE_CHECKING, NamedTuple

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
    from briefgen.publishing.artifact import Artifact, Withheld
    from briefgen.publishing.git_branch import Branch

    Show = Callable[[Sequence[Diagnostic]], None]


@click.command("publish")
@common.with_project
@click.option("--check", "checking", is_flag=True, help="Build and check; publish nothing.")
@click.option(
    "--workflow",
    "by_workflow",
    is_flag=True,
    help="Write .github/workflows/pages.yml, with which GitHub publishes the site.",
)
@common.DRY_RUN
@click.option("--force", is_flag=True, help="Publish even if the branch has commits that are not known here.")
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
def command(
    project: Path,
    checking: bool,
    by_workflow: bool,
    dry_run: bool,
    force: bool,
    orphan: bool,
    remote: str,
    branch: str,
    quiet: bool,
    verbose: bool,
    defines: tuple[str, ...],
    form: str,
) -> int:
    """Publish the site of PROJECT on GitHub Pages.

    The site is built without drafts, as by `build -W`, checked, and pushed to a branch.
    """
    from briefgen.project.project import open_project
    from briefgen.publishing.git_branch import Branch
    from briefgen.publishing.workflow import write_workflow

    _check_usage(
        {"--check": checking, "--workflow": by_workflow, "--dry-run": dry_run}, force=force, orphan=orphan
    )
    say = _nothing if quiet else console.say
    show = partial(console.show, root=project, form=form, quiet=quiet, verbose=verbose, all_by="-v")
    try:
        opened = open_project(project, common.overrides(defines))
        if by_workflow:
            say(write_workflow(project, opened.config.output))
            return common.DONE
        options = _options(opened)
        if not _builds(opened, options, show, console.Bar(quiet=quiet or form != "text")):
            say("Not published: the build has errors or warnings.")
            return common.FAILED
        artifact = _artifact(opened, options)
        if not _works(opened, artifact, remote, show):
            say("Not published: the site has errors.")
            return common.FAILED
        if checking:
            say(f"Ready to publish: {plural(len(artifact.files), 'file')} checked for {artifact.url}.")
        else:
            say(_push(opened, artifact, Branch(remote, branch), Mode(force, orphan, dry_run)))
    except BriefgenError as error:
        return common.report_error(error, project, form)
    return common.DONE


def _nothing(line: str) -> None:
    """Print nothing (``-q``)."""


def _check_usage(instead: Mapping[str, bool], *, force: bool, orphan: bool) -> None:
    """Refuse options that exclude each other.

    Raises:
        click.UsageError: when they do.
    """
    modes = [name for name, is_set in instead.items() if is_set]
    if len(modes) > 1:
        raise click.UsageError(f"{' and '.join(modes)} exclude each other; choose one")
    if modes and modes != ["--dry-run"] and (force or orphan):
        other = "--force" if force else "--orphan"
        raise click.UsageError(f"{modes[0]} pushes nothing, so it cannot be combined with {other}")


def _builds(project: Project, options: Options, show: Show, bar: console.Bar) -> bool:
    """Build and show the problems; whether there are no errors and warnings."""
    from briefgen.build.build import build

    report = build(project, options, bar, common.report_waiting)
    show(report.diagnostics)
    return not report.failed


def _works(project: Project, artifact: Artifact, remote: str, show: Show) -> bool:
    """Check the site and show the problems; whether it would work on GitHub Pages."""
    from briefgen.publishing.preflight import preflight

    problems = (*_check_url(project, remote), *preflight(artifact, project.root))
    show(problems)
    return not any(problem.severity == ERROR for problem in problems)


def _options(project: Project) -> Options:
    """The options of ``build -W``."""
    return common.build_options(project, None, strict=True)


def _artifact(project: Project, options: Options) -> Artifact:
    """The files of the build that has just ended."""
    from briefgen.build.check import survey
    from briefgen.build.run import Build
    from briefgen.publishing.artifact import Artifact

    traces = project.memory.pages[options.output].traces.values()
    _, site = survey(Build(project, options))
    config = project.config
    return Artifact(
        options.output,
        {trace.path: trace.content for trace in traces},
        project.config.url,
        {
            t.path: site.articles[str(t.about[2])]
            for t in traces
            if (t.builder, t.about[0]) == ("html", "article")
        },
        tuple(_withheld(project, site.unpublished)),
        (config.title, *(topic.title for topic in config.topics), *(one.title for one in config.languages)),
    )


def _withheld(project: Project, unpublished: Mapping[str, str]) -> Iterator[Withheld]:
    """The titles that may be in no file: of unpublished articles, and of editions that are drafts."""
    from briefgen.publishing.artifact import Withheld

    for path, reading in (project.memory.reads or {}).items():
        article, edition = reading.result.article, reading.result.edition
        if article and path in unpublished:
            place = article.at("draft", "publish_from", "expires", "date")
            yield Withheld(article.title, place, unpublished[path])
        if edition and edition.title and edition.status == "draft":
            yield Withheld(edition.title, edition.at("title"), "the edition is a draft")


def _check_url(project: Project, remote: str) -> Iterator[Diagnostic]:
    """Whether ``url`` fits the repository, if there is one."""
    from briefgen.publishing import github
    from briefgen.publishing.git import Repository

    repository = Repository(project.root)
    if which("git") and repository.holds("remote", "get-url", "--", remote):
        remote_url = repository.ask("remote", "get-url", "--", remote)
        yield from github.check(project.config.url, project.config.place("url"), remote_url)


class Mode(NamedTuple):
    """How to push: over unknown commits, without history, or not at all."""

    force: bool
    orphan: bool
    dry_run: bool


def _push(project: Project, artifact: Artifact, branch: Branch, mode: Mode) -> str:
    """Push the artifact to its branch; what was done, in a line."""
    from briefgen.publishing.commit_message import message_of
    from briefgen.publishing.git import repository_of
    from briefgen.publishing.git_branch import PushTarget, check_known, check_uncommitted, pack, push, tip_of

    config, repository = project.config, repository_of(project.root)
    check_uncommitted(repository, _source_paths(config))
    tip = tip_of(repository, branch)
    if tip and not mode.force:
        check_known(repository, branch, tip)
    source = repository.ask("rev-parse", "HEAD")
    message = partial(message_of, artifact, config.address("edition"), source)
    deployment = pack(repository, artifact, PushTarget(branch, tip, mode.orphan), message)
    if not deployment.is_needed:
        return f"Nothing to publish: {branch} is up to date."
    if mode.dry_run:
        return f"Would push {deployment} to {branch}."
    push(repository, deployment)
    line = f"Pushed {deployment} to {branch}. The site will be at {artifact.url}."
    setting = f"Pages > Deploy from a branch > {branch.name}"
    return line if tip else f"{line} In the settings of the repository, choose {setting}."


def _source_paths(config: Config) -> tuple[str, ...]:
    """The files and folders of a project that its site is made from."""
    return FILE_NAME, config.content, config.static, "themes", "extensions", FOLDER
