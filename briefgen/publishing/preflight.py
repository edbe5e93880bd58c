"""Whether a site will work on GitHub Pages, told before it is there."""

from __future__ import annotations

from pathlib import Path

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic, in_order
from briefgen.publishing import draft_leaks, internal_links, limits, link_extraction, secret_leaks
from briefgen.publishing.artifact import Artifact


def preflight(artifact: Artifact, root: Path) -> tuple[Diagnostic, ...]:
    """All problems of the site under its base path; ``root`` is its project."""
    if "index.html" not in artifact.files:
        at, hint = Location(artifact.folder.as_posix()), "make the html builder's pages, too"
        return (diagnostic("publish-link", at, "there is no home page", hint), *secret_leaks.check(artifact))
    read = {path: link_extraction.read(path, artifact.read(path)) for path in _marked_up(artifact)}
    markups = {path: markup for path, markup in read.items() if markup}
    followed = internal_links.follow(artifact, markups)
    return in_order(
        [
            *limits.check(artifact),
            *internal_links.check(artifact, root, markups, followed),
            *internal_links.orphans(artifact, markups, followed),
            *draft_leaks.check(artifact),
            *secret_leaks.check(artifact),
        ]
    )


def _marked_up(artifact: Artifact) -> list[str]:
    return [path for path in sorted(artifact.files) if path.endswith((".html", ".htm", ".css", ".xml"))]
