"""The body of an article of which only a part may be shown.

It is made of the head alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from briefgen.model import Article, Body
from briefgen.model.rights import EXCERPT, LINK
from briefgen.util.hashing import digest


def allowed_body(article: Article) -> Body | None:
    """The part of the text that may be shown.

    None if that is all of it.
    """
    if article.rights not in (EXCERPT, LINK):
        return None
    text = article.excerpt if article.rights == EXCERPT else ""
    parts = (f"<p>{escape(text, quote=False)}</p>\n" if text else "",)
    return Body(parts, (), len(text.split()), (), (), digest(parts))


def with_allowed(
    load: Callable[[str], Body], paths: Mapping[str, str], heads: Mapping[str, Article]
) -> Callable[[str], Body]:
    """Load bodies by path, of each article only what may be shown.

    ``paths`` leads to the id of an article, and ``heads`` from there to its head.
    """

    def body(path: str) -> Body:
        head = heads[paths[path]] if path in paths else None
        return (allowed_body(head) if head else None) or load(path)

    return body
