"""The title where it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from briefgen.cleaning.findings import doubtful, found, removed, said_lines
from briefgen.cleaning.line_shape import is_prose, start_of_text
from briefgen.cleaning.markdown_blocks import is_block
from briefgen.cleaning.phrases import lists_of
from briefgen.cleaning.rule import Mark, rule
from briefgen.cleaning.rules.headlines import best_headline, may_be_short_headline
from briefgen.model import Draft, Line
from briefgen.util.text import fold

HEAD = 400
"""Lines that are looked at: the menus of a whole page stand above its article."""

FIRST = 4
"""Lines that are looked at in a text without paragraphs."""
_ADDRESS = re.compile(r"<?https?://[^\s<>]+>?", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")


@rule(authored=True)
def title_line(draft: Draft) -> Iterator[Mark]:
    """The title above the text, if the front matter has none.

    It is a heading, or a line like a headline whose words the text repeats. It moves to its field.
    """
    if draft.head.get("title"):
        return
    lines = draft.nonblank[:HEAD]
    start = start_of_text(lines)
    above = _authored_titles(lines, start) if draft.authored else _titles(lines, start, draft.lang)
    line, sure = _title_among(above, lines[start:], draft.lang)
    if line:
        yield found(line, "title", _title_of(line))
        yield (
            removed(line)
            if sure
            else doubtful(line, "It is taken for the title, and may be a line of the text.")
        )


@rule(authored=True)
def repeated_title(draft: Draft) -> Iterator[Mark]:
    """The title said again above the text."""
    known = draft.head.get("title") or next((f.value for f in draft.findings if f.field == "title"), "")
    title = _bare(known)
    if not title:
        return
    source = next((f.line for f in draft.findings if f.field == "title"), 0)
    for line in islice(said_lines(draft), HEAD):
        if line.number == source or (draft.authored and not _may_be_title(line)):
            continue
        # A line far longer or shorter than the title need not be compared letter by letter.
        if abs(len(line.text) - len(known)) < 40 and _bare(_title_of(line)) == title:
            yield removed(line)
        elif is_prose(line.text):
            return


def _authored_titles(lines: Sequence[Line], start: int) -> list[Line]:
    """The lines above authored text that may be its title."""
    first = lines[:1] if len(lines) < 2 or lines[0].number + 1 < lines[1].number else ()
    headings = (line for line in lines[:start] if _HEADING.match(line.text))
    return [*(line for line in first[:start] if not is_block(line.text)), *headings]


def _titles(lines: Sequence[Line], start: int, lang: str) -> list[Line]:
    """The lines above a text that may be its title.

    None is an address that was pasted with it, or points to another article. Without a paragraph, only the
    first lines stand above the text.
    """
    above = lines[:start] if start < len(lines) else lines[:FIRST]
    return [line for line in above if not (_ADDRESS.fullmatch(line.text.strip()) or _points(line.text, lang))]


def _points(text: str, lang: str) -> bool:
    label, colon, _ = text.partition(":")
    return bool(colon) and "read_also" in lists_of(label, lang)


def _may_be_title(line: Line) -> bool:
    """Whether a line of Markdown is a heading or a plain paragraph."""
    return bool(_HEADING.match(line.text) or not is_block(line.text))


def _title_among(above: Sequence[Line], text: Sequence[Line], lang: str) -> tuple[Line | None, bool]:
    """The title among the lines ``above`` the text, and whether it is certain.

    It is a heading, the likeliest headline, or else the first line.
    """
    for line in above:
        if _HEADING.match(line.text) and _title_of(line):
            return line, True
    best, sure = best_headline(above, text, lang)
    if best:
        return best, sure
    alone = above and _title_of(above[0]) and may_be_short_headline(above[0].text, lang)
    return (above[0], True) if alone else (None, False)


def _title_of(line: Line) -> str:
    """The words of a line that is a title: without a heading's marks, without emphasis."""
    text = line.text.strip(" \t")
    if _HEADING.match(line.text):
        text = text.lstrip("#").strip(" \t")
        closed = text.rstrip("#")
        text = closed if not closed or closed[-1] in " \t" else text
    return text.strip(" \t*_")


def _bare(text: str) -> str:
    return fold(text).strip(" *_.\"'“”‘’")
