"""The branch that GitHub Pages serves, and how it is pushed.

The commit is made of the bytes that the build wrote, with an index of its own: working tree and index stay
untouched, and no other file of the output folder gets in. Each commit names its source (``Source-commit``),
so that the next publication knows whether the branch holds something else. Refusals raise a BriefgenError.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefgen.publishing.git import trouble
from briefgen.publishing.previews import as_unlisted, is_in_preview
from briefgen.util.hashing import digest_bytes
from briefgen.util.text import plural

if TYPE_CHECKING:
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.git import Repository

_SOURCE = re.compile(r"^Source-commit: ([0-9a-f]{40,64})$", re.MULTILINE)


class Branch(NamedTuple):
    """A branch of a remote repository."""

    remote: str
    name: str

    @property
    def ref(self) -> str:
        """Its full name there."""
        return f"refs/heads/{self.name}"

    def __str__(self) -> str:
        return f"{self.name} of {self.remote}"


class PushTarget(NamedTuple):
    """Where to push: on top of ``tip`` (empty for a new branch), or without history.

    The files replace those of the branch but for its previews; with ``folder``, those of a preview only.
    ``removed`` are the folders of previews that go.
    """

    branch: Branch
    tip: str
    orphan: bool = False
    folder: str = ""
    removed: tuple[str, ...] = ()

    def keeps(self, path: str) -> bool:
        """Whether a file of the branch stays as it is."""
        if self.folder or self.removed:
            return not path.startswith((*filter(None, [self.folder]), *self.removed))
        return is_in_preview(path)


class Deployment(NamedTuple):
    """A commit that is ready to push; ``tip`` is the present commit of the branch."""

    branch: Branch
    tip: str
    commit: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    anew: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether the branch would hold anything else than it does."""
        return bool(self.added or self.changed or self.removed or self.anew or not self.tip)

    def __str__(self) -> str:
        counts = ", ".join(
            f"{len(paths):,} {word}"
            for paths, word in ((self.added, "new"), (self.changed, "changed"), (self.removed, "removed"))
            if paths
        )
        return f"{plural(len(self.added + self.changed + self.removed), 'file')} ({counts or 'as they were'})"


