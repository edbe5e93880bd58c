"""Convert HTML without page furniture to lines: one for each block.

Feed entries and mails have such HTML. Links stay, emphasis is reduced to its words.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from briefgen.importing.line_builder import LineBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.importing.document import TextLine

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
_MAY_BE_HIDDEN = frozenset({"div", "span", "p", "table", "section", "font", "center"})
"""Elements that are always closed, and ``p``."""
_HIDDEN = re.compile(r"(?:^|;)(?:display:none|visibility:hidden|max-height:0(?:px)?(?:!|;|$))")


def _is_hidden(attrs: dict[str, str | None]) -> bool:
    style = "".join((attrs.get("style") or "").lower().split())
    return "hidden" in attrs or bool(_HIDDEN.search(style))


def blocks(html: str, base: str = "") -> Iterator[TextLine]:
    """The lines of ``html``; scripts, forms and comments say nothing.

    Relative links begin at the address ``base``; without one they are only words.
    """
    parser = _Blocks(base)
    parser.feed(html)
    parser.close()
    parser.end()
    yield from parser.lines


class _Blocks(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[TextLine] = []
        self._line = LineBuilder(base)
        self._open: list[str] = []
        self._skipping = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping == "p" and tag in _BLOCKS:
            self._skipping = ""  # a paragraph ends where a block begins
        if self._skipping:
            self._depth += tag == self._skipping
        elif tag in _SKIPPED or (tag in _MAY_BE_HIDDEN and _is_hidden(dict(attrs))):
            self._skipping, self._depth = tag, 1
        if tag in _BLOCKS:
            self.end()
        if tag == "a":
            self._line.open_link(dict(attrs).get("href") or "")
        if tag == "li" and self._open[-1:] == ["li"]:
            self._open.pop()  # the item before ends where the next begins
        if tag in _MARKS or tag in _LISTS:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._depth -= 1
            self._skipping = tag if self._depth else ""
        if tag == "a":
            self._line.close_link()
        if tag in _BLOCKS:
            self.end()
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._line.add(data)

    def end(self) -> None:
        """The block that was open is a line, if it says something."""
        mark = next((_MARKS[tag] for tag in reversed(self._open) if tag in _MARKS), "")
        self.lines += self._line.end(mark)
