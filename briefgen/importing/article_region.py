"""Choose the blocks of a page that are its article, by the words that extractors found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefgen.importing.document import RULE, Frame, Inline
from briefgen.importing.html_blocks import Block

_WORD = re.compile(r"\w+")
SHINGLE = 3
"""Words in a row by which a block is known."""
ENOUGH = 0.7
"""The part of a block's rows of words that must be in the words found."""
_AROUND = frozenset({"nav", "aside", "footer", "form", "button"})
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|newsletter|subscri\w+|comments?|respond|breadcrumbs?"
    r"|sidebar|promo|advert\w*|ads?|sponsor\w*|author-?bio|byline|cookie|consent|popular|trending|menu|nav"
    r"|pagination|tags?|read-?more|more-?from|toc|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)


class Words:
    """The words that extractors found, by which blocks are known."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._shingles: set[tuple[str, ...]] = set()
        self._lines: set[tuple[str, ...]] = set()
        for text in texts:
            words = _words(text)
            self._lines.add(words)
            self._shingles.update(_shingles(words))

    def share_of(self, text: str) -> float:
        """The part of a block that was found. A short one is found as a whole line or not at all."""
        words = _words(text)
        if not words:
            return 0
        if words in self._lines:
            return 1
        if len(words) <= SHINGLE:
            return 0
        shingles = _shingles(words)
        return sum(shingle in self._shingles for shingle in shingles) / len(shingles)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _shingles(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[n : n + SHINGLE] for n in range(len(words) - SHINGLE + 1)]


def article_blocks(blocks: Sequence[Block], found: Words) -> list[Block]:
    """The blocks that were found, and what belongs between them."""
    kept = [found.share_of(block.line.text) >= ENOUGH for block in blocks]
    return [block for block, is_kept in zip(blocks, kept, strict=True) if is_kept]
