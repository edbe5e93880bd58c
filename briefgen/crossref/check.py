"""Check the references of public articles and editions against the site."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefgen.model import Picture
from briefgen.model.diagnostics import NOTE, diagnostic
from briefgen.util.media import is_picture
from briefgen.util.text import did_you_mean, slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.model import Article, Diagnostic, Location, Reference
    from briefgen.site.site import Site

IN_ERROR = "it is in error"
"""The reason in ``Site.unpublished`` for a file that could not be read as an article."""

ROLES = ("article", "briefing", "topic")


def check(site: Site, *, nitpick: bool) -> Iterator[Diagnostic]:
    """A diagnostic for each broken reference, resolved in the language tree of its article.

    Roles are warnings only with ``nitpick`` (``-n``), else notes.
    """
    for tree in site.trees.values() or (site,):
        yield from _of_tree(tree, nitpick=nitpick)
    for article in site.own():
        yield from _of_lead(article, site)


def _of_tree(site: Site, *, nitpick: bool) -> Iterator[Diagnostic]:
    for reference in site.references():
        if reference.show != "address":
            continue
        if reference.kind == "file":
            yield from _of_file(reference.target.partition("#")[0], reference.location, site)
        elif site.resolve(reference.kind, reference.target) is None:
            yield from _missing(reference, site, nitpick)


def _of_lead(article: Article, site: Site) -> Iterator[Diagnostic]:
    """Check the picture in an article's front matter."""
    if not article.image:
        return
    at = article.at("image")
    if not article.image_alt:
        hint = "say with image_alt: what it shows, for those who do not see it"
        yield diagnostic("image-alt-missing", at, f"no words stand for {article.image}", hint)
    if "://" not in article.image:
        yield from _of_file(article.image, at, site)


def _missing(reference: Reference, site: Site, nitpick: bool) -> Iterator[Diagnostic]:
    kind, target, at = reference.kind, reference.target.partition("#")[0], reference.location
    why = _why_unpublished(site, kind, target)
    if why == IN_ERROR:
        return  # the error itself is reported
    if why:
        message = f"{target} is not on the site: {why}"
        yield diagnostic("link-held", at, message, "take the link out, or publish both")
    elif kind in ROLES and ":" in target:
        yield _of_other_site(reference, site)
    elif kind in ROLES:
        severity = "" if nitpick else NOTE
        message = f"there is no {kind} {target}"
        yield diagnostic("reference-missing", at, message, _near(site, kind, target), severity)
    else:
        what = {"path": "article", "page": "page"}[kind]
        yield diagnostic("link-missing", at, f"there is no {what} {target}", _near(site, kind, target))


def _of_other_site(reference: Reference, site: Site) -> Diagnostic:
    """What is wrong with a reference to another site; always a warning."""
    where, _, name = reference.target.partition("#")[0].partition(":")
    if where in site.link_targets.inventories:
        near = _near(site, reference.kind, reference.target)
        message, hint = f"the inventory {where} has no {reference.kind} {name}", near
    else:
        message = f"there is no inventory {where}"
        hint = did_you_mean(
            where, site.link_targets.inventories, "name it in briefgen.yml: inventories: {name: url}"
        )
    return diagnostic("reference-missing", reference.location, message, hint)


def _of_file(path: str, at: Location, site: Site) -> Iterator[Diagnostic]:
    """What is wrong with a picture or other file beside an article."""
    picture = site.link_targets.pictures.get(path, Picture())
    if picture.unsafe:
        hint = "take it out, or save it anew with a program for pictures"
        yield diagnostic("image-unsafe", at, f"{path} is not shown: {picture.unsafe}", hint)
    elif picture.faulty:
        hint = "save it anew with a program for pictures, under a name that says what it is"
        yield diagnostic("image-faulty", at, f"{path}: {picture.faulty}", hint)
    elif path not in site.link_targets.files:
        code = "image-missing" if is_picture(path) else "link-missing"
        yield diagnostic(code, at, f"there is no file {path}", _near(site, "file", path))


def _why_unpublished(site: Site, kind: str, target: str) -> str:
    """Why the article of a reference is not public, or an empty text."""
    if kind == "path":
        return site.unpublished.get(target, "")
    if kind != "article":
        return ""
    wanted = slugify(posixpath.basename(target))
    return next(
        (why for path, why in site.unpublished.items() if slugify(PurePosixPath(path).stem) == wanted), ""
    )


def _near(site: Site, kind: str, target: str) -> str:
    near = site.link_targets.near(kind, target)
    return f'did you mean "{near}"?' if near else "mend the link, or take it out"
