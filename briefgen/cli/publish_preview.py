"""``briefgen publish --preview``: show an open edition at an address that nobody can guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from briefgen.cli import common
from briefgen.cli.publish_check import build_checked, check_url
from briefgen.cli.publish_report import PublishOutput, PublishResult
from briefgen.config.config import FILE_NAME
from briefgen.util.text import plural, printable

if TYPE_CHECKING:
    from briefgen.project.project import Project
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.git import Repository
    from briefgen.publishing.git_branch import Branch, PushTarget

BUILT = Path(".briefgen") / "preview"
"""Where a preview is built, apart from the site."""
UNLISTED = (
    "Whoever has this address can read it, and in a public repository whoever looks at the branch. "
    "`briefgen publish --preview --remove` removes it."
)


class PreviewOptions(NamedTuple):
    """Which edition to preview and where; ``edition`` is by default the newest."""

    branch: Branch
    overrides: Mapping[str, str]
    edition: str = ""
    orphan: bool = False
    dry_run: bool = False


def publish_preview(project: Project, options: PreviewOptions, output: PublishOutput) -> PublishResult:
    """Build, check and push the preview of an edition."""
    from briefgen.build.options import Options
    from briefgen.project.project import open_project
    from briefgen.publishing.git_branch import PushTarget
    from briefgen.publishing.previews import new_folder, previews_on

    repository, tip = _open(project, options)
    _check_branch(repository, tip)
    date, moment = _edition(project, options.edition)
    known = {name: folder for folder, name in previews_on(repository, tip).items()}
    folder = known.get(date) or new_folder()
    settings = {"url": f"{project.config.url.rstrip('/')}/{folder}", "builders": "html"}
    preview = open_project(project.root, {**options.overrides, **settings})
    built = project.root / BUILT
    build_options = Options(built, preview.config.builders, moment, strict=True, open_edition=date)
    checks = partial(check_url, project, options.branch.remote)
    result = build_checked(preview, build_options, output, checks)
    if result.done == "refused" or result.artifact is None:
        return result
    artifact = _with_name(result.artifact, date)
    target = PushTarget(options.branch, tip, options.orphan, folder)
    return _push(project, artifact, target, date, options.dry_run)


def remove_previews(project: Project, options: PreviewOptions) -> PublishResult:
    """Remove all previews from the branch, or that of an edition."""
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.git_branch import PushTarget
    from briefgen.publishing.previews import previews_on

    repository, tip = _open(project, options)
    online = previews_on(repository, tip)
    folders = tuple(one for one, date in online.items() if options.edition in ("", date))
    if not folders:
        return PublishResult("nothing", f"There is no such preview on {options.branch}.")
    artifact = Artifact(project.root, {}, project.config.url)
    target = PushTarget(options.branch, tip, options.orphan, removed=folders)
    return _push(project, artifact, target, "", options.dry_run)


def _open(project: Project, options: PreviewOptions) -> tuple[Repository, str]:
    """The repository, and the commit of the branch."""
    from briefgen.publishing.git import repository_of
    from briefgen.publishing.git_branch import tip_of

    repository = repository_of(project.root)
    return repository, tip_of(repository, options.branch, FILE_NAME)


def _check_branch(repository: Repository, tip: str) -> None:
    """Refuse a new branch where a workflow publishes: GitHub would not serve it."""
    from briefgen.publishing.git import trouble
    from briefgen.publishing.workflow import WORKFLOW

    if not tip and (Path(repository.ask("rev-parse", "--show-toplevel")) / WORKFLOW).is_file():
        message = f"{WORKFLOW} publishes this site, so GitHub serves no branch that could hold a preview"
        raise trouble(message, "publish from a branch (`briefgen publish`), or show the edition by `serve`")


def _edition(project: Project, wanted: str) -> tuple[str, datetime]:
    """The name of the edition to preview, and the moment at which it is whole.

    Raises:
        click.UsageError: when there is no such edition.
    """
    from briefgen.build.read import read_quietly
    from briefgen.curation.edition_names import names_of
    from briefgen.curation.open_edition import ProjectArticles, open_edition
    from briefgen.importing.inbox_folder import articles_of
    from briefgen.util.periods import zone

    now, names = common.current_time(None, zone(project.config.timezone)), names_of(project)
    heads = [*articles_of(read_quietly(project))]
    date = wanted or max([names.at(now), *map(names.of, heads)], key=names.order)
    draft = open_edition(project, ProjectArticles.among(project, heads, date), date, now)
    if not draft.edition.briefings:
        raise click.UsageError(f"the edition {printable(date)} has no articles to preview")
    return date, draft.moment(now)


def _with_name(artifact: Artifact, date: str) -> Artifact:
    """The files of a preview, with one that names its edition."""
    from dataclasses import replace

    from briefgen.publishing.previews import EDITION_FILE
    from briefgen.util.hashing import digest_bytes

    text = f"{date}\n".encode()
    (artifact.folder / EDITION_FILE).write_bytes(text)
    return replace(artifact, files={**artifact.files, EDITION_FILE: digest_bytes(text)}, is_unlisted=True)


def _push(
    project: Project, artifact: Artifact, target: PushTarget, date: str, dry_run: bool
) -> PublishResult:
    """Push a preview, or the branch without it."""
    from briefgen.cache import lock, store
    from briefgen.publishing.git import repository_of
    from briefgen.publishing.git_branch import pack, push, source_of

    repository = repository_of(project.root)
    # Of what is published, not of the preview: the next publication compares it with its own history.
    source = source_of(repository, target.tip) if target.tip else repository.ask("rev-parse", "HEAD")

    def message(paths: Sequence[str]) -> str:
        subject = f"Preview {date}" if date else f"Remove {plural(len(target.removed), 'preview')}"
        return f"{subject}\n\nSource-commit: {source}\n" if source else f"{subject}\n"

    scratch = project.environment / store.FOLDER / "publish"
    with lock.held(project.environment, common.report_waiting, "publish.lock"):
        deployment = pack(repository, artifact, target, message, scratch)
    shown = artifact if date else None
    if deployment.is_needed and dry_run:
        return PublishResult("dry-run", f"Would push {deployment} to {target.branch}.", shown)
    if deployment.is_needed:
        push(repository, deployment)
    done = "pushed" if deployment.is_needed else "nothing"
    if date:
        return PublishResult(
            done, f"Preview of {date}: {_address(project, artifact, date)}\n{UNLISTED}", shown
        )
    history = "" if target.orphan else " Its history keeps the files; --orphan drops it."
    return PublishResult(
        done, f"Removed {plural(len(target.removed), 'preview')} from {target.branch}.{history}"
    )


def _address(project: Project, artifact: Artifact, date: str) -> str:
    """The address of an edition in its preview, or of its front page."""
    path = project.config.address("edition").replace("{date}", date).lstrip("/")
    return f"{artifact.url}{path}" if path and artifact.served(path) else artifact.url
