"""Every link of every file, followed as a browser would follow it on GitHub Pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from briefgen.model import Diagnostic, Location
from briefgen.model.diagnostics import diagnostic
from briefgen.publishing.artifact import MAIL, MISSING
from briefgen.publishing.source_location import place_of
from briefgen.publishing.url_resolution import INSECURE, INSIDE, OUTSIDE, Home, LinkDestination, resolve
from briefgen.util.text import plural
from briefgen.util.urls import address_of

if TYPE_CHECKING:
    from briefgen.publishing.artifact import Artifact
    from briefgen.publishing.link_extraction import Link, Markup

ANY_DEPTH = "no/such/page/"
"""Where the page for missing addresses is taken to be shown: its links must work from there, too."""

TOP = ("", "top")
"""Anchors that every page has: HTML names them for its top."""


_PLACEHOLDER = re.compile(r"[{}\[\]|*%]")
"""A sign of a placeholder such as ``{{ unsubscribe_url }}`` or ``*|UNSUB|*``."""


class ResolvedLink(NamedTuple):
    """A link of a file, with where it leads."""

    link: Link
    target: LinkDestination


class Wrong(NamedTuple):
    """What is wrong with a link, and what to do."""

    code: str
    what: str
    hint: str


def follow(artifact: Artifact, markups: Mapping[str, Markup]) -> dict[str, tuple[ResolvedLink, ...]]:
    """The links of each file that lead into the site or ought to."""
    home = Home.of(artifact.url)
    followed = {path: tuple(_followed(home, path, markup)) for path, markup in markups.items()}
    if not _PLACEHOLDER.search(artifact.unsubscribe):
        return followed
    # A mail service replaces its placeholder by an address when it sends the mail.
    return {
        path: tuple(
            one for one in links if not (path.endswith(MAIL) and one.link.target == artifact.unsubscribe)
        )
        for path, links in followed.items()
    }


def _followed(home: Home, path: str, markup: Markup) -> Iterator[ResolvedLink]:
    start = ANY_DEPTH if path == MISSING else address_of(path)[1:]
    for link in dict.fromkeys(markup.links):
        target = _of_itself(path, link) or resolve(home, start, link.target)
        if target and (target.where != INSECURE or link.asset):
            yield ResolvedLink(link, target)


def _of_itself(path: str, link: Link) -> LinkDestination | None:
    """The destination of a link to a place of the same page."""
    return LinkDestination(INSIDE, path, unquote(link.target[1:])) if link.target[:1] in ("", "#") else None


def check(
    artifact: Artifact,
    root: Path,
    markups: Mapping[str, Markup],
    followed: Mapping[str, Iterable[ResolvedLink]],
) -> Iterator[Diagnostic]:
    """What is wrong with the links, each at its line in an article.

    A link that a template repeats is reported once.
    """
    repeated: dict[tuple[str, LinkDestination], list[tuple[str, Link, Wrong]]] = defaultdict(list)
    for path, links in followed.items():
        for link, target in links:
            wrong = _wrong_with(link, target, artifact, markups)
            article = artifact.articles.get(path)
            if wrong and article and (place := place_of(article.path, link.target, root)):
                yield _problem(path, link, wrong, place)
            elif wrong:
                repeated[wrong.code, target].append((path, link, wrong))
    for hit in repeated.values():
        path, link, wrong = hit[0]
        others = len({one for one, _, _ in hit}) - 1
        yield _problem(path, link, wrong, Location(f"{artifact.folder.as_posix()}/{path}"), others)


def _problem(path: str, link: Link, wrong: Wrong, place: Location, others: int = 0) -> Diagnostic:
    more = f"; so do {plural(others, 'more page')}" if others else ""
    message = f"{address_of(path)} links to {link.target}: {wrong.what}{more}"
    return diagnostic(wrong.code, place, message, wrong.hint)


def _wrong_with(
    link: Link, target: LinkDestination, artifact: Artifact, markups: Mapping[str, Markup]
) -> Wrong | None:
    if target.where == INSECURE:
        what = "a browser blocks what a secure page fetches over http"
        hint = "write https:, or keep the file in static/"
        return Wrong("publish-insecure", what, hint)
    if target.where == OUTSIDE:
        base = Home.of(artifact.url).base
        hint = f"begin it with {base}, or leave the / away; `url` names the base path"
        return Wrong("publish-base", f"that is outside of {base}, where the site lives", hint)
    file = artifact.served(target.path)
    if not file:
        code = "publish-asset" if link.asset else "publish-link"
        return Wrong(code, "there is no such file on the site", "mend the link, or take it out")
    page = markups.get(file) if file.endswith(".html") else None
    if page and target.anchor not in {*TOP, *page.anchors} and not target.anchor.startswith(":~:"):
        hint = "name a place that the page has, or leave the # away"
        return Wrong("publish-anchor", f'the page has no place "{target.anchor}"', hint)
    return None


def orphans(
    artifact: Artifact, markups: Mapping[str, Markup], followed: Mapping[str, Iterable[ResolvedLink]]
) -> Iterator[Diagnostic]:
    """Pages to which no way leads from the home page.

    A redirect at a former address is none: nothing on the site links to it any more.
    """
    reached, queue = {"index.html"}, ["index.html"]
    while queue:
        for _, target in followed.get(queue.pop(), ()):
            file = artifact.served(target.path) if target.where == INSIDE else ""
            if file and file not in reached:
                reached.add(file)
                queue.append(file)
    for path in followed:
        needs_link = path.endswith(".html") and path != MISSING and not path.endswith(MAIL)
        if needs_link and path not in reached and not markups[path].redirects:
            message = f"no page that a reader can reach links to {address_of(path)}"
            at = Location(f"{artifact.folder.as_posix()}/{path}")
            yield diagnostic("publish-orphan", at, message, "link to it, or do not make it")
