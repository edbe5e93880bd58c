"""Make slugs that nobody typed distinct where articles would share an address.

The slugs depend on the articles alone. The oldest article keeps its slug, so that a newer one changes no
known address. A slug in front matter never changes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence

from briefgen.config import Config
from briefgen.model import Article
from briefgen.site.permalinks import Permalinks
from briefgen.util.hashing import digest
from briefgen.util.text import slugify


def with_distinct_slugs(articles: Sequence[Article], config: Config) -> list[Article]:
    """The articles, each with its own address if its slug may change.

    Articles that are not public count too, so that publishing one changes no other address.
    """
    links = Permalinks({"article": config.address("article")}, prefixes=config.trees)
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(_address(article, links), []).append(article)
    if len(groups) == len(articles):  # as it nearly always is
        return list(articles)
    taken, changed = set(groups), {}
    for _, group in sorted(groups.items()):
        for article in _renamed(group, taken, links, config.content):
            changed[article.path] = article
    return [changed.get(article.path, article) for article in articles]


def _renamed(group: list[Article], taken: set[str], links: Permalinks, content: str) -> Iterator[Article]:
    """The articles of one address that get another slug."""
    first, *others = sorted(group, key=lambda a: (a.day, a.time, not _is_typed(a), a.path))
    days = {first.day}
    for article in others:
        if not _is_typed(article):
            for slug in _candidates(article, days, content):
                new = article._replace(slug=slug, digest=digest(article.digest, slug))
                if (address := _address(new, links)) not in taken:
                    taken.add(address)
                    yield new
                    break
        days.add(article.day)


def _candidates(article: Article, days: Collection[str], content: str) -> Iterator[str]:
    """Slugs for an article, the best first: with its date, its folder, its whole path."""
    if article.day not in days:
        yield f"{article.day}-{article.slug}"
    path = article.path.removeprefix(f"{content}/").rpartition(".")[0]
    if slugify(posixpath.basename(path)) == article.slug:
        return  # the file is called so by somebody: two such files on one day are a mistake
    folder = posixpath.dirname(path)
    if slugify(posixpath.basename(folder)) == article.slug:  # as of mill/index.md
        folder = posixpath.dirname(folder)
    if folder:
        yield slugify(f"{folder}-{article.slug}")
        yield slugify(f"{folder}-{article.day}-{article.slug}")
    yield slugify(path)


def _is_typed(article: Article) -> bool:
    return "slug" in article.places


def _address(article: Article, links: Permalinks) -> str:
    return links.page_address(article).casefold()
