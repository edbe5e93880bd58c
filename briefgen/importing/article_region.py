"""Choose the blocks of a page that are its article.

An extractor finds most of its words. What stands between them belongs to the article, too, if its tag says
so: headings, lists, tables, code and short paragraphs are what extractors lose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from briefgen.importing.document import RULE, Frame, Inline
from briefgen.importing.html_blocks import Block
from briefgen.importing.markdown_writer import CELL, ROW

_WORD = re.compile(r"\w+")
SHINGLE = 3
"""Words in a row by which a block is known."""
ENOUGH = 0.7
"""The part of a block's rows of words that must be in the words found."""
LEAST = 4
"""Words of a block that is known by itself; a shorter one may stand anywhere in a page."""
SMALL, LARGE = 50, 150
"""Words between two known blocks that are no more than a part of the article."""
OFTEN = 3
"""Parts of a page in which a teaser stands."""
LINKED = 0.6
"""The part of a block's characters that makes it a link."""
_AROUND = frozenset({"nav", "footer", "form", "header"})
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|newsletter|subscri\w+|comments?|respond|breadcrumbs?"
    r"|sidebar|promo|advert\w*|ads?|sponsor\w*|author-?bio|byline|cookie|consent|popular|trending|menu|nav"
    r"|pagination|tags?|read-?more|more-?from|toc|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:author-?(?:bio|box|info|card|content|profile)s?|post-author|about-author|bio-box|related|breadcrumbs?"
    r"|newsletter|subscribe|toc|table-of-contents|sponsored|share|sharing|comments?|recirc\w*|read-?next"
    r"|recommend\w*|most-read|more-stories|cookie|consent|disclosure)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of parts that extractors take for the article's."""
