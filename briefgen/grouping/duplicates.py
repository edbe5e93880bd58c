"""Articles that an earlier edition had already, by address or by text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen.model import Article, Diagnostic
from briefgen.model.diagnostics import diagnostic
from briefgen.nlp.near_duplicates import Repeat
from briefgen.util.url_normalize import canonical

_HINT = "take one of the two out, or give both the same story: if it is meant"


def seen_before(articles: Iterable[Article], repeats: Iterable[Repeat]) -> Iterator[Diagnostic]:
    """A warning for each article whose address or text an earlier article has.

    Two articles with the same ``story:`` are intended.
    """
    reported = set()
    for later, earlier in _same_address(articles):
        reported.add(later.id)
        message = f"{later.url} is the address of {earlier.at('url')} too, in the edition of {earlier.day}"
        yield diagnostic("seen-before", later.at("url"), message, _HINT)
    for later, earlier, overlap in repeats:
        if later.id not in reported and not _meant(later, earlier):
            share = f"{overlap} % of {earlier.at()} stand here"
            message = f"the edition of {earlier.day} has this text already: {share}"
            yield diagnostic("seen-before", later.at(), message, _HINT)


def _same_address(articles: Iterable[Article]) -> Iterator[tuple[Article, Article]]:
    """(later, earlier) for each article whose address an earlier one has."""
    first: dict[str, Article] = {}
    for article in sorted((a for a in articles if a.url), key=lambda a: (a.day, a.time, a.id)):
        address = canonical(article.url)
        earlier = first.setdefault(address, article) if address else article
        if earlier is not article and not _meant(article, earlier):
            yield article, earlier


def _meant(later: Article, earlier: Article) -> bool:
    return bool(later.story) and later.story == earlier.story
