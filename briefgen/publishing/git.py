"""Run git in plumbing commands, which touch neither working tree nor index.

A refusal of git is raised as a BriefgenError with git's own words.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.model import Location
from briefgen.model.diagnostics import BriefgenError, diagnostic

ENDING = 10
"""Seconds for a command to end by itself."""

_CREDENTIALS = re.compile(r"//[^/@\s]+@")
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
"""Git then writes no index when asked for the state, and takes every path literally."""


def trouble(message: str, hint: str, code: str = "publish-git") -> BriefgenError:
    """What ends a publication, as an error to raise."""
    return BriefgenError(diagnostic(code, Location("briefgen publish"), message, hint))


@dataclass(frozen=True)
class Repository:
    """The git repository that a project's folder lies in."""

    folder: Path

    def ask(self, *arguments: str) -> str:
        """The output of a command, without the last line end."""
        done = self._run(arguments)
        if done.returncode:
            raise self._refused(arguments[0], done.stderr)
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def holds(self, *arguments: str) -> bool:
        """Whether a command that asks a query answers yes."""
        return self._run(arguments).returncode == 0

    def feed(
        self, arguments: Sequence[str], chunks: Iterable[bytes], environment: Mapping[str, str] | None = None
    ) -> str:
        """The short output of a command that reads a stream of bytes."""
        command, pipe = ["git", *arguments], subprocess.PIPE
        env = {**os.environ, **_ENVIRONMENT, **(environment or {})}
        with subprocess.Popen(
            command, cwd=self.folder, env=env, stdin=pipe, stdout=pipe, stderr=pipe
        ) as process:
            assert process.stdin  # noqa: S101 - it was asked for
            try:
                for chunk in chunks:
                    process.stdin.write(chunk)
            except BrokenPipeError:
                pass  # git has gone, and says below why
            except BaseException:
                self._end(process)
                raise
            out, err = process.communicate()
        if process.returncode:
            self._forget_crash(process.pid)
            raise self._refused(arguments[0], err)
        return out.decode("ascii").strip()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """End a command whose input broke off, so that it removes its temporary files."""
        try:
            process.communicate(timeout=ENDING)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            process.kill()
        self._forget_crash(process.pid)

    def _forget_crash(self, pid: int) -> None:
        """Remove the report that fast-import leaves in the repository when its input breaks off."""
        name = f"fast_import_crash_{pid}"
        done = self._run(["rev-parse", "--git-path", name])
        if done.returncode == 0:
            (self.folder / os.fsdecode(done.stdout).strip()).unlink(missing_ok=True)

    def _run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        try:
            command, env = ["git", *arguments], os.environ | _ENVIRONMENT
            return subprocess.run(command, cwd=self.folder, env=env, capture_output=True, check=False)
        except FileNotFoundError:
            hint = "install it, or publish by a workflow (--workflow)"
            raise trouble("git is not installed", hint) from None

    def _refused(self, verb: str, output: bytes) -> BriefgenError:
        words = _CREDENTIALS.sub("//", output.decode("utf-8", "replace"))
        lines = [line.strip() for line in words.splitlines() if line.strip() and not line.startswith("hint:")]
        return trouble(f"git {verb}: {'; '.join(lines)}", "mend that and run it again; nothing was published")


def repository_of(folder: Path) -> Repository:
    """The repository of ``folder``; it must have a commit."""
    repository = Repository(folder)
    if not repository.holds("rev-parse", "--git-dir"):
        hint = "run `git init` there and commit the project; `git status` says more"
        raise trouble(f"git finds no repository in {folder}", hint)
    if not repository.holds("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
        raise trouble("nothing is committed yet", "run `git add .` and `git commit`")
    return repository
