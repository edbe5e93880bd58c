"""Articles with the same address or id: none of them is shown."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence

from briefgen.config import Config
from briefgen.model import Article, Diagnostic
from briefgen.model.diagnostics import diagnostic
from briefgen.site.permalinks import Permalinks

MANY = 3
"""Collisions in one folder that are reported one by one."""


def without_collisions(
    articles: Sequence[Article], config: Config, diagnostics: list[Diagnostic]
) -> tuple[list[Article], dict[str, str]]:
    """The articles without collisions, and the files of the others with the reason."""
    addresses = {kind: config.address(kind) for kind in ("article", "page")}
    plain = Permalinks(addresses, prefixes=config.trees)
    collided: dict[str, str] = {}
    shared = list(_sharing(articles, lambda a: plain.page_address(a).casefold()))
    diagnostics += _report_addresses(shared, plain)
    for first, other in shared:
        collided |= {a.path: "its address is another's too" for a in (first, other)}
    for first, other in _sharing(articles, lambda a: a.id):
        message = f'"{other.id}" is the id of {first.at("id")} too'
        hint = "give the newer of the two an id of its own, as id: " + f"{other.id}-2"
        diagnostics.append(diagnostic("id-collision", other.at("id"), message, hint))
        collided |= {a.path: "its id is another's too" for a in (first, other)}
    return [a for a in articles if a.path not in collided] if collided else list(articles), collided


def _report_addresses(shared: Sequence[tuple[Article, Article]], links: Permalinks) -> Iterator[Diagnostic]:
    """Report articles that share an address; many in one folder once."""
    by_folder: dict[str, list[tuple[Article, Article]]] = {}
    for pair in shared:
        by_folder.setdefault(posixpath.dirname(pair[1].path), []).append(pair)
    for folder, pairs in by_folder.items():
        first, other = pairs[0]
        if len(pairs) <= MANY:
            for first, other in pairs:
                message = f"{links.page_address(other)} is the address of {first.at('slug')} too"
                hint = f"give one of the two another slug, as slug: {other.slug}-2"
                yield diagnostic("slug-collision", other.at("slug"), message, hint)
        else:
            named = ", ".join(dict.fromkeys(a.path for pair in pairs[:MANY] for a in pair))
            message = (
                f"{len(pairs):,} articles in {folder}/ share their addresses with others, "
                f"such as {links.page_address(other)}: {named} …"
            )
            hint = "if their dates differ, write permalinks: {article: '/{date}/{slug}/'} into briefgen.yml"
            yield diagnostic("slug-collision", other.at("slug"), message, hint)


def _sharing(articles: Iterable[Article], key: Callable[[Article], str]) -> Iterable[tuple[Article, Article]]:
    """The first and each other of those articles that have one key, by path."""
    keys = [key(article) for article in articles]
    if len(set(keys)) == len(keys):  # as it nearly always is
        return
    groups: dict[str, list[Article]] = {}
    for one, article in zip(keys, articles, strict=True):
        groups.setdefault(one, []).append(article)
    for group in groups.values():
        if len(group) > 1:
            first, *others = sorted(group, key=lambda a: a.path)
            yield from ((first, other) for other in others)
