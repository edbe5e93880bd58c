"""Every reference of every public article and edition held against the site: what leads nowhere is told, at its own place in the file."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefgen.diagnostics import NOTE, diagnostic
from briefgen.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Diagnostic, Reference
    from briefgen.site import Site

IN_ERROR = "it is in error"
"""The reason in ``Site.held`` of a file that could not be read as an article."""

ROLES = ("article", "briefing", "topic")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")


def check(site: Site, *, nitpick: bool) -> Iterator[Diagnostic]:
    """What is wrong with the references of the site's articles. Roles are warnings only with ``nitpick`` (``-n``), else notes.

    A reference leads somewhere or not from the tree that it stands in.
    """
    for tree in site.trees.values() or (site,):
        for reference in tree.references():
            if reference.show == "address" and tree.resolve(reference.kind, reference.target) is None:
                yield from _told(reference, tree, nitpick)
    for article in site.own():
        if article.image and "://" not in article.image and article.image not in site.files:
            at = article.at("image")
            yield diagnostic(
                "image-missing", at, f"there is no file {article.image}", _near(site, "file", article.image)
            )


def _told(reference: Reference, site: Site, nitpick: bool) -> Iterator[Diagnostic]:
    kind, target, at = reference.kind, reference.target.partition("#")[0], reference.location
    why = _why_held(site, kind, target)
    if why == IN_ERROR:
        return  # that is told where the error is
    if why:
        message = f"{target} is not on the site: {why}"
        yield diagnostic("link-held", at, message, "take the link out, or publish both")
    elif kind in ROLES:
        severity = "" if nitpick else NOTE
        message = f"there is no {kind} {target}"
        yield diagnostic("reference-missing", at, message, _near(site, kind, target), severity)
    else:
        picture = kind == "file" and target.lower().endswith(_PICTURES)
        what = {"path": "article", "file": "file", "page": "page"}[kind]
        code = "image-missing" if picture else "link-missing"
        yield diagnostic(code, at, f"there is no {what} {target}", _near(site, kind, target))


def _why_held(site: Site, kind: str, target: str) -> str:
    """Why the article that a reference names is not on the site, or an empty text where it names none that is held back."""
    if kind == "path":
        return site.held.get(target, "")
    if kind != "article":
        return ""
    wanted = slugify(posixpath.basename(target))
    return next((why for path, why in site.held.items() if slugify(PurePosixPath(path).stem) == wanted), "")


def _near(site: Site, kind: str, target: str) -> str:
    near = site.near(kind, target)
    return f'did you mean "{near}"?' if near else "mend the link, or take it out"
