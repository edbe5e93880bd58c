"""What a build is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from briefgen.util.parallel import Workers


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for. ``now`` is aware and in the site's zone; it decides only what is held back.

    ``workers`` are those of a cluster; they read the articles, and ``jobs`` says how many processes of this machine do the rest.
    ``changed`` are the paths that changed since the last build, where somebody has watched; None: anything may have.
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
    workers: Workers | None = None
    changed: frozenset[str] | None = None
