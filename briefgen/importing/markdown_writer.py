"""Write lines as Markdown: paragraphs, headings, lists, quotations, code, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from briefgen.importing.document import RULE, Container, Frame, TextLine
from briefgen.importing.markdown_escape import inline_markdown
from briefgen.importing.written_lists import with_lists

ROW = "|"
"""The mark of a line that is a row of a table."""
CELL = " ¦ "
"""What stands between the cells of a row."""
_ALIGNED = {"l": ":---", "c": ":---:", "r": "---:"}
_LIST_MARK = re.compile(r"(-|\d{1,9}\.) ")
_FENCE = re.compile(r"^ {0,3}(`{3,})", re.MULTILINE)
_MOST_DEEP = 20
"""Containers in each other that are written as such; what stands deeper is written flat."""


def markdown(lines: Iterable[TextLine]) -> str:
    """The lines as Markdown, which ends in a line end; empty if they say nothing."""
    blocks = _blocks([*_contained(with_lists([line for line in lines if line.says_something]))], 0)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _contained(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """The lines with containers for the marks of those that have none."""
    around, before, key = Container(Frame.QUOTE, 0), "", 0
    for line in lines:
        match = _LIST_MARK.fullmatch(line.mark)
        if line.within or not (match or line.mark in ("> ", ROW)):
            yield line if len(line.within) <= _MOST_DEEP else line._replace(within=line.within[:_MOST_DEEP])
        else:
            key -= 1
            if line.mark == "> " or line.mark[-2:] != before[-2:]:
                first = int(match[1][:-1]) if match and match[1] != "-" else None
                frame = Frame.LIST if match else Frame.TABLE if line.mark == ROW else Frame.QUOTE
                around = Container(frame, key, first)
            item = (Container(Frame.ITEM, key),) if match else ()
            yield line._replace(within=(around, *item))
        before = line.mark


def _blocks(lines: Sequence[TextLine], depth: int) -> list[str]:
    """The blocks of lines that stand in the same ``depth`` containers."""
    blocks: list[str] = []
    before: Container | None = None
    is_other = False
    for container, group in groupby(lines, key=lambda line: _container(line, depth)):
        inside = list(group)
        if container is None:
            blocks += _paragraphs(inside, depth)
        elif container.frame is Frame.LIST:
            is_other = _is_alike(before, container) and not is_other
            blocks.append(_list(container, inside, depth, is_other=is_other))
        else:
            blocks.append(_contents(container, inside, depth))
        before = container
    return blocks


def _is_alike(before: Container | None, after: Container) -> bool:
    """Whether two lists follow each other that only their signs can tell apart."""
    is_list = before is not None and before.frame is Frame.LIST
    return is_list and before is not None and (before.first is None) == (after.first is None)


def _container(line: TextLine, depth: int) -> Container | None:
    return line.within[depth] if len(line.within) > depth else None


def _contents(container: Container, lines: Sequence[TextLine], depth: int) -> str:
    """A quotation, code or table.

    Of a list's item that has lost its list, its blocks.
    """
    if container.frame is Frame.CODE:
        return _code(lines)
    if container.frame is Frame.TABLE:
        return "\n".join(_table(container, lines))
    inner = "\n\n".join(_blocks(lines, depth + 1))
    return _indented(inner, "> ") if container.frame is Frame.QUOTE else inner


def _paragraphs(lines: Sequence[TextLine], depth: int) -> Iterator[str]:
    """Paragraphs and headings; a line that continues one stands below its line break."""
    text = ""
    for line in lines:
        if line.mark == RULE:
            shown = RULE if depth == 0 else "***"
        else:
            shown = f"{line.mark if line.mark.startswith('#') else ''}{inline_markdown(line)}"
        if line.continues and text and not text.startswith("#"):
            text += f"\\\n{shown}"
            continue
        if text:
            yield text
        text = shown
    if text:
        yield text


def _list(container: Container, lines: Sequence[TextLine], depth: int, *, is_other: bool) -> str:
    items: list[str] = []
    number = container.first or 0
    for _, group in groupby(lines, key=lambda line: _container(line, depth + 1)):
        sign = (
            f"{number}{')' if is_other else '.'} "
            if container.first is not None
            else "* "
            if is_other
            else "- "
        )
        items.append(_indented(_item(list(group), depth + 2, container), " " * len(sign), sign))
        number += 1
    return ("\n\n" if container.is_loose else "\n").join(items)


def _item(lines: Sequence[TextLine], depth: int, around: Container) -> str:
    """The blocks of one item.

    In a tight list, a list stands right below its paragraph.
    """
    if around.is_loose:
        return "\n\n".join(_blocks(lines, depth))
    text = ""
    frame: Frame | None = None
    for container, group in groupby(lines, key=lambda line: _container(line, depth)):
        inner = _blocks(list(group), depth)
        after, frame = frame, container.frame if container else None
        is_close = frame in (Frame.LIST, Frame.CODE, Frame.QUOTE) and after is None
        glue = "" if not text else "\n" if is_close and _starts_at_one(container) else "\n\n"
        text += glue + "\n\n".join(inner)
    return text


def _starts_at_one(container: Container | None) -> bool:
    """Whether a list may stand right below a paragraph."""
    return container is None or container.frame is not Frame.LIST or container.first in (None, 1)


def _code(lines: Sequence[TextLine]) -> str:
    text = "\n".join(line.text for line in lines)
    fence = "`" * max(3, 1 + max(map(len, _FENCE.findall(text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _table(container: Container, lines: Sequence[TextLine]) -> Iterator[str]:
    """The rows. Below the first one stands the line that makes it the header."""
    for n, line in enumerate(lines):
        cells = [cell.strip().replace("|", r"\|") for cell in f"{inline_markdown(line)} ".split(CELL.strip())]
        yield f"| {' | '.join(cells)} |"
        if not n:
            aligns = container.aligns.ljust(len(cells), "-")
            yield "|" + "|".join(f" {_ALIGNED.get(align, '---')} " for align in aligns[: len(cells)]) + "|"


def _indented(text: str, prefix: str, first: str = "") -> str:
    """The lines behind a prefix; an empty one has none of its spaces."""
    lines = text.split("\n")
    starts = [first or prefix, *[prefix] * (len(lines) - 1)]
    return "\n".join(f"{a}{b}" if b else a.rstrip() for a, b in zip(starts, lines, strict=True))
