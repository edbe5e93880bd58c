"""Keep what a tag says is text: list items, rows, headings, quotations, code.

Cleaning sees words alone. A short line may look like a label of the page, whose tag says that it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.importing.document import RULE, ImportedDocument, Inline, TextLine
from briefgen.model import Line
from briefgen.util.text import fold

if TYPE_CHECKING:
    from briefgen.reading.prepare import Prepared


_LEADS = ("read-also", "related-list")
"""Rules that remove `Read more: …`, which leads to another article of a page's outlet."""


def with_marked_lines(document: ImportedDocument, prepared: Prepared) -> Prepared:
    """The same, with lines restored that are text by their tags, and code."""
    cleaned = prepared.cleaned
    there = {line.number for line in cleaned.draft.lines if line.text.strip()}
    moved = {edit.into for edit in cleaned.edits if edit.into} | {e.line for e in cleaned.edits if e.into}
    wanted = _marked(document.lines, there, fold(prepared.value("title"))) - moved
    if document.suffix == ".eml":
        wanted |= {edit.line for edit in cleaned.edits if edit.rule in _LEADS and _leads(document, edit.line)}
    code = {n for n, line in enumerate(document.lines, 1) if line.is_code and line.text.strip()}
    undone = [
        edit for edit in cleaned.edits if edit.line in code or (edit.line in wanted and edit.after is None)
    ]
    if not undone:
        return prepared
    back = {edit.line: Line(edit.line, edit.before, edit.end) for edit in reversed(undone)}
    lines = [line for line in cleaned.draft.lines if line.number not in back]
    draft = replace(cleaned.draft, lines=tuple(sorted([*lines, *back.values()])))
    edits = tuple(edit for edit in cleaned.edits if edit not in undone)
    return replace(prepared, cleaned=replace(cleaned, draft=draft, edits=edits))


def _leads(document: ImportedDocument, number: int) -> bool:
    """Whether a line leads somewhere: the links of a letter are what it is for."""
    line = document.lines[number - 1]
    return bool(line.links) or "://" in line.text


def _marked(lines: Sequence[TextLine], there: set[int], title: str) -> set[int]:
    """The numbers of the lines that stay.

    Of headings those above text, but not the title.
    """
    marked: set[int] = set()
    for n, line in enumerate(lines, 1):
        is_caption = line.continues and n - 1 in marked and not line.within
        if line.text.strip() and (is_caption or _is_text(line)):
            marked.add(n)
    return marked | _headings(lines, there | marked, title)


def _headings(lines: Sequence[TextLine], text: set[int], title: str) -> set[int]:
    """The numbers of the headings with text or a kept lower heading below."""
    kept: set[int] = set()
    below = 0
    for n in range(len(lines), 0, -1):
        line = lines[n - 1]
        level = line.mark.count("#")
        if not level:
            below = 7 if n in text else below
        elif line.text.strip() and level < below and fold(line.text) != title:
            kept.add(n)
            below = level
    return kept


def _is_text(line: TextLine) -> bool:
    """Whether a line is no paragraph and no heading."""
    if line.mark.startswith("#"):
        return False
    is_picture = any(span.kind is Inline.PICTURE and span.text == line.text for span in line.spans)
    return bool(line.within or line.mark) or is_picture


def without_idle_rules(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """The lines without rules that part nothing."""
    waiting: TextLine | None = None
    has_text = False
    for line in lines:
        if line.mark == RULE:
            waiting = line if has_text else None
            continue
        if waiting:
            yield waiting
        waiting, has_text = None, True
        yield line


def without_markup(document: ImportedDocument) -> ImportedDocument:
    """The words of a document alone, each line as a paragraph."""
    lines = tuple(
        TextLine(line.text) for line in document.lines if line.text.strip() or not line.says_something
    )
    return replace(document, lines=lines, plain=True)
