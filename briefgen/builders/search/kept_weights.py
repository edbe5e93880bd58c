"""The weighed stems of the articles of a part, kept from build to build.

An edit changes one body, and the part's shards are made of hundreds: only the new body is read and weighed.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from contextlib import suppress

from briefgen.builders.context import BuilderContext
from briefgen.builders.search.index import Weights, own_words, weighed
from briefgen.cache.code_version import code_digest
from briefgen.cache.database import CacheFile, DamagedError, unmarshal
from briefgen.config import OwnField
from briefgen.model import Article, Body
from briefgen.util.hashing import digest

TABLE = "search_indexes"


def weights_of(
    studio: BuilderContext, part: int, articles: Sequence[Article], bodies: Sequence[Body]
) -> list[Weights]:
    """The weighed stems of each article, from the last build where they are the same.

    A body is read only if it must be weighed.
    """
    file = CacheFile(studio.environment or studio.config.root)
    # The same articles are other parts of another language.
    row = "-".join(filter(None, ("search", studio.config.tree, str(part))))
    known = _saved(file, row)
    own = searchable(studio.config.fields)
    keys = [_key(article, own) for article in articles]
    weights = [
        known[key] if key in known else weighed(articles[n], bodies[n], own) for n, key in enumerate(keys)
    ]
    if not known.keys() >= set(keys):
        value = (code_digest(), dict(zip(keys, weights, strict=True)))
        with suppress(OSError, DamagedError), file.write() as writer:  # the next build weighs them again
            writer.change(TABLE, row, {"": marshal.dumps(value)})
    return weights


def searchable(fields: Sequence[OwnField]) -> tuple[str, ...]:
    """The names of the project's own keys whose words the search finds."""
    return tuple([one.name for one in fields if one.search])


def _key(article: Article, own: Sequence[str]) -> str:
    names = article.tags, article.source, article.place, article.author, own_words(article, own)
    return digest(article.title, article.summary, article.note, names, article.lang, article.body_digest)


def _saved(file: CacheFile, row: str) -> dict[str, Weights]:
    """The weights of the last build by key; none if they cannot be used."""
    try:
        code, known = next(unmarshal(file.read(TABLE, row).values), ("", {}))
    except DamagedError:
        return {}
    return known if code == code_digest() else {}
