"""Convert the safe HTML of a body to plain text or Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import quote

from briefgen.util.text import escape_markdown

_BLOCKS = frozenset(
    ("blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6",
     "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tr", "ul")
)  # fmt: skip
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*) ?/?>')
"""A tag as the sanitiser writes all of them: an attribute has a value, and no text holds a bare ``<``."""
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ENDS_TARGET = re.compile(r"[<>\\\s]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TICKS = re.compile(r"`+")
_NUMBER = re.compile(r"-?\d{1,9}")
_OPENING = re.compile(r"(\d{0,9})(#{1,6}|[-+]|(?<=\d)[.)])(?=\s|$)")
"""What would make a heading or a list item of a paragraph."""
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~"}


def to_text(html: str) -> str:
    """Paragraphs with blank lines between them; link addresses follow in angle brackets."""
    return _written(html, markdown=False)


def to_markdown(html: str) -> str:
    """CommonMark, with tables as GitHub writes them. What a text says literally is escaped."""
    return _written(html, markdown=True)


def _written(html: str, *, markdown: bool) -> str:
    writer = _Writer(markdown)
    first, *rest = TAG.split(html)
    writer.say(first)
    for closing, tag, attributes, text in zip(*[iter(rest)] * 4, strict=True):
        if closing:
            writer.end_tag(tag)
        else:
            writer.begin_tag(tag, attributes)
        writer.say(text)
    writer.end_block()
    return "".join([f"{block}\n\n" for block in writer.blocks]).rstrip("\n") + "\n" if writer.blocks else ""


class _Writer:
    """Gathers words into the block at hand, and ends it where another begins."""

    def __init__(self, markdown: bool) -> None:
        self.markdown = markdown
        self.blocks: list[str] = []
        self.words: list[str] = []
        self.lists: list[int] = []
        self.quotes = 0
        self.start = ""
        self.links: list[str] = []
        self.row: list[str] = []
        self.rows = 0
        self.literal = False

    def begin_tag(self, tag: str, attributes: str) -> None:
        """Begin a block, or put what Markdown writes before an inline element."""
        values = (
            {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)} if attributes else {}
        )
        if tag in _BLOCKS:
            self.end_block()
            self._begin(tag, values)
        elif tag == "a":
            self.links.append(values.get("href", ""))
            self._mark("[" if self.links[-1] else "")
        elif tag == "img":
            self.words.append(self._picture(values.get("alt", ""), values.get("src", "")))
        elif tag == "br":
            self.words.append("\\\n" if self.markdown else "\n")
        else:
            self._mark(_MARKS.get(tag, ""))

    def end_tag(self, tag: str) -> None:
        """End a block, or put what Markdown writes behind an inline element."""
        if tag in ("td", "th"):
            cell = self._said()
            self.row.append(cell.replace("|", "\\|") if self.markdown else cell)
        elif tag in _BLOCKS:
            self.end_block()
            self._end(tag)
        elif tag == "a":
            url = self.links.pop() if self.links else ""
            self.words.append((f"]({_target(url)})" if self.markdown else f" <{url}>") if url else "")
        else:
            self._mark(_MARKS.get(tag, ""))

    def say(self, text: str) -> None:
        """Words; between tags of a code block as they stand."""
        text = unescape(text)
        if not self.literal:
            text = text.replace("\n", " ")
            text = escape_markdown(text) if self.markdown else text
        self.words.append(text)

    def end_block(self) -> None:
        """Append the current block with its list and quotation marks."""
        if self.literal:
            text = "".join(self.words).strip("\n")
            self.words.clear()
            if self.markdown:
                fence = _fence(text)
                text = f"{fence}\n{text}\n{fence}"
        else:
            text = self._said()
            if self.markdown and not self.start and (match := _OPENING.match(text)):
                text = f"{match[1]}\\{text[match.end(1) :]}"
        if not text:
            return
        if not (self.start or self.lists or self.quotes):
            self.blocks.append(text)
            return
        indent = "  " * max(0, len(self.lists) - 1) + ("  " if self.lists and not self.start else "")
        first, rest = indent + self.start, indent + " " * len(self.start)
        lines = [(rest if n else first) + line for n, line in enumerate(text.split("\n"))]
        self.blocks.append("\n".join(["> " * self.quotes + line for line in lines]))
        self.start = ""

    def _begin(self, tag: str, values: Mapping[str, str]) -> None:
        if tag in ("ul", "ol"):
            number = values.get("start", "")
            self.lists.append((int(number) if _NUMBER.fullmatch(number) else 1) if tag == "ol" else 0)
        elif tag == "li" and self.lists:
            self.start = f"{self.lists[-1]}. " if self.lists[-1] else "- "
            self.lists[-1] += bool(self.lists[-1])
        elif tag == "blockquote":
            self.quotes += 1
        elif tag[0] == "h" and tag != "hr" and self.markdown:
            self.start = "#" * int(tag[1]) + " "
        elif tag == "hr":
            self.blocks.append("---" if self.markdown else "* * *")
        elif tag == "pre":
            self.literal = True
        elif tag == "table":
            self.rows = 0

    def _end(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes -= 1
        elif tag == "pre":
            self.literal = False
        elif tag == "tr" and self.row:
            self._end_row()
        elif tag == "li":
            self.start = ""

    def _end_row(self) -> None:
        line = f"| {' | '.join(self.row)} |" if self.markdown else " | ".join(self.row)
        if self.rows:
            self.blocks[-1] += f"\n{line}"
        else:
            self.blocks.append(line + (f"\n|{' --- |' * len(self.row)}" if self.markdown else ""))
        self.rows += 1
        self.row = []

    def _said(self) -> str:
        text = "".join(self.words)
        self.words.clear()
        return "\n".join([" ".join(line.split()) for line in text.strip().split("\n")])

    def _mark(self, mark: str) -> None:
        self.words.append(mark if self.markdown and not self.literal else "")

    def _picture(self, words: str, url: str) -> str:
        """A picture's words, as one line, and its address."""
        words = " ".join(words.split())
        if not self.markdown:
            return words
        escaped = escape_markdown(words).replace("\\>", ">")  # which means nothing within a line
        return f"![{escaped}]({_target(url)})" if url else escaped


def _target(url: str) -> str:
    """An address in the angle brackets of Markdown, which it cannot leave."""
    return f"<{_ENTITY.sub('&amp;', _ENDS_TARGET.sub(lambda sign: quote(sign[0]), url))}>"


def _fence(text: str) -> str:
    """A line around a code block, longer than each that it contains."""
    return "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