def check_uncommitted(repository: Repository, paths: Sequence[str]) -> None:
    """Refuse to publish uncommitted changes, tracked or not."""
    options = ("--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
    status = repository.ask("status", *options, "--", *paths)
    changed = [entry[3:] for entry in status.split("\0") if entry]
    if changed:
        more = f" and {plural(len(changed) - 3, 'more file')}" if len(changed) > 3 else ""
        message = f"not committed: {', '.join(changed[:3])}{more}"
        hint = "commit or remove them: what is published is what is committed"
        raise trouble(message, hint, "publish-uncommitted")


def tip_of(repository: Repository, branch: Branch, settings: str) -> str:
    """The fetched commit of the branch; empty if there is no such branch yet.

    A branch with the file ``settings`` of the project is one of its sources, and is refused.
    """
    if branch.remote.startswith("-") or not repository.holds("check-ref-format", branch.ref):
        hint = "write one such as --remote origin --branch gh-pages"
        raise trouble(f"{branch} is no name that git takes", hint)
    if not repository.holds("remote", "get-url", branch.remote):
        hint = f"run `git remote add {branch.remote} git@github.com:NAME/REPOSITORY.git`"
        raise trouble(f"there is no remote {branch.remote}", hint)
    if repository.ask("rev-parse", "--symbolic-full-name", "HEAD") == branch.ref:
        raise trouble(f"{branch.name} is the branch that you work on", "name another with --branch")
    refs = repository.ask("ls-remote", branch.remote, branch.ref).split()
    if not refs:
        _check_no_sources(repository, branch, branch.ref, settings)
        return ""
    # Into no branch of ours: only the objects are wanted.
    options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=")
    repository.ask("fetch", *options, branch.remote, branch.ref)
    for commit in (refs[0], branch.ref):
        _check_no_sources(repository, branch, commit, settings)
    return refs[0]


def _check_no_sources(repository: Repository, branch: Branch, commit: str, settings: str) -> None:
    """Refuse a branch that holds the project itself, whatever ``--force`` says."""
    if not repository.holds("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"):
        return
    file = f"{repository.ask('rev-parse', '--show-prefix')}{settings}"
    is_source = repository.holds("cat-file", "-e", f"{commit}:{file}")
    if is_source or repository.holds("merge-base", "--is-ancestor", commit, "HEAD"):
        what = f"{file} is on it" if is_source else "your commits are on it"
        raise trouble(f"{branch} is a branch of the project's sources: {what}", "name another with --branch")


def source_of(repository: Repository, tip: str) -> str:
    """The commit that a published commit names as its source; empty where it names none."""
    found = _SOURCE.findall(repository.ask("show", "--no-patch", "--format=%B", tip))
    return found[-1] if found else ""


def check_known(repository: Repository, branch: Branch, tip: str) -> None:
    """Refuse a branch whose last commit was not published from this history."""
    source = source_of(repository, tip)
    if not source:
        message = f"{branch} has a commit that briefgen did not make: {tip[:12]}"
        hint = "see what it is for; --force publishes on top of it"
        raise trouble(message, hint, "publish-diverged")
    if not repository.holds("merge-base", "--is-ancestor", source, "HEAD"):
        if repository.ask("rev-parse", "--is-shallow-repository") == "true":
            message = (
                f"this clone is shallow, so it may lack {source[:12]}, from which {branch} was published"
            )
            hint = "run `git fetch --unshallow` and publish again; in a workflow, set fetch-depth: 0"
            raise trouble(message, hint, "publish-diverged")
        message = f"{branch} was published from {source[:12]}, which is not in the history here"
        hint = "pull and merge first; --force publishes what you have"
        raise trouble(message, hint, "publish-diverged")


def pack(
    repository: Repository,
    artifact: Artifact,
    target: PushTarget,
    message: Callable[[Sequence[str]], str],
    scratch: Path,
) -> Deployment:
    """Make the commit to push; ``message`` makes its text from the paths that differ.

    ``scratch`` is a folder for temporary files. What a killed publication left there is removed.
    """
    branch, tip, orphan = target[:3]
    tree = _tree_in(repository, artifact, target, scratch)
    parent = "" if orphan else tip
    anew = orphan and bool(tip) and repository.holds("rev-parse", "--verify", "--quiet", f"{tip}^")
    deployment = Deployment(branch, tip, "", *_differences(repository, target, tree, artifact), anew=anew)
    if not deployment.is_needed:
        return deployment
    text = message([*deployment.added, *deployment.changed, *deployment.removed])
    commit = repository.feed(
        ["commit-tree", tree, *(["-p", parent] if parent else []), "-F", "-"], [text.encode()]
    )
    return deployment._replace(commit=commit)


def compare(
    repository: Repository, artifact: Artifact, target: PushTarget, scratch: Path
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The paths that a publication would add, change and remove; nothing is committed."""
    tree = _tree_in(repository, artifact, target, scratch)
    return _differences(repository, target, tree, artifact)


def _tree_in(repository: Repository, artifact: Artifact, target: PushTarget, scratch: Path) -> str:
    """The tree of an artifact's files and those that stay, with ``scratch`` for temporary files."""
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        scratch.mkdir(parents=True)
        return _tree(repository, artifact, target, scratch.absolute())
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _tree(repository: Repository, artifact: Artifact, target: PushTarget, scratch: Path) -> str:
    """The tree of these files, through an index of its own."""
    marks, index = scratch / "marks", {"GIT_INDEX_FILE": str(scratch / "index")}
    paths = sorted(artifact.files)
    repository.feed(["fast-import", "--quiet", f"--export-marks={marks}"], _blobs(artifact, paths))
    names = dict(line.split() for line in marks.read_text("ascii").splitlines())
    entries = [
        f"100644 {names[f':{n}']}\t{target.folder}{path}\0".encode("utf-8", "surrogateescape")
        for n, path in enumerate(paths, 1)
    ]
    entries += _entries_that_stay(repository, target)
    repository.feed(["update-index", "-z", "--index-info"], entries, index)
    return repository.feed(["write-tree"], [], index)


def _entries_that_stay(repository: Repository, target: PushTarget) -> list[bytes]:
    if not target.tip:
        return []
    entries = repository.ask("ls-tree", "-r", "-z", "--full-tree", target.tip).split("\0")
    kept = [one for one in entries if one and target.keeps(one.partition("\t")[2])]
    return [f"{one}\0".encode("utf-8", "surrogateescape") for one in kept]


def _blobs(artifact: Artifact, paths: Sequence[str]) -> Iterator[bytes]:
    """The files as ``git fast-import`` takes them, each held against what the build wrote."""
    for number, path in enumerate(paths, 1):
        try:
            content = artifact.read(path)
        except OSError:
            content = b""
        if digest_bytes(content) != artifact.files[path]:
            hint = "another build is at work in the same folder; run it again"
            raise trouble(f"{path} is not what the build wrote", hint, "publish-file")
        if artifact.is_unlisted and path.endswith((".html", ".htm")):
            content = as_unlisted(content)
        yield b"blob\nmark :%d\ndata %d\n%s\n" % (number, len(content), content)


def _differences(
    repository: Repository, target: PushTarget, tree: str, artifact: Artifact
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The paths that are new, changed and gone."""
    if not target.tip:
        return tuple(f"{target.folder}{path}" for path in sorted(artifact.files)), (), ()
    options = ("-r", "-z", "--no-renames", "--name-status")
    entries = repository.ask("diff-tree", *options, target.tip, tree).split("\0")
    pairs = list(zip(entries[::2], entries[1::2], strict=False))
    return (
        tuple(path for status, path in pairs if status == "A"),
        tuple(path for status, path in pairs if status not in "AD"),
        tuple(path for status, path in pairs if status == "D"),
    )


def push(repository: Repository, deployment: Deployment) -> None:
    """Push the commit, if the branch has not changed meanwhile."""
    branch = deployment.branch
    lease = f"--force-with-lease={branch.ref}:{deployment.tip}"
    repository.ask("push", "--quiet", lease, branch.remote, f"{deployment.commit}:{branch.ref}")
