"""The first sentences of a text, which stand for an article that has no summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from briefgen.model import Line
from briefgen.nlp.sentences import cut, joined, sentences
from briefgen.nlp.tokens import folded_words
from briefgen.reading.markdown import Html

LONGEST = 200
"""Characters of an excerpt by sentences, unless the settings say otherwise."""
ENOUGH = 0.4
"""With this share of them, an excerpt does not go on in the next paragraph."""
LONGEST_MARKED = 2_000
"""Characters of an excerpt that ends at the author's mark."""

_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p(?: [^<>]*)?>(.*?)</p>", re.DOTALL)
_FOOTNOTES = re.compile(r'<(?:hr|section) class="footnotes')
_NO_TEXT = re.compile(r'<sup class="footnote-ref">.*?</sup>|<[^<>]*>', re.DOTALL)
_TITLE = "\0"
"""Stands where the title of another page will be."""


def excerpt_of(html: Html, most: int = LONGEST) -> str:
    """Whole sentences from the start of a body, at most so many characters of them.

    A first sentence that is longer is cut between two words. The title of another page is not known yet, so
    an excerpt ends before a sentence with one.
    """
    text = ""
    for paragraph in _paragraphs(html):
        for sentence in sentences(paragraph):
            if _TITLE in sentence:
                return text
            longer = joined(text, sentence)
            if len(longer) > most:
                return text or cut(sentence, most)
            text = longer
        if len(text) >= ENOUGH * most:
            break
    return text


def excerpt_before_mark(html: Html) -> str:
    """All paragraphs of the part of a body that stands before ``<!-- more -->``."""
    text = " ".join(_paragraphs(html)).replace(_TITLE, "")
    return text if len(text) <= LONGEST_MARKED else cut(text, LONGEST_MARKED)


def before_mark(lines: Sequence[Line]) -> list[Line] | None:
    """The lines before ``<!-- more -->``, or None without that mark."""
    for n, line in enumerate(lines):
        if "<!--" in line.text and (mark := _MORE.search(line.text)):
            return [*lines[:n], line._replace(text=line.text[: mark.start()])]
    return None


def opens_with(html: Html, summary: str) -> bool:
    """Whether the body begins with the words of the summary.

    A summary that ends in an ellipsis may end in the middle of a word.
    """
    words = folded_words(summary)
    if summary.rstrip().endswith(("…", "...")):
        words = words[:-1]
    opening: list[str] = []
    for paragraph in _paragraphs(html):
        if len(opening) >= len(words) or opening != words[: len(opening)]:
            break
        opening += folded_words(paragraph)
    return bool(words) and opening[: len(words)] == words


def _paragraphs(html: Html) -> Iterator[str]:
    """The words of each paragraph that has any, without footnotes."""
    pieces = [html.parts[0]]
    for reference, part in zip(html.references, html.parts[1:], strict=True):
        pieces += ["" if reference.show == "address" else _TITLE, part]
    whole = "".join(pieces)
    notes = _FOOTNOTES.search(whole)
    for match in _PARAGRAPH.finditer(whole, 0, notes.start() if notes else len(whole)):
        if words := " ".join(unescape(_NO_TEXT.sub("", match[1])).split()):
            yield words
