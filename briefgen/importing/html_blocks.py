"""Convert HTML to lines: one for each block, with its links, emphasis, pictures and containers.

Web pages, feed entries, mails and documents all come this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from briefgen.importing.document import RULE, Container, Frame, Inline, TextLine
from briefgen.importing.html_depth import flattened
from briefgen.importing.html_pictures import Picture, is_counter, picture_address
from briefgen.importing.html_players import is_of_text, player_address, player_title
from briefgen.importing.html_tables import data_rows
from briefgen.importing.line_builder import LineBuilder, with_whole_addresses
from briefgen.importing.raised_digits import with_raised

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
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
        "hgroup",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
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
        "svg",
        "math",
        "title",
        "button",
        "select",
        "textarea",
        "dialog",
        "-comment",
        "-doctype",
        "datalist",
    ]
)
_HEADINGS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### "}
_INLINE = {
    "b": Inline.STRONG, "strong": Inline.STRONG, "i": Inline.EMPHASIS, "em": Inline.EMPHASIS,
    "del": Inline.STRUCK, "s": Inline.STRUCK, "strike": Inline.STRUCK,
    "code": Inline.CODE, "kbd": Inline.CODE, "samp": Inline.CODE, "tt": Inline.CODE,
}  # fmt: skip
_PLAYERS = frozenset({"iframe", "embed", "object", "video", "audio"})
_LISTS = frozenset({"ul", "ol", "menu"})
_HIDDEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|max-height:0(?:px)?(?:!|;|$)|font-size:0(?:px)?(?:!|;|$)"
    r"|mso-hide:all)"
)
_PLAIN = re.compile(r"font-weight:(?:normal|400)|font-style:normal")
DEEPEST = 250
"""How deep elements may be nested; what lies deeper is read as its words."""


class Block(NamedTuple):
    """A line, and where it stands in the page.

    ``path`` are the numbers of the block elements around it, ``tags`` their names and ``classes`` their
    classes and ids, the outermost first.
    """

    line: TextLine
    path: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


def blocks(html: str, base: str = "") -> Iterator[TextLine]:
    """The lines of ``html``; scripts, forms and comments say nothing.

    Relative links begin at the address ``base``; without one they are only words.
    """
    for block in placed_blocks(html):
        line = with_whole_addresses(block.line, base)
        if line.says_something:
            yield line


def first_picture(html: str, base: str = "") -> Picture | None:
    """The first picture of a text that a reader sees."""
    pictures = (span for line in blocks(html, base) for span in line.spans if span.kind is Inline.PICTURE)
    return next((Picture(span.url, span.text) for span in pictures), None)


def placed_blocks(html: str) -> list[Block]:
    """The lines of ``html`` and their places, with addresses as they are written."""
    from selectolax.lexbor import LexborHTMLParser

    walker = _Walker()
    if root := LexborHTMLParser(flattened(html)).body:
        walker.enter(root)
    return walker.blocks


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style") or ""
    return bool(style) and bool(_HIDDEN.search("".join(style.lower().split())))


class _Walker:
    """A walk through the elements of a text, and the lines that it has passed."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line = LineBuilder()
        self._heading = ""
        self._continues = False
        self._is_caption = False
        self._within: tuple[Container, ...] = ()
        self._path: tuple[int, ...] = ()
        self._tags: tuple[str, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._count = self._depth = 0

    def enter(self, root: LexborNode) -> None:
        """Walk through an element, and end its last line."""
        self._children(root)
        self._end()

    def _children(self, node: LexborNode) -> None:
        self._depth += 1
        child = node.first_child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                self._line.add(child.text_content or "")
            elif tag and tag not in _SKIPPED:
                self._element(child, tag)
            child = child.next
        self._depth -= 1

    def _element(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        if attributes and _is_hidden(attributes):
            return
        if self._depth >= DEEPEST:
            self._line.add(node.text(deep=True))
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._picture(attributes)
        elif tag in _PLAYERS:
            self._player(node)
        elif tag in ("sup", "sub") and (digits := with_raised(node.text(deep=True), tag)):
            self._line.add(digits)
        elif tag == "hr":
            self._end()
            self._add(TextLine("", RULE, within=self._within))
        elif tag in _INLINE or tag == "a":
            self._inline(node, tag, attributes)
        elif tag in _BLOCKS:
            self._block(node, tag, attributes)
        else:
            self._children(node)

    def _inline(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        kind = Inline.LINK if tag == "a" else _INLINE[tag]
        is_plain = tag in "bi" and _PLAIN.search("".join((attributes.get("style") or "").split()))
        if self._line.is_open(kind) or is_plain:
            self._children(node)
            return
        url = (attributes.get("href") or "").strip() if tag == "a" else ""
        self._line.open(kind, url, (attributes.get("title") or "") if url else "")
        self._children(node)
        self._line.close(kind)

    def _block(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        self._end()
        before = self._path, self._tags, self._within, self._classes, self._heading
        self._count += 1
        self._path = (*self._path, self._count)
        self._tags = (*self._tags, tag)
        self._classes = (*self._classes, f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
        self._heading = _HEADINGS.get(tag, self._heading)
        self._within = (*self._within, *self._container(node, tag, attributes))
        if tag == "pre":
            self._code(node)
        elif tag == "figcaption":
            self._caption(node)
        elif tag != "table" or not self._table(node):
            self._children(node)
        self._end()
        self._path, self._tags, self._within, self._classes, self._heading = before

    def _container(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None]
    ) -> Iterator[Container]:
        if tag == "blockquote":
            yield Container(Frame.QUOTE, self._count)
        elif tag in _LISTS:
            start = attributes.get("start") or "1"
            first = int(start) if start.isascii() and start.isdecimal() and len(start) < 10 else 1
            is_loose = any(one.tag == "p" for item in node.iter() for one in item.iter())
            yield Container(Frame.LIST, self._count, first if tag == "ol" else None, is_loose)
        elif tag == "li":
            if not any(one.frame is Frame.LIST for one in self._within):
                yield Container(Frame.LIST, self._path[-2] if len(self._path) > 1 else 0)
            yield Container(Frame.ITEM, self._count)
        elif tag == "pre":
            yield Container(Frame.CODE, self._count)

    def _caption(self, node: LexborNode) -> None:
        """The lines of a caption, which stand below their picture."""
        self._is_caption = True
        self._line.open(Inline.EMPHASIS)
        self._children(node)
        self._end()
        self._line.close(Inline.EMPHASIS)
        self._is_caption = False

    def _code(self, node: LexborNode) -> None:
        """The lines of code as they stand."""
        text = "".join(_words_of_code(node))
        if len(text.strip()) and (text := text.removeprefix("\n").rstrip()):
            for line in text.split("\n"):
                self._add(TextLine(line.rstrip("\r"), "", within=self._within))

    def _table(self, node: LexborNode) -> bool:
        """Add the rows of a table of data.

        False for a table that lays out a page.
        """
        rows = data_rows(node)
        if not rows:
            return False
        if caption := node.css_first("caption"):
            self._children(caption)
            self._end()
        container = Container(Frame.TABLE, self._count, aligns=rows.aligns)
        for line in rows.lines:
            self._add(line._replace(within=(*self._within, container)))
        return True

    def _picture(self, attributes: dict[str, str | None]) -> None:
        url = picture_address(attributes)
        if url and not is_counter(attributes):
            self._line.add_picture(url, attributes.get("alt") or "", attributes.get("title") or "")

    def _player(self, node: LexborNode) -> None:
        """A line with the address of what is played."""
        url = player_address(node)
        if not url or not is_of_text(node, url):
            return
        self._end()
        before = self._tags
        self._tags = (*before, "video")
        self._line.open(Inline.LINK, url)
        self._line.add(player_title(node) or url)
        self._line.close(Inline.LINK)
        self._end()
        self._tags = before

    def _break(self) -> None:
        """A line break.

        After two of them the next line is a paragraph.
        """
        goes_on = not self._line.is_empty
        self._end()
        self._continues = goes_on

    def _end(self) -> None:
        """The block that was open is a line, if it says something."""
        if not self._line.has_begun:
            self._continues = False
            return
        continues, self._continues = self._continues or self._follows_picture(), False
        mark = self._heading or self._mark()
        for line in self._line.end(mark, self._within, continues=continues):
            self._add(line)

    def _follows_picture(self) -> bool:
        """Whether this is the caption of the line before."""
        last = self.blocks[-1].line if self._is_caption and self.blocks else TextLine("")
        return last.continues or any(span.kind is Inline.PICTURE for span in last.spans)

    def _mark(self) -> str:
        """The mark of the innermost container."""
        for n, one in reversed([*enumerate(self._within)]):
            if one.frame is Frame.QUOTE:
                return "> "
            if one.frame is Frame.ITEM:
                number = self._within[n - 1].first if n else None
                return "- " if number is None else f"{number}. "
        return ""

    def _add(self, line: TextLine) -> None:
        self.blocks.append(Block(line, self._path, self._tags, self._classes))


def _words_of_code(node: LexborNode) -> Iterator[str]:
    for child in node.traverse(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag == "br":
            yield "\n"
