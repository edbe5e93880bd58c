"""Ask git which files of a folder it ignores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

# No hook of the repository runs, and a folder of another owner (as in a container) is taken, too.
_COMMAND = (
    "git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "ls-files", "--others", "--ignored",
    "--exclude-standard", "--directory", "-z",
)  # fmt: skip
_PLACES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"})
"""Variables by which a hook of git names another repository."""


class IgnoredPaths(NamedTuple):
    """Paths that git ignores, relative to a folder; those of folders end with ``/``.

    ``problem`` says why git gave no answer.
    """

    paths: frozenset[str] = frozenset()
    problem: str = ""

    def covers(self, path: str, base: str = "") -> bool:
        """Whether git ignores a path, or a folder of it below ``base``.

        A ``base`` that git ignores as a whole does not count: its user named it.
        """
        if not self.paths:
            return False
        names = path.split("/")
        first = len(base.split("/")) if base else 0
        above = ("/".join(names[:n]) + "/" for n in range(first + 1, len(names)))
        return path in self.paths or any(folder in self.paths for folder in above)

    def within(self, folder: str) -> IgnoredPaths:
        """The paths in ``folder``, relative to it."""
        start = f"{folder}/"
        inside = (path.removeprefix(start) for path in self.paths if path.startswith(start))
        return IgnoredPaths(frozenset(inside) - {""})


_answers: ContextVar[dict[str, IgnoredPaths] | None] = ContextVar("answers of git", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Ask git once for each folder inside the block, as for one build."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def ignored_in(root: Path) -> IgnoredPaths:
    """What git ignores in a folder; nothing where there is no repository."""
    known, folder = _answers.get(), os.path.realpath(root)
    if known is None:
        return _ask(folder)
    if folder not in known:
        known[folder] = _ask(folder)
    return known[folder]


def _ask(folder: str) -> IgnoredPaths:
    if not any((place / ".git").exists() for place in (Path(folder), *Path(folder).parents)):
        return IgnoredPaths()
    import subprocess  # projects without git need none of it

    environment = {name: value for name, value in os.environ.items() if name not in _PLACES}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [*_COMMAND, "--", "."],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        return IgnoredPaths(problem="git is not installed")
    except OSError as error:
        return IgnoredPaths(problem=f"git cannot run: {error.strerror}")
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return IgnoredPaths(problem=lines[0] if lines else f"git failed with {done.returncode}")
    return IgnoredPaths(frozenset(os.fsdecode(done.stdout).split("\0")) - {"", "./"})
