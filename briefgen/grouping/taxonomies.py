"""Sources and tags: one name for several spellings, and terms that share a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from briefgen.config import Config
from briefgen.model import Article, Diagnostic, Location, Term
from briefgen.model.diagnostics import diagnostic
from briefgen.util.hashing import digest
from briefgen.util.text import fold, slugify


def with_aliases(articles: list[Article], config: Config) -> list[Article]:
    """The articles with each source and tag under the name that stands for it."""
    sources, tags = config.aliases.get("sources"), config.aliases.get("tags")
    if not sources and not tags:
        return articles
    out = []
    for article in articles:
        source = (sources or {}).get(fold(article.source), article.source)
        named = tuple(dict.fromkeys([(tags or {}).get(fold(tag), tag) for tag in article.tags]))
        if (source, named) != (article.source, article.tags):
            article = article._replace(
                source=source, tags=named, digest=digest(article.digest, source, named)
            )
        out.append(article)
    return out


def terms(
    articles: Sequence[Article],
    words: Callable[[Article], tuple[str, ...]],
    what: str,
    diagnostics: list[Diagnostic],
) -> tuple[dict[str, Term], dict[str, tuple[str, ...]]]:
    """The terms by title, and those of each article.

    Spellings with one slug share a page, with a diagnostic.
    """
    spellings: dict[str, Counter[str]] = {}
    of = {a.id: tuple(dict.fromkeys(map(slugify, names))) for a in articles if (names := words(a))}
    for name, times in Counter(chain.from_iterable(map(words, articles))).items():
        spellings.setdefault(slugify(name), Counter())[name] += times
    diagnostics += _spelled_otherwise(articles, words, what, spellings)
    counts = Counter(chain.from_iterable(of.values()))
    titled = sorted((fold(commonest(names)), slug, commonest(names)) for slug, names in spellings.items())
    return {slug: Term(slug, title, counts[slug]) for _, slug, title in titled}, of


def _spelled_otherwise(
    articles: Sequence[Article],
    words: Callable[[Article], tuple[str, ...]],
    what: str,
    spellings: Mapping[str, Counter[str]],
) -> Iterator[Diagnostic]:
    """A note for each spelling that shares its page with a more common one."""
    shown = {slug: commonest(names) for slug, names in spellings.items() if len(names) > 1}
    first: dict[str, Location] = {}
    for article in articles if shown else ():
        for name in words(article):
            if shown.get(slugify(name), name) != name:
                first[name] = min(first.get(name, article.at(what)), article.at(what))
    for name, at in sorted(first.items()):
        common = shown[slugify(name)]
        message = f'"{name}" shares a page with "{common}", the spelling that stands most often'
        yield diagnostic("term-spelling", at, message, f'write "{common}"')


def commonest(spellings: Counter[str]) -> str:
    """The spelling that stands most often, the first in the alphabet on a tie."""
    return min(spellings, key=lambda name: (-spellings[name], name))
