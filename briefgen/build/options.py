"""The options of a build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from briefgen.util.parallel import Workers


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a build.

    ``now`` is aware and in the site's zone; it only decides which articles are public. ``workers`` belong to
    a cluster: they read the articles. ``jobs`` is the number of processes on this machine for all else.
    ``force`` lets a first build overwrite files that are not briefgen's.
    ``changed`` has the paths that changed since the last build, if a file watcher knows them; None means that
    any may have. ``open_edition`` names an edition that is shown although it is a draft.
    """

    output: Path
    builders: tuple[str, ...]
    now: datetime
    jobs: str | int = "auto"
    strict: bool = False
    nitpick: bool = False
    fresh: bool = False
    all: bool = False
    keep_going: bool = False
    drafts: bool = False
    force: bool = False
    workers: Workers | None = None
    changed: frozenset[str] | None = None
    open_edition: str = ""
