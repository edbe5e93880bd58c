"""Build a site and check it before it is published."""

from __future__ import annotations

from shutil import which
from typing import TYPE_CHECKING

from briefgen.cli import common
from briefgen.cli.publish_report import PublishOutput, PublishResult
from briefgen.config.config import FILE_NAME
from briefgen.model.diagnostics import ERROR, WARNING, count
from briefgen.util.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefgen.build.options import Options
    from briefgen.model import Diagnostic
    from briefgen.project.project import Project
    from briefgen.publishing.artifact import Artifact, Withheld


def build_checked(
    project: Project,
    options: Options,
    output: PublishOutput,
    problems_of_url: Callable[[], Iterator[Diagnostic]],
) -> PublishResult:
    """Build and check the site: it is ``checked`` or ``refused``."""
    from briefgen.build.build import build
    from briefgen.publishing.preflight import preflight

    report = build(project, options, output.display.bar, common.report_waiting)
    output.show(report.diagnostics)
    if report.failed:
        return PublishResult("refused", _refusal(report.diagnostics))
    artifact = _artifact(project, options)
    problems = (*problems_of_url(), *preflight(artifact, project.root))
    output.show(problems)
    if any(problem.severity == ERROR for problem in problems):
        return PublishResult("refused", "Not published: the site has errors.", artifact)
    if any(problem.severity == WARNING for problem in report.diagnostics):
        return PublishResult("refused", _refusal(report.diagnostics), artifact)
    line = f"Ready to publish: {plural(len(artifact.files), 'file')} checked for {artifact.url}."
    return PublishResult("checked", line, artifact)


def _refusal(problems: Sequence[Diagnostic]) -> str:
    """Why a build is not published, and how to go on."""
    counts = count(problems)
    numbers = [plural(counts[severity], severity) for severity in (ERROR, WARNING) if counts[severity]]
    way = "correct them"
    if not counts[ERROR]:
        way += f", or list their codes in suppress_warnings: in {FILE_NAME}"
    return f"Not published: the build has {' and '.join(numbers)}; {way}."


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
    withheld = tuple(_withheld(project, site.unpublished, options.open_edition))
    config = project.config
    names = (config.title, *(one.title for one in config.topics), *(one.title for one in config.languages))
    return Artifact(
        options.output, files, config.url, articles, withheld, names, unsubscribe=config.mail.unsubscribe
    )


def _withheld(project: Project, unpublished: Mapping[str, str], shown: str) -> Iterator[Withheld]:
    """The titles that may be in no file.

    Of unpublished articles, and of editions that are drafts, but for the one that is ``shown``.
    """
    from briefgen.build.state import readings_of
    from briefgen.publishing.artifact import Withheld

    for path, reading in readings_of(project).items():
        article, edition = reading.result.head, reading.result.edition
        if article and path in unpublished:
            place = article.at("draft", "publish_from", "expires", "date")
            yield Withheld(article.title, place, unpublished[path])
        is_shown = edition is not None and edition.date == shown
        if edition and edition.title and edition.status == "draft" and not is_shown:
            yield Withheld(edition.title, edition.at("title"), "the edition is a draft")


def check_url(project: Project, remote: str) -> Iterator[Diagnostic]:
    """Whether ``url`` fits the repository, if there is one."""
    from briefgen.publishing import github
    from briefgen.publishing.git import Repository

    repository = Repository(project.root)
    if which("git") and repository.holds("remote", "get-url", "--", remote):
        remote_url = repository.ask("remote", "get-url", "--", remote)
        yield from github.check(project.config.url, project.config.place("url"), remote_url)
