"""The safe HTML of a body as plain text or as Markdown: for readers without a browser, and for programs that read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tr",
        "ul",
    ]
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_OPENING = re.compile(r"^(\d{0,9})(#{1,6}|[-+]|(?<=\d)[.)])(?=\s|$)")
"""What would make a heading or a list item of a paragraph."""
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~"}


def to_text(html: str) -> str:
    """Paragraphs with a blank line between them; a link's address stands behind it in angle brackets."""
    return _written(html, markdown=False)


def to_markdown(html: str) -> str:
    """CommonMark, with tables as GitHub writes them. What a text says literally is escaped."""
    return _written(html, markdown=True)


def _written(html: str, *, markdown: bool) -> str:
    writer = _Writer(markdown)
    writer.feed(html)
    writer.close()
    writer.end_block()
    return "".join([f"{block}\n\n" for block in writer.blocks]).rstrip("\n") + "\n" if writer.blocks else ""


class _Writer(HTMLParser):
    """Gathers words into the block at hand, and ends it where another begins."""

    def __init__(self, markdown: bool) -> None:
        super().__init__(convert_charrefs=True)
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or put what Markdown writes before an inline element."""
        values = dict(attrs)
        if tag in _BLOCKS:
            self.end_block()
            self._begin(tag, values)
        elif tag == "a":
            self.links.append(values.get("href") or "")
            self._mark("[" if self.links[-1] else "")
        elif tag == "img":
            self.words.append(self._picture(values.get("alt") or "", values.get("src") or ""))
        elif tag == "br":
            self.words.append("\\\n" if self.markdown else "\n")
        else:
            self._mark(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """End a block, or put what Markdown writes behind an inline element."""
        if tag in ("td", "th"):
            self.row.append(self._said())
        elif tag in _BLOCKS:
            self.end_block()
            self._end(tag)
        elif tag == "a":
            url = self.links.pop() if self.links else ""
            self.words.append((f"](<{url}>)" if self.markdown else f" <{url}>") if url else "")
        else:
            self._mark(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        """Words; between tags of a code block as they stand."""
        if self.literal:
            self.words.append(data)
        else:
            said = re.sub(r"\s+", " ", data)
            self.words.append(_SPECIAL.sub(r"\\\1", said) if self.markdown else said)

    def end_block(self) -> None:
        """Put the block at hand behind the others, with the marks of the lists and quotations that it stands in."""
        if self.literal:
            text = "".join(self.words).strip("\n")
            self.words.clear()
        else:
            text = self._said()
            text = _OPENING.sub(r"\1\\\2", text) if self.markdown and not self.start else text
        if not text:
            return
        indent = "  " * max(0, len(self.lists) - 1) + ("  " if self.lists and not self.start else "")
        first, rest = indent + self.start, indent + " " * len(self.start)
        lines = [(rest if n else first) + line for n, line in enumerate(text.split("\n"))]
        self.blocks.append("\n".join(["> " * self.quotes + line for line in lines]))
        self.start = ""

    def _begin(self, tag: str, values: dict[str, str | None]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(int(values.get("start") or 1) if tag == "ol" else 0)
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
            self.words.append("```\n" if self.markdown else "")
        elif tag == "table":
            self.rows = 0

    def _end(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes -= 1
        elif tag == "pre":
            self.literal = False
            if self.markdown:
                self.blocks[-1] += "\n```"
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
        return "\n".join([line.strip() for line in text.strip().split("\n")])

    def _mark(self, mark: str) -> None:
        self.words.append(mark if self.markdown and not self.literal else "")

    def _picture(self, words: str, url: str) -> str:
        return f"![{words}](<{url}>)" if self.markdown and url else words
