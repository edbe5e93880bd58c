"""Check every reference of public articles and editions, with its place in the file."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from briefgen.config import Config
from briefgen.config.folders import PAGES
from briefgen.crossref.frame import check_frame
from briefgen.model import Article, Diagnostic, Location, Picture, Reference
from briefgen.model.diagnostics import NOTE, diagnostic
from briefgen.model.reference import NAMED_PAGE
from briefgen.site.site import Site
from briefgen.util.media import is_picture
from briefgen.util.text import did_you_mean, slugify
from briefgen.util.urls import host_of, is_remote, may_load

IN_ERROR = "it is in error"
"""The reason in ``Site.unpublished`` for a file that could not be read as an article."""

ROLES = ("article", "briefing", "topic", NAMED_PAGE)


def check(site: Site, config: Config, *, nitpick: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with the references of a site.

    Roles are notes, and warnings with ``nitpick`` (``-n``). Pictures may come from ``config.image_hosts``.
    Each reference is resolved in the tree of its language.
    """
    for tree in site.trees.values() or (site,):
        yield from _check_tree(tree, nitpick=nitpick)
    yield from check_frame(site, config)
    added = {article.path for article in site.texts() if article.is_added}
    pictures = [(one.kind, one.target, one.location) for one in site.references()]
    pictures += [("image", article.image, article.at("image")) for article in site.texts()]
    yield from _check_remote(pictures, config, added)
    for article in site.texts():
        yield from _check_image(article, site)


def _check_tree(site: Site, *, nitpick: bool) -> Iterator[Diagnostic]:
    for reference in site.references():
        if reference.show != "address" or reference.kind == "image":
            continue
        if reference.kind == "file":
            yield from _check_file(reference.target.partition("#")[0], reference.location, site)
        elif site.resolve(reference.kind, reference.target) is None:
            yield from _check_target(reference, site, nitpick)


def _check_image(article: Article, site: Site) -> Iterator[Diagnostic]:
    """Check the picture in an article's front matter."""
    if not article.image:
        return
    at = article.at("image")
    if not article.image_alt:
        hint = "describe it in image_alt:, for readers who cannot see it"
        severity = NOTE if article.is_added else ""
        yield diagnostic("image-alt-missing", at, f"{article.image} has no alternative text", hint, severity)
    if article.image.startswith("/"):
        if site.resolve("page", article.image) is None:
            hint = "put it into the folder of static files, or write a path relative to the article"
            yield diagnostic("image-missing", at, f"there is no file {article.image} on the site", hint)
    elif "://" not in article.image:
        yield from _check_file(article.image, at, site)


def _check_remote(
    pictures: Iterable[tuple[str, str, Location]], config: Config, added: Collection[str]
) -> Iterator[Diagnostic]:
    """Warn of pictures (kind, address, place) that the policy of the pages blocks.

    Those of articles that were ``added`` (paths) are notes: nobody here chose them.
    """
    allowed = (*config.image_hosts, host_of(config.url))
    for kind, url, at in pictures:
        if kind == "image" and is_remote(url) and not may_load(url, allowed):
            host = urlsplit(url).netloc.rpartition("@")[2]
            message = f"browsers do not show this picture, since {host} is not in image_hosts"
            hint = (
                f"add image_hosts: [{host}] to briefgen.yml, or save the picture beside the article, as "
                "--pictures of add, fetch, take and import does"
            )
            severity = NOTE if at.path in added else ""
            yield diagnostic("image-blocked", at, message, hint, severity)


def _check_target(reference: Reference, site: Site, nitpick: bool) -> Iterator[Diagnostic]:
    kind, target, at = reference.kind, reference.target.partition("#")[0], reference.location
    reason = _reason_hidden(site, kind, target)
    if reason == IN_ERROR:
        return  # the error itself is reported
    if reason:
        message = f"{target} is not on the site: {reason}"
        yield diagnostic("link-held", at, message, "remove the link, or publish both")
    elif kind in ROLES and ":" in target:
        yield _external(reference, site)
    elif kind in ROLES:
        severity = "" if nitpick else NOTE
        message = f"there is no {_role(kind)} {target}"
        yield diagnostic("reference-missing", at, message, _hint(site, kind, target), severity)
    else:
        what = {"path": "article", "page": "page"}[kind]
        yield diagnostic("link-missing", at, f"there is no {what} {target}", _hint(site, kind, target))


def _external(reference: Reference, site: Site) -> Diagnostic:
    """Return what is wrong with a reference to another site; it is always a warning."""
    where, _, name = reference.target.partition("#")[0].partition(":")
    if where in site.link_targets.inventories:
        near = _hint(site, reference.kind, reference.target)
        message, hint = f"the inventory {where} has no {_role(reference.kind)} {name}", near
    else:
        message = f"there is no inventory {where}"
        remedy = "name it in briefgen.yml: inventories: {name: url}"
        hint = did_you_mean(where, site.link_targets.inventories, remedy)
    return diagnostic("reference-missing", reference.location, message, hint)


def _check_file(path: str, at: Location, site: Site) -> Iterator[Diagnostic]:
    """Check a picture or another file beside an article."""
    picture = site.link_targets.pictures.get(path, Picture())
    if picture.unsafe:
        hint = "remove it, or save it again with an image editor"
        yield diagnostic("image-unsafe", at, f"{path} is not shown: {picture.unsafe}", hint)
    elif picture.faulty:
        hint = "save it again with an image editor, under a name with the right suffix"
        yield diagnostic("image-faulty", at, f"{path}: {picture.faulty}", hint)
    elif path not in site.link_targets.files:
        code = "image-missing" if is_picture(path) else "link-missing"
        yield diagnostic(code, at, f"there is no file {path}", _hint(site, "file", path))


def _reason_hidden(site: Site, kind: str, target: str) -> str:
    """Return why the article of a reference is not public; empty if it is."""
    if kind == "path":
        return site.unpublished.get(target, "")
    if kind == NAMED_PAGE:
        hidden = (
            (PurePosixPath(path).with_suffix("").as_posix(), why) for path, why in site.unpublished.items()
        )
        return next((why for path, why in hidden if path.endswith(f"/{PAGES}/{target.strip('/')}")), "")
    if kind != "article":
        return ""
    wanted = slugify(posixpath.basename(target))
    slugs = ((slugify(PurePosixPath(path).stem), reason) for path, reason in site.unpublished.items())
    return next((reason for slug, reason in slugs if slug == wanted), "")


def _role(kind: str) -> str:
    return "page" if kind == NAMED_PAGE else kind


def _hint(site: Site, kind: str, target: str) -> str:
    near = site.link_targets.near(kind, target)
    return f'did you mean "{near}"?' if near else "fix the link, or remove it"
