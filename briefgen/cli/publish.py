"""``briefgen publish``: check the site, and publish it on GitHub Pages."""

from __future__ import annotations

from functools import partial
from shutil import which
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from briefgen.cleaning.outlet_file import FOLDER as SOURCES
from briefgen.cli import common
from briefgen.config.config import FILE_NAME
from briefgen.config.folders import ADDRESS_RECORD
from briefgen.model import Location
from briefgen.model.diagnostics import ERROR, WARNING, BriefgenError, count, diagnostic
from briefgen.reporting import console
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefgen.build.options import Options
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.publishing.artifact import Artifact, Withheld
    from briefgen.publishing.git_branch import Branch, Deployment


FOLDERS = ("themes", "extensions", SOURCES, "locales", "inventories", "data")
"""The folders that shape a site, besides those of content and static files."""
CNAME = "CNAME"


class PublishResult(NamedTuple):
    """What was done, in a word for programs and a line for people.

    ``pages`` are those that a comparison lists, by added, changed and removed.
    """

    done: str
    line: str
    artifact: Artifact | None = None
    pages: Mapping[str, Sequence[str]] | None = None


class PublishOutput:
    """Shows problems and the result, or collects them for ``--json``."""

    def __init__(self, root: Path, display: console.Display) -> None:
        self.root, self.display = root, display
        self.problems: list[Diagnostic] = []

    def show(self, problems: Sequence[Diagnostic]) -> None:
        """Show problems."""
        self.problems += problems
        console.show(problems, self.root, self.display, all_by="-v")

    def finish(self, result: PublishResult) -> int:
        """Show the result; the exit code."""
        if self.display.form == "json":
            done, message, artifact, pages = result
            url, files = (artifact.url, len(artifact.files)) if artifact else (None, None)
            problems = [*map(console.values, self.problems)]
            values: dict[str, Any] = {
                "done": done,
                "message": message,
                "url": url,
                "files": files,
                "diagnostics": problems,
            }
            values |= {"pages": pages} if pages is not None else {}
            common.print_json(values)
        elif not self.display.quiet:
            common.print_lines(_page_lines(result.pages or {}))
            console.say(result.line)
        return common.FAILED if result.done == "refused" else common.DONE


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
    from briefgen.project.project import open_project
    from briefgen.publishing.git_branch import Branch
    from briefgen.publishing.workflow import write_workflow

    modes = {"--check": checking, "--workflow": by_workflow, "--addresses": only_addresses}
    modes |= {"--compare": comparing, "--dry-run": dry_run}
    _check_usage(modes, force=force, orphan=orphan)
    output = PublishOutput(project, console.Display("json" if as_json else form, quiet, verbose))
    try:
        opened = open_project(project, common.overrides(defines))
        if by_workflow:
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
    from briefgen.build.build import build
    from briefgen.publishing.preflight import preflight

    # A check goes on after warnings, so that it names all that is wrong at once.
    options = common.build_options(project, None, strict=mode is not None)
    bar = output.display.bar
    report = build(project, options, bar, common.report_waiting)
    output.show(report.diagnostics)
    if report.failed:
        return PublishResult("refused", _refusal(report.diagnostics))
    artifact = _artifact(project, options)
    problems = (*_check_url(project, branch.remote), *preflight(artifact, project.root))
    output.show(problems)
    if any(problem.severity == ERROR for problem in problems):
        return PublishResult("refused", "Not published: the site has errors.", artifact)
    if any(problem.severity == WARNING for problem in report.diagnostics):
        return PublishResult("refused", _refusal(report.diagnostics), artifact)
    if mode is None:
        line = f"Ready to publish: {plural(len(artifact.files), 'file')} checked for {artifact.url}."
        return PublishResult("checked", line, artifact)
    return _push(project, artifact, branch, mode, output)


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


def _page_lines(pages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, addresses in pages.items():
        for address in addresses:
            yield f"{name:8}{printable(address)}"


def _refusal(problems: Sequence[Diagnostic]) -> str:
    """Why a build is not published, and how to go on."""
    counts = count(problems)
    numbers = [plural(counts[severity], severity) for severity in (ERROR, WARNING) if counts[severity]]
    way = "correct them"
    if not counts[ERROR]:
        way += f", or list their codes in suppress_warnings: in {FILE_NAME}"
    return f"Not published: the build has {' and '.join(numbers)}; {way}."


def _check_usage(instead: Mapping[str, bool], *, force: bool, orphan: bool) -> None:
    """Refuse options that exclude each other."""
    modes = [name for name, is_set in instead.items() if is_set]
    if len(modes) > 1:
        raise click.UsageError(f"{' and '.join(modes)} exclude each other; choose one")
    if modes and modes != ["--dry-run"] and (force or orphan):
        other = "--force" if force else "--orphan"
        raise click.UsageError(f"{modes[0]} pushes nothing, so it cannot be combined with {other}")


def _artifact(project: Project, options: Options) -> Artifact:
    """The files of the build that has just ended."""
    from briefgen.build.check import survey
    from briefgen.build.run import Build
    from briefgen.build.state import last_of
    from briefgen.publishing.artifact import Artifact

    build = Build(project, options)
    traces = last_of(build).traces.values()
    _, site = survey(build)
    files = {trace.path: trace.content for trace in traces}
    pages = [trace for trace in traces if trace.builder == "html" and trace.about[0] in ("article", "page")]
    articles = {trace.path: site.articles[str(trace.about[2])] for trace in pages}
    withheld = tuple(_withheld(project, site.unpublished))
    config = project.config
    names = (config.title, *(one.title for one in config.topics), *(one.title for one in config.languages))
    return Artifact(options.output, files, config.url, articles, withheld, names)


def _withheld(project: Project, unpublished: Mapping[str, str]) -> Iterator[Withheld]:
    """The titles that may be in no file.

    Of unpublished articles, and of editions that are drafts.
    """
    from briefgen.build.state import readings_of
    from briefgen.publishing.artifact import Withheld

    for path, reading in readings_of(project).items():
        article, edition = reading.result.head, reading.result.edition
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
    source = repository.ask("rev-parse", "HEAD")
    message = partial(message_of, artifact, config.address("edition"), source)
    target, scratch = PushTarget(branch, tip, mode.orphan), project.environment / store.FOLDER / "publish"
    with lock.held(project.environment, common.report_waiting, "publish.lock"):
        deployment = pack(repository, artifact, target, message, scratch)
    if not deployment.is_needed:
        line = f"Nothing to publish: {branch} is up to date."
        return PublishResult("nothing", f"{line} {_record_addresses(project)}".rstrip(), artifact)
    if CNAME in (*deployment.removed, *deployment.changed):
        output.show([_domain_change(project, repository.ask("show", f"{tip}:{CNAME}").strip(), deployment)])
    if mode.dry_run:
        return PublishResult("dry-run", f"Would push {deployment} to {branch}.", artifact)
    push(repository, deployment)
    line = f"Pushed {deployment} to {branch}. The site will be at {artifact.url}."
    if not tip:
        setting = f"Pages > Deploy from a branch > {branch.name}"
        line += f" In the settings of the repository, choose {setting}."
    return PublishResult("pushed", f"{line} {_record_addresses(project)}".rstrip(), artifact)


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