_ANSWERS = re.compile(r"accordion|(?:^|[\s_-])faqs?(?:$|[\s_-])|collaps|(?:^|[\s_-])toggle", re.IGNORECASE)
"""Classes of questions whose answers open at a click."""
_NOTE = re.compile(
    r"(?:^|[\s_-])(?:callout|note|notice|tip|tips|hint|info-?box|admonition|highlight|key-?(?:facts?|points?|takeaways?)"
    r"|fact-?box|summary|aside)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of boxes that belong to the text around them."""
_PULLED = re.compile(r"pull-?quote|(?:^|[\s_-])pulled", re.IGNORECASE)
"""Classes of quotations that repeat a sentence of the text."""
SHORT = 150
"""Words of an article so short that extractors take what stands around it, or nothing."""
MAIN = 0.7
"""The part of the words found that stand in the main element."""
_SENTENCE = re.compile(r"[.!?…:。！？।][\"”’»)\]]*$")
_HEADING = re.compile(r"h[1-6]")


class Words:
    """The words that an extractor found, by which blocks are known."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._shingles: set[tuple[str, ...]] = set()
        self._lines = Counter[tuple[str, ...]]()
        for text in texts:
            words = words_of(text)
            self._lines[words] += 1
            self._shingles.update(_shingles(words))

    def share_of(self, words: tuple[str, ...]) -> float:
        """The part of a block that was found.

        A short one is found as a whole line or not at all.
        """
        if not words:
            return 0
        if words in self._lines:
            return 1
        shingles = _shingles(words)
        return sum(one in self._shingles for one in shingles) / len(shingles) if shingles else 0

    def share_of_row(self, text: str) -> float:
        """The part of the cells of a row that were found."""
        cells = [words for cell in text.split(CELL) if (words := words_of(cell))]
        return sum(self.share_of(cell) for cell in cells) / len(cells) if cells else 0

    def count(self, words: tuple[str, ...]) -> int:
        """How often these words were found as a line of their own."""
        return self._lines[words]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(_WORD.findall(text.casefold()))


def _shingles(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[n : n + SHINGLE] for n in range(len(words) - SHINGLE + 1)]


def article_blocks(blocks: Sequence[Block], found: Words) -> list[Block]:
    """The blocks that were found, and what belongs between them."""
    return _Region(blocks, found).chosen()


class _Region:
    """The blocks of a page, and which of them are known to be the article's."""

    def __init__(self, blocks: Sequence[Block], found: Words) -> None:
        self._blocks = blocks
        self._found = found
        self._words = [words_of(block.line.text) for block in blocks]
        self._known = self._without_parts_beside(self._found_blocks())
        self._parents = {blocks[n].path[:-1] for n in self._known}
        self._lists = {
            one.key for n in self._known for one in blocks[n].line.within if one.frame is Frame.LIST
        }

    def _found_blocks(self) -> list[int]:
        """The blocks that were found, by their number; of like ones the last."""
        left: dict[tuple[str, ...], int] = {}
        known = []
        often = self._teasers()
        for n in reversed(range(len(self._blocks))):
            words, line = self._words[n], self._blocks[n].line
            is_row = line.mark == ROW
            share = self._found.share_of_row(line.text) if is_row else self._found.share_of(words)
            if share < ENOUGH or (len(words) < LEAST and not is_row) or words in often:
                continue
            if count := self._found.count(words):
                left.setdefault(words, count)
                left[words] -= 1
            if left.get(words, 0) >= 0:
                known.append(n)
        return known[::-1]

    def _teasers(self) -> set[tuple[str, ...]]:
        """The words of blocks in several parts of the page, such as teasers."""
        places: dict[tuple[str, ...], set[tuple[int, ...]]] = {}
        for block, words in zip(self._blocks, self._words, strict=True):
            if len(words) >= LEAST and not block.line.within:
                places.setdefault(words, set()).add(block.path[:-1])
        return {words for words, parents in places.items() if len(parents) >= OFTEN}

    def _without_parts_beside(self, known: list[int]) -> list[int]:
        """The known blocks without those in parts named as no article."""
        depth = self._depth_of_main(known)
        left = [n for n in known if not any(map(_is_beside, self._blocks[n].classes[depth:]))]
        articles = {_element(self._blocks[n], "article") for n in left} - {None}
        if len(articles) == 1:
            inside = [n for n in left if "article" in self._blocks[n].tags]
            left = inside if self._length(inside) >= MAIN * self._length(left) else left
        return left if self._length(left) >= MAIN * self._length(known) else known

    def _depth_of_main(self, known: list[int]) -> int:
        """How deep the element lies in which most of the known words stand."""
        weights = Counter[tuple[int, ...]]()
        for n in known:
            path = self._blocks[n].path
            for depth in range(len(path)):
                weights[path[: depth + 1]] += len(self._words[n])
        enough = MAIN * self._length(known)
        return max((len(path) for path, weight in weights.items() if weight >= enough), default=0)

    def _length(self, numbers: Iterable[int]) -> int:
        return sum(len(self._words[n]) for n in numbers)

    def chosen(self) -> list[Block]:
        """The blocks of the article, in their order."""
        chosen = set(self._known)
        for before, after in pairwise(self._known):
            chosen |= set(self._between(before, after)) if after > before + 1 else set()
        chosen |= set(self._answers())
        if self._length(chosen) < SHORT:
            chosen |= self._of_element()
        return [self._blocks[n] for n in sorted(chosen)]

    def _of_element(self) -> set[int]:
        """The blocks of the article's own element, or else the page's sentences."""
        for name in ("article", "main", "body"):
            elements = {path for block in self._blocks if (path := _element(block, name)) is not None}
            if len(elements) == 1:
                path = elements.pop()
                inside = [n for n, block in enumerate(self._blocks) if block.path[: len(path)] == path]
                return {n for n in inside if self._is_text(n, len(path), by_name=name != "body")}
        return set()

    def _is_text(self, n: int, depth: int, *, by_name: bool) -> bool:
        """Whether a block is text, and no button or link to other articles.

        Its tag and its form decide.
        """
        block, words = self._blocks[n], self._words[n]
        tag = (block.tags or ("",))[-1]
        tags = {*block.tags[depth:]}
        if not words or tags & {"aside", "figcaption"} or _is_other(block, depth) or _is_link(block):
            return False
        is_sentence = bool(_SENTENCE.search(block.line.text)) and len(words) >= LEAST - 1
        if not by_name:
            return is_sentence
        is_marked = bool(_HEADING.fullmatch(tag)) or bool(block.line.within) or block.line.continues
        return is_sentence or is_marked or (tag == "p" and len(words) >= LEAST)

    def _answers(self) -> Iterator[int]:
        """The questions and answers that belong to the article, which extractors take for hidden menus."""
        depth = self._depth_of_main(self._known)
        if not self._known or not depth:
            return
        main = self._blocks[self._known[0]].path[:depth]
        for n in range(self._known[0], len(self._blocks)):
            block = self._blocks[n]
            inner = block.classes[depth:]
            is_answer = "details" in block.tags[depth:] or any(map(_ANSWERS.search, inner))
            if is_answer and block.path[:depth] == main and self._is_said(n, depth):
                yield n

    def _is_said(self, n: int, depth: int) -> bool:
        """Whether a block of a part that opens is a sentence, or the question above one."""
        block, words = self._blocks[n], self._words[n]
        if len(words) < LEAST or _is_other(block, depth) or _is_link(block):
            return False
        tag = (block.tags or ("",))[-1]
        return bool(_SENTENCE.search(block.line.text)) or tag == "summary" or bool(_HEADING.fullmatch(tag))

    def _between(self, before: int, after: int) -> list[int]:
        """The blocks between two known ones that belong to the article."""
        gap = range(before + 1, after)
        depth = _shared(self._blocks[before].path, self._blocks[after].path)
        length = self._length(gap)
        return [n for n in gap if self._belongs(n, depth, length)]

    def _is_shown(self, n: int) -> bool:
        """Whether a block of a figure is a picture with caption, or a caption."""
        is_caption = self._blocks[n].line.continues
        while n >= 0 and self._blocks[n].line.continues:
            n -= 1
        has_caption = is_caption or (n + 1 < len(self._blocks) and self._blocks[n + 1].line.continues)
        return n >= 0 and has_caption and _has_picture(self._blocks[n])

    def _is_quotation(self, n: int) -> bool:
        """Whether a block of a figure is a quotation, or names its speaker.

        One that is pulled out of the text stands there already.
        """
        block = self._blocks[n]
        if any(map(_PULLED.search, block.classes)):
            return False
        before = self._blocks[n - 1] if n else block
        same_figure = _element(before, "figure") == _element(block, "figure")
        return _is_quoted(block) or (same_figure and _is_quoted(before))

    def _belongs(self, n: int, depth: int, length: int) -> bool:
        block, words = self._blocks[n], self._words[n]
        if block.tags[-1:] == ("video",):
            return length < LARGE and not _is_other(block, depth)
        if "figure" in block.tags[depth:]:
            is_shown = self._is_shown(n) or self._is_quotation(n)
            return length < LARGE and is_shown and not _is_other(block, depth)
        if not words:
            return block.line.mark == RULE or block.line.is_code
        if _is_other(block, depth):
            return False
        if len(words) < LEAST and length < SMALL and self._found.count(words):
            return True
        tag = (block.tags or ("",))[-1]
        in_list = any(one.key in self._lists for one in block.line.within)
        if block.line.mark == ROW or block.line.is_code:
            return length < LARGE or in_list or bool(block.line.within)
        if tag == "li" or in_list:
            return (
                length < SMALL or in_list or (length < LARGE and len(words) >= LEAST and not _is_link(block))
            )
        if _HEADING.fullmatch(tag) or tag in ("blockquote", "dt", "dd") or _is_quoted(block):
            return length < SMALL
        is_sentence = bool(_SENTENCE.search(block.line.text))
        is_sibling = block.path[:-1] in self._parents
        if is_sentence and _is_note(block, depth) and not _is_link(block):
            return length < 2 * LARGE
        if tag == "p":
            return length < SMALL and (is_sentence or _is_link(block) or not is_sibling)
        return length < SMALL and is_sentence and len(words) < LEAST


@lru_cache(maxsize=4096)
def _is_beside(name: str) -> bool:
    return bool(name.strip() and _BESIDE.search(name))


@lru_cache(maxsize=4096)
def _is_of_other_part(name: str) -> bool:
    return bool(name.strip() and _OTHER.search(name))


def _is_note(block: Block, depth: int) -> bool:
    """Whether a block stands in a box that belongs to the text."""
    return "aside" in block.tags[depth:] or any(map(_NOTE.search, block.classes[depth:]))


def _has_picture(block: Block) -> bool:
    return any(span.kind is Inline.PICTURE for span in block.line.spans)


def _element(block: Block, name: str) -> tuple[int, ...] | None:
    """The path of the element of a name around a block; for ``body`` the page."""
    if name == "body":
        return ()
    return block.path[: block.tags.index(name) + 1] if name in block.tags else None


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many elements two blocks have around them both."""
    depth = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        depth += 1
    return depth


def _is_quoted(block: Block) -> bool:
    """Whether a block stands in a quotation, such as the name of who said it."""
    return "blockquote" in block.tags


def _is_other(block: Block, depth: int) -> bool:
    """Whether a block stands in a part below ``depth`` that is no article.

    The footer of a quotation is a part of it.
    """
    tags = block.tags[depth:]
    around = tags[: tags.index("blockquote")] if "blockquote" in tags else tags
    return bool(_AROUND & set(around)) or any(map(_is_of_other_part, block.classes[depth:]))


def _is_link(block: Block) -> bool:
    linked = sum(len(span.text) for span in block.line.spans if span.kind is Inline.LINK)
    return linked > LINKED * len(block.line.text)
