"""The parts of a web page: headline, article, and parts about other articles."""

from __future__ import annotations

import re
from typing import Any

_OTHER_PARTS = frozenset(
    ("nav", "aside", "footer", "form", "figure", "figcaption", "script", "style", "select")
)
_OTHER_CLASS = re.compile(
    r"(?:related|sidebar|comments?|recommend\w*|popular|trending|latest|widget|teaser|footer|menu|promo|terkait"
    r"|terpopuler)(?:[-_].*)?"
)
"""Parts of a page with the dates and the authors of other articles."""


def heading_of(tree: Any) -> Any:
    """Return the headline of the article.

    Many pages have their own name in an <h1>, too.
    """
    headings = [*tree.iter("h1")]
    title = next((text_of(node) for node in tree.iter("title")), "")
    inside = [node for node in headings if is_in_article(node)]
    titled = [node for node in headings if (text := text_of(node)) and text in title]
    return next(iter([*inside, *titled[-1:], *headings]), None)


def classes_of(node: Any) -> str:
    """Return the classes and the id of an element, in lower case."""
    return f"{node.get('class') or ''} {node.get('id') or ''}".lower()


def is_in_article(node: Any) -> bool:
    """Whether an element is inside the article, or the main part, of the page."""
    return any(parent.tag in ("article", "main") for parent in node.iterancestors())


def is_elsewhere(node: Any) -> bool:
    """Whether an element is in a part of the page that is not its article."""
    return any(
        parent.tag in _OTHER_PARTS or any(map(_OTHER_CLASS.fullmatch, classes_of(parent).split()))
        for parent in (node, *node.iterancestors())
        if parent.tag not in ("html", "body")
    )


def text_of(node: Any, most: int = 1000) -> str:
    """Return the text of an element, cut off soon after ``most`` characters."""
    parts: list[str] = []
    size = 0
    for part in node.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > most:
            break
    return " ".join(" ".join(parts).split())
