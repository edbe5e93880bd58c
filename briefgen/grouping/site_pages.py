"""Pages of the site, such as About: their order, their names, and what they translate."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.model import Article
from briefgen.util.hashing import digest


def with_origins(pages: Sequence[Article]) -> list[Article]:
    """The pages, with an id in ``translation_of`` where the front matter has an address."""
    ids = {page.id for page in pages}
    slugs = {page.slug: page.id for page in sorted(pages, key=_key, reverse=True)}
    result = []
    for page in pages:
        origin = page.translation_of
        if origin and origin not in ids and slugs.get(origin, page.id) != page.id:
            page = page._replace(translation_of=slugs[origin], digest=digest(page.digest, slugs[origin]))
        result.append(page)
    return result


def in_order(pages: Sequence[Article]) -> list[Article]:
    """The pages by address, which is their order in lists."""
    return sorted(pages, key=_key)


def page_slugs(pages: Sequence[Article]) -> dict[str, str]:
    """The ids of pages by the names that a reference or a menu may use."""
    return {page.id: page.id for page in pages} | {page.slug: page.id for page in reversed(pages)}


def _key(page: Article) -> tuple[str, str]:
    return page.slug, page.path
