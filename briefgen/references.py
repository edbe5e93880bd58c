"""Every reference of every public article held against the site: what leads nowhere is told, at its own place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.diagnostics import NOTE, diagnostic
from briefgen.model import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Diagnostic, Reference
    from briefgen.site import Site

ROLES = ("article", "briefing", "topic")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


def check(site: Site, *, nitpick: bool) -> Iterator[Diagnostic]:
    """What is wrong with the references of the site's articles. Roles are warnings only with ``nitpick`` (``-n``), else notes."""
    for article in site.articles.values():
        for reference in article.references:
            if reference.show == "address" and site.resolve(reference.kind, reference.target) is None:
                yield _told(reference, site, nitpick)
        if article.image and "://" not in article.image and article.image not in site.files:
            at = article.places.get("image", Location(article.path))
            yield diagnostic(
                "image-missing", at, f"there is no file {article.image}", _near(site, "file", article.image)
            )


def _told(reference: Reference, site: Site, nitpick: bool) -> Diagnostic:
    kind, target, at = reference.kind, reference.target.partition("#")[0], reference.location
    if target in site.held:
        return diagnostic(
            "link-held",
            at,
            f"{target} is not on the site: {site.held[target]}",
            "take the link out, or publish both",
        )
    if kind in ROLES:
        severity = "" if nitpick else NOTE
        return diagnostic(
            "reference-missing", at, f"there is no {kind} {target}", _near(site, kind, target), severity
        )
    code = "image-missing" if kind == "file" and target.lower().endswith(_PICTURES) else "link-missing"
    what = {"path": "article", "file": "file", "page": "page"}[kind]
    return diagnostic(code, at, f"there is no {what} {target}", _near(site, kind, target))


def _near(site: Site, kind: str, target: str) -> str:
    near = site.near(kind, target)
    return f'did you mean "{near}"?' if near else "mend the link, or take it out"
