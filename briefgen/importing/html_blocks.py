"""Convert HTML without page furniture to lines: one for each block.

Feed entries and mails have such HTML. Links and emphasis are reduced to their words.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from briefgen.importing.document import TextLine

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "title",
        "button",
        "select",
        "textarea",
    ]
)
_MARKS = {
    "li": "- ",
    "blockquote": "> ",
    "h1": "## ",
    "h2": "## ",
    "h3": "### ",
    "h4": "### ",
    "h5": "### ",
    "h6": "### ",
}
_LISTS = frozenset({"ul", "ol"})
_SPACE = re.compile(r"[^\S\u00a0]+")


def blocks(html: str) -> Iterator[TextLine]:
    """The lines of ``html``; scripts, forms and comments say nothing."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    parser.end()
    yield from parser.lines


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[TextLine] = []
        self._text: list[str] = []
        self._open: list[str] = []
        self._skipping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._skipping and tag in _SKIPPED:
            self._skipping = tag
        if tag in _BLOCKS:
            self.end()
        if tag == "li" and self._open[-1:] == ["li"]:
            self._open.pop()  # the item before ends where the next begins
        if tag in _MARKS or tag in _LISTS:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._skipping = ""
        if tag in _BLOCKS:
            self.end()
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._text.append(data)

    def end(self) -> None:
        """The block that was open is a line, if it says something."""
        text = _SPACE.sub(" ", "".join(self._text)).strip()
        self._text = []
        if text:
            mark = next((_MARKS[tag] for tag in reversed(self._open) if tag in _MARKS), "")
            self.lines.append(TextLine(text, mark))
