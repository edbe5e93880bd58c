"""Every link of every file, followed as a browser would follow it on GitHub Pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from briefgen.diagnostics import diagnostic
from briefgen.model import Location
from briefgen.publishing.parcel import MISSING
from briefgen.publishing.places import place_of
from briefgen.publishing.targets import INSECURE, INSIDE, OUTSIDE, Home, Target, resolve
from briefgen.server.files import address_of
from briefgen.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from briefgen.model import Diagnostic
    from briefgen.publishing.markup import Link, Markup
    from briefgen.publishing.parcel import Parcel

ANY_DEPTH = "no/such/page/"
"""Where the page for missing addresses is taken to be shown: its links must work from there, too."""

TOP = ("", "top")
"""Anchors that every page has: HTML names them for its top."""


class Followed(NamedTuple):
    """A link of a file, with where it leads."""

    link: Link
    target: Target


class Finding(NamedTuple):
    """What is wrong with one link of one file."""

    code: str
    path: str
    link: Link
    what: str
    hint: str


def follow(parcel: Parcel, markups: Mapping[str, Markup]) -> dict[str, tuple[Followed, ...]]:
    """The links of each file that lead into the site or ought to."""
    home = Home.of(parcel.url)
    return {path: tuple(_followed(home, path, markup)) for path, markup in markups.items()}


def _followed(home: Home, path: str, markup: Markup) -> Iterator[Followed]:
    start = ANY_DEPTH if path == MISSING else address_of(path)[1:]
    for link in dict.fromkeys(markup.links):
        target = _of_itself(path, link) or resolve(home, start, link.target)
        if target and (target.where != INSECURE or link.asset):
            yield Followed(link, target)


def _of_itself(path: str, link: Link) -> Target | None:
    """Where a link to a place of the same page leads, wherever that page is shown."""
    return Target(INSIDE, path, unquote(link.target[1:])) if link.target[:1] in ("", "#") else None


def check(
    parcel: Parcel, root: Path, markups: Mapping[str, Markup], followed: Mapping[str, Iterable[Followed]]
) -> Iterator[Diagnostic]:
    """What is wrong with the links, each at its line of an article where it stands in one; what a template repeats is told once."""
    repeated: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for path, links in followed.items():
        for link, target in links:
            found = _wrong(parcel, markups, path, link, target)
            if found is None:
                continue
            if place := place_of(parcel.articles.get(path), link.target, root):
                yield _told(found, place)
            else:
                repeated[found.code, f"{target.path}#{target.anchor}"].append(found)
    for findings in repeated.values():
        first, others = findings[0], len({finding.path for finding in findings}) - 1
        yield _told(first, Location(f"{parcel.folder.as_posix()}/{first.path}"), others)


def _told(found: Finding, place: Location, others: int = 0) -> Diagnostic:
    more = f"; so do {plural(others, 'more page')}" if others else ""
    page = address_of(found.path)
    message = f"{page} links to {found.link.target}: {found.what}{more}"
    return diagnostic(found.code, place, message, found.hint)


def _wrong(
    parcel: Parcel, markups: Mapping[str, Markup], path: str, link: Link, target: Target
) -> Finding | None:
    if target.where == INSECURE:
        hint = "write https:, or keep the file in static/"
        return Finding(
            "publish-insecure", path, link, "a browser blocks what a secure page fetches over http", hint
        )
    if target.where == OUTSIDE:
        base = Home.of(parcel.url).base
        what = f"that is outside of {base}, where the site lives"
        return Finding(
            "publish-base",
            path,
            link,
            what,
            f"begin it with {base}, or leave the / away; `url` names the base path",
        )
    file = parcel.served(target.path)
    if not file:
        code = "publish-asset" if link.asset else "publish-link"
        return Finding(code, path, link, "there is no such file on the site", "mend the link, or take it out")
    page = markups.get(file) if file.endswith(".html") else None
    if page and target.anchor not in {*TOP, *page.anchors} and not target.anchor.startswith(":~:"):
        hint = "name a place that the page has, or leave the # away"
        return Finding("publish-anchor", path, link, f'the page has no place "{target.anchor}"', hint)
    return None


def orphans(parcel: Parcel, followed: Mapping[str, Iterable[Followed]]) -> Iterator[Diagnostic]:
    """Pages to which no way leads from the home page."""
    reached, queue = {"index.html"}, ["index.html"]
    while queue:
        for _, target in followed.get(queue.pop(), ()):
            file = parcel.served(target.path) if target.where == INSIDE else ""
            if file and file not in reached:
                reached.add(file)
                queue.append(file)
    for path in followed:
        if path.endswith(".html") and path not in reached and path != MISSING:
            message = f"no page that a reader can reach links to {address_of(path)}"
            at = Location(f"{parcel.folder.as_posix()}/{path}")
            yield diagnostic("publish-orphan", at, message, "link to it, or do not make it")
