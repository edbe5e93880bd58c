"""Check what the settings name: entries of menus, static files, and targets of redirects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from briefgen.config import Config
from briefgen.config.folders import PAGES
from briefgen.config.navigation import KINDS, MenuEntry, with_children
from briefgen.model import Diagnostic
from briefgen.model.diagnostics import diagnostic
from briefgen.model.reference import NAMED_PAGE
from briefgen.site.site import Site
from briefgen.util.files import static_folder
from briefgen.util.text import did_you_mean, slugify


def check_frame(site: Site, config: Config) -> Iterator[Diagnostic]:
    """Yield what leads nowhere in menus and redirects, and missing files of the frame."""
    trees = list(site.trees.values()) or [site]
    has_pages = config.address("home") in site.link_targets.urls
    for entry in with_children((*config.menu, *config.footer)):
        message, hint = _wrong_with(entry, trees, has_pages=has_pages)
        if message:
            yield diagnostic("menu-missing", config.place(entry.place), message, hint)
    yield from _check_files(config)
    if has_pages:
        yield from _check_redirects(site, config)


def _check_redirects(site: Site, config: Config) -> Iterator[Diagnostic]:
    for old, new in config.redirects.items():
        if new.startswith("/") and site.resolve("page", new.partition("#")[0]) is None:
            at = config.place(f"redirects.{old}")
            hint = did_you_mean(new, site.link_targets.urls, "write the address of a page, such as /about/")
            yield diagnostic("link-missing", at, f"there is no page {new}", hint)


def _wrong_with(entry: MenuEntry, trees: Sequence[Site], *, has_pages: bool) -> tuple[str, str]:
    """What is wrong with an entry, and a hint; empty if nothing is."""
    if entry.page:
        names = {slug for tree in trees for slug in tree.link_targets.page_slugs}
        is_there = any(tree.resolve(NAMED_PAGE, entry.page) for tree in trees)
        if why := "" if is_there else _unpublished(entry.page, trees[0]):
            return f"the page {entry.page} is not published: {why}", "publish it, or take the entry out"
        hint = did_you_mean(entry.page, names, f"write content/pages/{entry.page}.md")
        return ("", "") if is_there else (f"there is no page {entry.page}", hint)
    if entry.topic:
        slugs = {slug for tree in trees for slug in tree.taxonomies.by_topic.articles}
        is_there = slugify(entry.topic) in slugs
        hint = did_you_mean(entry.topic, slugs, "a topic is on the site if it has an article")
        return ("", "") if is_there else (f"there is no topic {entry.topic}", hint)
    if entry.kind:
        is_there = entry.kind in KINDS and any(tree.address(entry.kind) for tree in trees)
        hint = did_you_mean(entry.kind, KINDS, f"there are: {', '.join(KINDS)}")
        return ("", "") if is_there else (f"there is no page of the kind {entry.kind}", hint)
    return _wrong_with_address(entry, trees[0], is_known=has_pages)


def _unpublished(page: str, site: Site) -> str:
    """Why a page of this address is not public; empty if there is none."""
    files = ((PurePosixPath(path).with_suffix("").as_posix(), why) for path, why in site.unpublished.items())
    return next((why for name, why in files if name.endswith(f"/{PAGES}/{page}")), "")


def _wrong_with_address(entry: MenuEntry, site: Site, *, is_known: bool) -> tuple[str, str]:
    if not entry.url:
        hint = "write page:, kind:, topic:, or url: and title:"
        return ("", "") if entry.children and entry.titles else ("this entry leads nowhere", hint)
    if not entry.titles:
        return f"the entry for {entry.url} has no title", "add title:"
    is_own = is_known and entry.url.startswith("/")
    if is_own and site.resolve("page", entry.url.partition("#")[0]) is None:
        hint = did_you_mean(entry.url, site.link_targets.urls, "fix the address")
        return f"there is no page {entry.url}", hint
    return "", ""


def _check_files(config: Config) -> Iterator[Diagnostic]:
    wanted = [("logo", config.logo), ("favicon", config.favicon)]
    wanted += [(f"css.{n}", name) for n, name in enumerate(config.css)]
    wanted = [(place, name) for place, name in wanted if name]
    if not wanted:
        return
    names = {name for name, _ in static_folder(config.root, config.static)}
    for place, name in wanted:
        if name not in names:
            at = config.places.get(place, config.place(place.partition(".")[0]))
            message = f"there is no file {config.static}/{name}"
            hint = did_you_mean(name, names, f"put it into {config.static}/")
            yield diagnostic("static-missing", at, message, hint)
